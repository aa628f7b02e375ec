/* The log as a form: where it was written, the cards with one fact each, ways to its fields, and what is wrong with them. */

export const show = (element, isShown) => { if (element) element.hidden = !isShown; };

/* --- the unit ----------------------------------------------------------------------- */

/** The key and the words of the unit that is chosen, or empty texts. */
export function unitIn(log) {
  const { unit, unit_name: name } = log.elements;
  if (name) return { key: unit.value, words: name.value.trim() };
  return { key: unit.value, words: unit.value ? unit.selectedOptions[0].textContent.trim() : "" };
}

export function choose(log, key, words) {
  const { unit, unit_name: name } = log.elements;
  if (name) {
    name.value = words;
    name.dispatchEvent(new Event("input", { bubbles: true })); // which takes back what was picked before
  }
  unit.value = key;
  for (const kind of ["input", "change"]) unit.dispatchEvent(new Event(kind, { bubbles: true }));
}

/** A form that begins anew: resetting leaves hidden fields as they are. */
export function forgetUnit(log) {
  const picked = log.querySelector("input[type=hidden][name=unit]");
  if (picked) picked.value = "";
}

/* --- cards: one fact each; needless questions are out of the way -------------------- */

export function addCard(log) {
  const total = log.querySelector("[name='findings-TOTAL_FORMS']");
  const place = Number(total.value);
  const button = log.querySelector("[data-log-add]");
  if (!button || place >= Number(button.dataset.logAdd)) return null;
  const box = document.createElement("div");
  box.append(log.querySelector("template[data-card]").content.cloneNode(true));
  box.innerHTML = box.innerHTML.replaceAll("__prefix__", place).replaceAll("__n__", place + 1);
  const card = box.firstElementChild;
  log.querySelector("[data-cards]").append(card);
  total.value = place + 1;
  dressCard(card);
  show(button, place + 1 < Number(button.dataset.logAdd));
  return card;
}

function outcomeOf(card) {
  return card.querySelector("[name$='-outcome']:checked")?.value;
}

/** Whether the fact becomes an item of the ledger, where it was found or proposed for another unit. */
export const goesToLedger = (card) => ["to_ledger", "to_unit"].includes(outcomeOf(card));

/** A card on which nothing was written, photographed or said. */
export function isEmpty(card) {
  return card.classList.contains("is-dropped") || ![...card.querySelectorAll("input, textarea")].some((field) => (
    ["text", "textarea"].includes(field.type) ? field.value.trim() : field.files?.length
  ));
}

/** Questions that an answer makes needless are out of the way. */
function follow(card) {
  for (const part of card.querySelectorAll("[data-if]")) {
    const isAsked = part.dataset.if === outcomeOf(card);
    show(part, isAsked);
    for (const field of part.querySelectorAll("[data-needed]")) field.required = isAsked && !isEmpty(card);
  }
  card.querySelector("[name$='-what']").required = !isEmpty(card);
  // What was asked for says what, a promise by when: asked on the spot, not after the entry was sent.
  const isSupported = Boolean(card.querySelector("[name$='-support_kind']").value);
  for (const field of card.querySelectorAll("[data-needed-with]")) {
    field.required = isSupported && Boolean(card.querySelector(`[name$='-${field.dataset.neededWith}']`).value.trim());
  }
  show(card.querySelector("[data-similar-here]"), goesToLedger(card));
}

function dropCard(card, isDropped) {
  card.classList.toggle("is-dropped", isDropped);
}

export function dressCard(card) {
  follow(card);
  card.addEventListener("change", (event) => {
    const field = event.target;
    if (field.name.endsWith("-DELETE")) dropCard(card, field.checked);
    follow(card);
  });
  const tick = card.querySelector("[name$='-DELETE']");
  if (tick?.checked) dropCard(card, true);
  tick?.classList.add("visually-hidden");
}

/* --- photos that the device holds for a card ---------------------------------------- */

/** Their checksums. */
export const marksIn = (field) => field.value.split(/\s+/).filter(Boolean);

export const photosIn = (form) => [...new Set(
  [...form.querySelectorAll("[data-finding]:not(.is-dropped) input[name*='-held']")].flatMap(marksIn),
)];

/* --- ways to a field, whatever step and fold hold it -------------------------------- */

/** Open the fold that a field may lie in. */
export const unfold = (field) => field.closest("details")?.setAttribute("open", "");

/** Open the step and the fold that hold a field; ``use`` is done with it once they are open. */
export function goTo(field, use) {
  const hash = `#${field.closest("[data-step]").id}`;
  const there = () => { unfold(field); use(field); };
  if (location.hash === hash) { there(); return; }
  window.addEventListener("hashchange", there, { once: true }); // after the step itself has opened (visits.js)
  location.hash = hash;
}

