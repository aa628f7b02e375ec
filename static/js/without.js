/* The visit log without a network: the page itself, kept by the browser, and the lists for filling it in. */
import * as store from "./devicestore.js";
import { draftOf } from "./drafts.js";
import { show } from "./logform.js";
import { furnishUnits } from "./unitsearch.js";

function choose(select, choices) {
  const value = select.value;
  select.replaceChildren(...choices.map(([key, words]) => new Option(words, key)));
  select.value = value;
}

/** The page that belongs to nobody gets the lists of whoever used this device last. */
export async function furnish(log) {
  if (!("shell" in document.body.dataset)) return;
  log.elements.client_uuid.value = store.newMark();
  const now = new Date();
  log.elements.visited_on.value = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  const kit = store.owner() && await store.kitOf(store.owner()).catch(() => null);
  show(document.querySelector("[data-no-kit]"), !kit);
  if (!kit) return;
  furnishUnits(log, kit);
  choose(log.elements.leader, kit.choices.leader);
  for (const [name, value] of draftOf(log)) {
    const field = ["unit", "unit_name", "leader"].includes(name) && log.elements[name];
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true })); // a name looks for its key
  }
}

/** With a network: remember who this is, fetch the lists, and let the browser keep the page. */
export async function prepare() {
  if ("shell" in document.body.dataset || !store.owner() || !(await store.isKeeping())) return;
  store.remember(store.owner());
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(`/sw.js?l=${document.documentElement.lang}`, { scope: "/fieldvisits/" });
    const before = await store.kitOf(store.owner()).catch(() => null);
    const query = new URLSearchParams({ units: before?.units_mark ?? "" });
    const answer = await fetch(`/fieldvisits/new/kit/?${query}`, { redirect: "error", cache: "no-store" });
    if (!answer.ok) return;
    const kit = await answer.json();
    kit.choices.unit ??= before.choices.unit; // thousands of names do not come again while they are the same
    await store.keepKit(store.owner(), kit);
  } catch { /* next time */ }
}
