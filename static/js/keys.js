/* Single keys for whoever works here all day; never while typing, and everybody can turn them off (WCAG 2.1.4). */

const OFF = "sx-keys-off";

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function setOff(off) {
  try { localStorage.setItem(OFF, off ? "1" : ""); } catch { /* a browser that keeps nothing: until the next page */ }
}

function isTyping(target) {
  return target.isContentEditable || target.closest("input, textarea, select, dialog[open]");
}

/** The links that stand for rows: of a table of cards, else of the first list. */
function rows() {
  const inTable = document.querySelectorAll("main .sx-table tbody th a");
  return [...(inTable.length ? inTable : document.querySelectorAll("main .sx-list > li a.sx-strong, main .sx-list > li a.sx-work__title"))];
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

const SEARCHES = ["main input[type=search]", "header input[type=search]"];
const focusOnSearch = () => SEARCHES.map((one) => document.querySelector(one)).find(Boolean)?.focus();
const follow = (selector) => document.querySelector(selector)?.click();

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  "/": focusOnSearch,
  n: () => follow("main .sx-next a.btn-primary"),
  u: () => follow("main .sx-crumbs a, main a.sx-pagelink[href]"),
  "?": () => document.getElementById("sx-keys")?.showModal(),
};

export function keys() {
  const help = document.getElementById("sx-keys");
  if (!help) return;
  const toggle = help.querySelector("input[type=checkbox]");
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => setOff(!toggle.checked));
  for (const opener of document.querySelectorAll("[data-keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }
  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key];
    if (!act || isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    act();
  });
}
