/* The visit log under the thumb: one step at a time, cards by tap. It imports no more than that needs, for a slow line:
   photos and the queue (finishing.js), then what every page has (shell.js), then hints and searches (logparts.js) come
   after it. */
import { draftOf, keepDrafts } from "./drafts.js";
import { addCard, choose, dressCard, gapIn, goTo, photosIn, reach, show, unitIn } from "./logform.js";

/* --- numbers and chips -------------------------------------------------------------- */

function dressSteppers(log) {
  for (const stepper of log.querySelectorAll(".sx-stepper")) {
    const input = stepper.querySelector("input");
    const button = (label, by, use) => {
      const one = document.createElement("button");
      one.type = "button";
      one.textContent = use;
      one.setAttribute("aria-label", label);
      one.addEventListener("click", () => {
        input.value = Math.max(0, (Number(input.value) || 0) + by);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return one;
    };
    input.before(button(stepper.dataset.less, -1, "−"));
    input.after(button(stepper.dataset.more, 1, "+"));
    stepper.classList.add("is-live");
  }
}

function dressUnits(log) {
  const chips = log.querySelector("[data-log-units]");
  show(chips, true);
  chips?.addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (!chip) return;
    choose(log, chip.value, chip.textContent.trim());
  });
}

function dressMeal(log) {
  const more = log.querySelector("[data-log-meal-more]");
  const follow = () => show(more, log.querySelector("[name='meal']:checked")?.value !== "none");
  log.addEventListener("change", follow);
  follow();
}

/* --- steps -------------------------------------------------------------------------- */

function summary(log) {
  const cards = [...log.querySelectorAll("[data-finding]:not(.is-dropped)")]
    .filter((card) => card.querySelector("[name$='-what']").value.trim());
  const counts = new Map();
  for (const card of cards) {
    const words = card.querySelector("[name$='-outcome']:checked")?.closest("label")?.textContent.trim();
    if (words) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const photos = [...log.querySelectorAll("[type='file']")].reduce((n, input) => n + input.files.length, 0)
    + photosIn(log).length + log.querySelectorAll("[name$='-photos-kept']:checked").length;
  const say = (name, words) => { log.querySelector(`[data-sum='${name}']`).textContent = words; };
  say("where", [unitIn(log).words || "—", log.elements.visited_on.value].join(" · "));
  say("found", [cards.length, ...[...counts].map(([words, n]) => `${words} ${n}`)].join(" · "));
  say("photos", photos);
  show(log.querySelector("[data-log-sum]"), true);
}

function steps(log) {
  const all = [...log.querySelectorAll("[data-step]")];
  const at = log.querySelector("[data-log-at]");
  const panel = document.querySelector("[data-queue]");
  const here = () => all.find((step) => `#${step.id}` === location.hash) ?? all[0];
  const open = (isFirst) => {
    const isQueue = location.hash === "#queue";
    show(panel, isQueue);
    show(log, !isQueue);
    if (isQueue) { window.scrollTo(0, 0); panel.querySelector("h1").focus({ preventScroll: true }); return; }
    const step = here();
    for (const one of all) show(one, one === step);
    at.textContent = `${all.indexOf(step) + 1} / ${all.length}`;
    if (step === all.at(-1)) summary(log);
    if (isFirst) return;
    window.scrollTo(0, 0);
    step.querySelector("h2").focus({ preventScroll: true });
  };
  // A step with a gap keeps the reader; the browser says what is missing.
  log.addEventListener("click", (event) => {
    const gap = event.target.closest("[data-log-foot] a.btn-primary") && gapIn(here());
    if (!gap) return;
    event.preventDefault();
    gap.closest("details")?.setAttribute("open", "");
    gap.reportValidity();
  });
  log.addEventListener("click", (event) => {
    if (!event.target.closest(".sx-errors")) return;
    const id = event.target.closest("a[href^='#']")?.hash.slice(1);
    const field = id && document.getElementById(id);
    if (!field) return;
    event.preventDefault();
    goTo(field, reach);
  });
  const wrong = log.querySelector("[aria-invalid='true'], .is-bad")?.closest("[data-step]");
  const wanted = wrong ?? (log.hasAttribute("data-open") ? document.getElementById(log.dataset.open) : all[0]);
  if (location.hash !== "#queue") history.replaceState(null, "", `#${wanted.id}`);
  for (const foot of log.querySelectorAll("[data-log-foot]")) show(foot, true);
  window.addEventListener("hashchange", () => open(false));
  log.classList.add("is-live");
  open(true);
}

function offline(log) {
  const strip = log.querySelector("[data-log-offline]");
  const tell = () => show(strip, !navigator.onLine);
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
}

const log = document.querySelector("form[data-log]");
if (log) {
  for (const card of log.querySelectorAll("[data-finding]")) dressCard(card);
  const drafted = draftOf(log).filter(([name]) => /^findings-\d+-what$/.test(name)).length;
  while (log.querySelectorAll("[data-finding]").length < drafted && addCard(log));
  log.querySelector("[data-log-add]")?.addEventListener("click", (event) => {
    event.preventDefault();
    addCard(log)?.querySelector("textarea").focus();
  });
  dressSteppers(log);
  dressUnits(log);
  dressMeal(log);
  offline(log);
  steps(log);
  // The cards are there. The page without a network gets its units first (without.js), and leaves it to shell.js.
  if (!("shell" in document.body.dataset)) keepDrafts();
}
