/* What the visit log does beside its steps and its queue: hints while it is typed, the search for a unit, and what it
   takes to open without a network. Over a slow line it comes last. */
import { dressConduct } from "./conduct.js";
import { dressParts } from "./counts.js";
import { goesToLedger, unitIn } from "./logform.js";
import { dressWhere } from "./unitsearch.js";
import { furnish, prepare } from "./without.js";

/** Items that look the same as the one being written. */
function lookForSimilar(log) {
  const asked = new Map();
  log.addEventListener("change", async (event) => {
    const card = event.target.closest("[data-finding]");
    const what = card?.querySelector("[name$='-what']").value.trim();
    const unit = unitIn(log).key;
    if (!card || !what || !unit || !goesToLedger(card)) return;
    const query = new URLSearchParams({ unit, what });
    if (asked.get(card) === String(query)) return;
    asked.set(card, String(query));
    try {
      const answer = await fetch(`${log.dataset.similar}?${query}`, { redirect: "error" });
      if (answer.ok) card.querySelector("[data-similar-here]").innerHTML = await answer.text();
    } catch { /* only a hint: without network the log goes on */ }
  });
}

const log = document.querySelector("form[data-log]");
if (log) {
  furnish(log);
  dressWhere(log);
  dressConduct(log);
  dressParts(log);
  lookForSimilar(log);
  window.addEventListener("load", () => setTimeout(prepare, 500));
}
