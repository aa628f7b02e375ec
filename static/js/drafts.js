/* <form data-autosave="key">: what is typed stays on this device until the server has accepted it.
   An expired session, a lost connection or an error page loses nothing.
   Of somebody without an account it stays in the tab alone: the next one at a shared computer finds nothing. */

const PREFIX = "sx:draft:";
const SENT = "sx:sent";
const KEPT_DAYS = 7;

// Two people at one computer must not see each other's text.
// The page that opens without a network belongs to nobody; it is for whoever used this device last (devicestore.js).
const last = "shell" in document.body.dataset ? localStorage.getItem("sx:visits:last") : "";
const person = document.body.dataset.person || last || "public";
const store = person === "public" ? sessionStorage : localStorage;
const nameOf = (form) => `${PREFIX}${person}:${form.dataset.autosave}`;
const namesIn = (where) => Object.keys(where).filter((name) => name.startsWith(PREFIX));

const fieldsOf = (form) => [...form.elements].filter((field) => field.name
  && !["password", "hidden", "file", "submit", "button", "reset"].includes(field.type)
  && !("nosave" in field.dataset));

function valuesOf(form) {
  return fieldsOf(form).map((field) => (
    ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]
  ));
}

function read(name) {
  try {
    const draft = JSON.parse(store.getItem(name));
    return draft && Date.now() - draft.at < KEPT_DAYS * 86400000 ? draft : null;
  } catch {
    return null;
  }
}

let hasLeft = false;

function write(name, values) {
  if (hasLeft) return false; // the last keystrokes are not kept after somebody has cleared everything
  try {
    store.setItem(name, JSON.stringify({ at: Date.now(), values }));
    return true;
  } catch {
    return false; // storage full or forbidden: the form itself still works
  }
}

/** What was typed in this form and not accepted yet: [name, value] pairs, or nothing. */
export const draftOf = (form) => read(nameOf(form))?.values ?? [];

function fill(form, values) {
  const waiting = [...values];
  for (const field of fieldsOf(form)) {
    const choice = ["checkbox", "radio"].includes(field.type);
    const at = waiting.findIndex(([name, value]) => name === field.name && (!choice || value === field.value));
    if (at < 0) continue;
    const [[, value, checked]] = waiting.splice(at, 1);
    if (choice) field.checked = checked;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const words = document.getElementById("sx-words")?.dataset ?? {};

function note(form, discard) {
  const call = document.createElement("div");
  call.className = "sx-call sx-call--info sx-restored";
  call.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `${words.restored} `;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link btn-sm";
  button.textContent = words.discard;
  button.addEventListener("click", () => { discard(); call.remove(); });
  text.append(button);
  const icon = document.getElementById("sx-words")?.content.firstElementChild?.cloneNode(true);
  call.append(...(icon ? [icon, text] : [text]));
  form.prepend(call);
}

const forgotten = new WeakMap();

/** What is typed here has gone elsewhere: nothing of it comes back. */
export const forget = (form) => forgotten.get(form)?.();

/** Put an entry's words back into its form, as a draft is put back. */
export const refill = fill;

function keep(form) {
  const name = nameOf(form);
  const empty = valuesOf(form);
  const draft = read(name);
  const refused = form.querySelector("[aria-invalid='true'], .sx-errors");
  if (draft && !refused && JSON.stringify(draft.values) !== JSON.stringify(empty)) {
    fill(form, draft.values);
    note(form, () => { store.removeItem(name); fill(form, empty); });
  }
  const saved = form.querySelector("[data-saved]");
  let waiting = 0;
  const save = () => {
    clearTimeout(waiting);
    waiting = 0;
    const time = new Date().toTimeString().slice(0, 5);
    if (write(name, valuesOf(form)) && saved) saved.textContent = `${words.saved} ${time}`;
  };
  forgotten.set(form, () => { clearTimeout(waiting); waiting = 0; store.removeItem(name); });
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 400); });
  window.addEventListener("pagehide", () => { if (waiting) save(); });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    save();
    sessionStorage.setItem(SENT, name);
  });
}

/** The page after a submit: accepted unless it is the login, an error page, or the form again without a word that it
    went well; a page that takes one plan after another shows its form again each time. */
function forgetAccepted(forms) {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  if ("keepDrafts" in document.body.dataset) return;
  const wentWell = document.querySelector(".sx-messages .sx-call--ok");
  if (wentWell || !forms.some((form) => nameOf(form) === sent)) store.removeItem(sent);
}

/** What is too old, of whoever; and what an earlier version kept of people without an account. */
function forgetOld() {
  for (const name of namesIn(localStorage)) {
    let at = 0;
    try { at = JSON.parse(localStorage.getItem(name)).at; } catch { /* not ours, or cut short: it goes */ }
    if (name.startsWith(`${PREFIX}public:`) || !(Date.now() - at < KEPT_DAYS * 86400000)) localStorage.removeItem(name);
  }
}

function forgetVisitor() {
  for (const name of namesIn(sessionStorage)) sessionStorage.removeItem(name);
}

/** data-forget-drafts on a form: whoever sends it leaves; with "now": what is written on this page stays nowhere. */
function forgetting() {
  if (document.querySelector("main [data-forget-drafts=now]")) forgetVisitor();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !("forgetDrafts" in event.target.dataset) || event.target.dataset.forgetDrafts) return;
    hasLeft = true;
    forgetVisitor();
  });
}

let isKeeping = false;

/** Put back what was typed here, and keep what is typed from now on; a page may ask for it before shell.js does. */
export function keepDrafts() {
  if (isKeeping) return;
  isKeeping = true;
  const forms = [...document.querySelectorAll("form[data-autosave]")];
  forgetAccepted(forms);
  forgetOld();
  forgetting();
  for (const form of forms) keep(form);
}
