/* Where the log was written: chosen from a list, or searched for where somebody serves over many units. */
import * as store from "./devicestore.js";
import { unitPicker } from "./unitpicker.js";

const SHOWN = 8;
const PATIENCE = 4000;

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

/** What this device keeps of the units, searched as the server searches them. */
async function atHand(text) {
  const kit = await store.kitOf(store.owner());
  const parts = text.toLowerCase().split(/[\s›]+/).filter(Boolean);
  const found = (kit?.choices.unit ?? []).filter(([key, words, pinyin]) => key && parts.every((part) => (
    words.toLowerCase().includes(part) || pinyin?.includes(part))));
  return found.slice(0, SHOWN).map(([id, words]) => ({ id, name: words, label: words, above: "" }));
}

/** The server knows best; without a network the device's own list will do. */
function suggesting(box) {
  return async (text) => {
    const asked = { redirect: "error", signal: AbortSignal.timeout?.(PATIENCE) };
    const answer = await fetch(`${box.dataset.unitPicker}?q=${encodeURIComponent(text)}`, asked).catch(() => null);
    return answer?.ok ? (await answer.json()).units : atHand(text);
  };
}

/** A name that came back with a draft has lost its key, which no draft keeps. */
function keyOf(box) {
  const input = box.querySelector("input[name=unit_name]");
  input.addEventListener("change", async () => {
    const picked = box.querySelector("input[name=unit]");
    const words = input.value.trim();
    if (picked.value || !words) return;
    const same = (await suggesting(box)(words)).filter((unit) => unit.label === words);
    if (same.length !== 1 || input.value.trim() !== words) return;
    picked.value = same[0].id;
    picked.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function dressWhere(log) {
  const box = log.querySelector("[data-unit-picker]");
  if (!box) return;
  unitPicker(box, suggesting(box));
  keyOf(box);
}

/** The page that belongs to nobody learns on the device whether its units are listed or searched for. */
export function furnishUnits(log, kit) {
  const select = log.elements.unit;
  const search = log.querySelector("template[data-unit-search]");
  if (search && kit.is_searched) {
    select.closest(".sx-field").replaceWith(search.content.cloneNode(true));
    dressWhere(log);
    return;
  }
  const { value } = select;
  select.replaceChildren(...kit.choices.unit.map(([key, words]) => new Option(words, key)));
  select.value = value;
}