/** The first question that has no answer yet. */
export const gapIn = (part) => [...part.querySelectorAll(":invalid")].find((field) => field.tagName !== "FIELDSET");

/** In focus, and clear of what is fixed to the edges of a phone. */
export function reach(control) {
  control.focus({ preventScroll: true });
  (control.closest(".sx-field, .sx-switch") ?? control).scrollIntoView({ block: "center" });
}

/* --- what the server does not accept: above the log, and beside each field ----------- */

/** Where one thing stands that has to be changed: the finding by its number, and the question. */
export const placeOf = ({ label, card }, nth) => (
  [Number.isInteger(card) ? nth.replace("{n}", card + 1) : "", label].filter(Boolean).join(" · "));

/** What somebody touches to mend this: what is held out of sight has its chooser or its search beside it. */
function controlOf(log, name) {
  const field = name && log.querySelector(`[name="${CSS.escape(name)}"]`);
  if (!field) return null;
  if (["radio", "checkbox"].includes(field.type)) return field.closest("fieldset[id]") ?? field;
  if (!field.hidden && field.type !== "hidden") return field;
  if (field.name === "unit") return log.elements.unit_name ?? null;
  return (field.closest("[data-photos]") ?? field.closest("[data-finding]"))?.querySelector("[type=file]") ?? null;
}

const ticksOf = (control) => (control.matches("fieldset") ? control.querySelectorAll("input") : [control]);
const notesOf = (control) => document.getElementById(`${control.id}_error`);

/** Whether the words under this id are read out with the field. */
export function describe(control, id, isSaid) {
  const ids = (control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((one) => one && one !== id);
  if (isSaid) ids.unshift(id);
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

/** The place for words beside a field, where a form that comes from the server has it (components/field.html). */
function placeBeside(control) {
  const notes = document.createElement("div");
  notes.id = `${control.id}_error`;
  const line = control.closest(".sx-switch");
  if (line) line.after(notes);
  else if (control.matches("fieldset")) control.querySelector("legend").after(notes);
  else (control.closest(".sx-field > *") ?? control).before(notes);
  (line ?? control.closest(".sx-field"))?.classList.add("is-bad");
  describe(control, notes.id, true);
  unfold(control);
  for (const tick of ticksOf(control)) tick.setAttribute("aria-invalid", "true");
  return notes;
}

function sayBeside(log, control, words) {
  const notes = notesOf(control) ?? placeBeside(control);
  const line = log.querySelector("template[data-wrong]").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-words]").textContent = words;
  notes.append(line);
}

/** Nothing is wrong with this field any longer, as far as anybody knows. */
export function forgetWrong(control) {
  const notes = notesOf(control);
  if (!notes) return;
  notes.remove();
  describe(control, notes.id, false);
  (control.closest(".sx-switch") ?? control.closest(".sx-field"))?.classList.remove("is-bad");
  for (const tick of ticksOf(control)) { tick.removeAttribute("aria-invalid"); tick.classList.remove("is-invalid"); }
}

export function forgetWrongs(log) {
  log.querySelector(".sx-errors")?.remove();
  for (const notes of log.querySelectorAll("[id$='_error']")) {
    forgetWrong(document.getElementById(notes.id.replace(/_error$/, "")) ?? notes);
  }
}

/** One line of the list above the log: the question, which leads to its field, and what is wrong with it. */
function lineOf(log, wrong, control) {
  const item = document.createElement("li");
  const place = placeOf(wrong, log.dataset.nthCard);
  if (!place) { item.textContent = wrong.words; return item; }
  const link = document.createElement(control ? "a" : "span");
  if (control) link.href = `#${control.id}`;
  link.textContent = place;
  item.append(link, log.dataset.colon, wrong.words);
  return item;
}

/** The same as a form that comes back from the server: a list above, words beside each field, the first one in focus. */
export function tellWrongs(log, { words, wrongs = [], url = "" }) {
  forgetWrongs(log);
  const box = log.querySelector("template[data-wrongs]").content.firstElementChild.cloneNode(true);
  box.querySelector("h2").textContent = words;
  const found = wrongs.map((wrong) => ({ wrong, control: controlOf(log, wrong.field) }));
  box.querySelector("ul").append(...found.map(({ wrong, control }) => lineOf(log, wrong, control)));
  box.querySelector("[data-earlier]").href = url;
  show(box.querySelector("[data-earlier]"), url);
  log.querySelector(".sx-phone__top").after(box);
  for (const { wrong, control } of found) if (control) sayBeside(log, control, wrong.words);
  const first = found.find(({ control }) => control)?.control;
  const step = log.querySelector(log.hidden ? "[data-step]" : "[data-step]:not([hidden])");
  goTo(first ?? step, () => {
    (first ?? box).focus({ preventScroll: true });
    box.scrollIntoView({ block: "start" });
  });
}
