/* The cards of the visit log: one fact each, and the questions that its answer makes needless out of the way. */
import { dressPhotos } from "./photos.js";

export const show = (element, isShown) => { if (element) element.hidden = !isShown; };

/* --- cards: one fact each ----------------------------------------------------------- */

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
  for (const box of card.querySelectorAll("[data-photos]")) dressPhotos(box);
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
