/* What the server does not accept of a visit: told in the queue, above the log, and beside each field. */
import { goTo, show, unfold } from "./logform.js";

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
