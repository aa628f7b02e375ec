/* Where the log was written, searched for where somebody serves over many units: by the server, else on this device. */
import * as store from "./devicestore.js";
import { unitPicker } from "./unitpicker.js";

const SHOWN = 8;
const PATIENCE = 4000;

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
  const look = async () => {
    const picked = box.querySelector("input[name=unit]");
    const words = input.value.trim();
    if (picked.value || !words) return;
    const same = (await suggesting(box)(words)).filter((unit) => unit.label === words);
    if (same.length !== 1 || input.value.trim() !== words) return;
    picked.value = same[0].id;
    picked.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.addEventListener("change", look);
  look(); // it may have come back, or been typed, before this script was here
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
