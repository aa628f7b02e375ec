/* Numbers of which some are parts of another: said while they are typed, and judged by the portal (fieldvisits/forms). */
import { describe, forgetWrong } from "./logform.js";

const numberIn = (field) => Math.max(0, Number(field.value) || 0);

/** Parts that add up to more than a whole that is given. A hint: the entry can be finished all the same. */
export function dressParts(log) {
  const whole = log.querySelector("[data-parts]");
  if (!whole) return;
  const line = log.querySelector("[data-parts-told]");
  const parts = whole.dataset.parts.split(" ").map((name) => log.elements[name]);
  const look = () => {
    const [met, sum] = [numberIn(whole), parts.reduce((n, part) => n + numberIn(part), 0)];
    const isMore = met > 0 && sum > met;
    line.querySelector("[data-words]").textContent = isMore ? whole.dataset.partsWords.replace("{met}", met).replace("{parts}", sum) : "";
    line.firstElementChild.hidden = !isMore;
    describe(whole, line.id, isMore);
  };
  const follow = (event) => {
    if (event.target !== whole && !parts.includes(event.target)) return;
    forgetWrong(whole); // what was said of other numbers
    look();
  };
  log.addEventListener("input", follow);
  log.addEventListener("change", follow);
  look();
}
