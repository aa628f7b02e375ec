/* What every page does better with JavaScript; without it everything still works. */
import { keepDrafts } from "./drafts.js";
import { asking } from "./dialog.js";
import { keys } from "./keys.js";
import { uploads } from "./uploads.js";

const words = document.getElementById("sx-words")?.dataset ?? {};

/** Large text switches at once; the cookie tells the server for the next page. */
function largeText() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-large-text]");
    if (!form) return;
    event.preventDefault();
    const large = document.documentElement.dataset.text !== "large";
    if (large) document.documentElement.dataset.text = "large";
    else delete document.documentElement.dataset.text;
    document.cookie = `sx_text=${large ? "large" : "normal"}; path=/; max-age=31536000; samesite=lax`;
    for (const button of document.querySelectorAll("form[data-large-text] button")) {
      button.setAttribute("aria-pressed", String(large));
      button.value = large ? "normal" : "large";
    }
  });
}

/** A menu closes when something else is clicked, or by Escape, which gives the focus back. */
function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

/** The first wrong field gets the focus, so that nobody has to look for it. */
function firstError() {
  const field = document.querySelector("main [aria-invalid='true']");
  const summary = document.querySelector(".sx-errors");
  (field ?? summary)?.focus({ preventScroll: true });
  (summary ?? field)?.scrollIntoView({ block: "start" });
}

/** A form is sent once, however often the button is pressed; data-again is for downloads, which leave the page. */
function sentOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target || "again" in form.dataset) return;
    const button = event.submitter;
    // After the browser has collected the fields, or the button's own value would be lost.
    setTimeout(() => {
      for (const one of form.querySelectorAll("button[type=submit]")) one.disabled = true;
      button?.classList.add("is-busy");
      button?.setAttribute("aria-label", words.sending ?? "");
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll("button.is-busy, form[method=post] button:disabled")) {
      button.disabled = false;
      button.classList.remove("is-busy");
      button.removeAttribute("aria-label");
    }
  });
}

/** A field marked data-count tells how many characters are left. */
function counters() {
  for (const field of document.querySelectorAll("[data-count][maxlength]")) {
    const count = document.createElement("p");
    count.className = "sx-count";
    const tell = () => { count.textContent = `${field.value.length} / ${field.maxLength}`; };
    field.after(count);
    field.addEventListener("input", tell);
    tell();
  }
}

/** Visits that wait on this device go off from whatever page is open (the log does it itself); leaving forgets who it was. */
function heldVisits() {
  const isWaiting = document.body.dataset.person && Number(localStorage.getItem("sx:visits:held"));
  if (isWaiting && !document.querySelector("form[data-log]")) import("./sending.js").then((it) => it.sendWhenOnline());
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-leave]")) localStorage.removeItem("sx:visits:last");
  });
}

/** The language was switched since the browser kept pages for when there is no network: it keeps them anew. */
function keptPages() {
  const keeper = navigator.serviceWorker?.controller?.scriptURL;
  const { lang } = document.documentElement;
  if (!keeper || keeper.endsWith(`l=${lang}`) || !document.body.dataset.person) return;
  navigator.serviceWorker.register(`/sw.js?l=${lang}`, { scope: "/fieldvisits/" }).catch(() => {});
}

asking(words);
uploads(); // before sentOnce, which must not take a form that still waits for its files as sent
largeText();
menus();
keys();
counters();
keepDrafts();
firstError();
sentOnce();
heldVisits();
keptPages();
