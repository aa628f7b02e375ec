/* The log as a form: where it was written, the cards with one fact each, and ways to its fields. */

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
