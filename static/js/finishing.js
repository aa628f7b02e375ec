/* The visit log is finished: the entry goes into the queue of this device first, and from there to the server. */
import * as store from "./devicestore.js";
import { draftOf, forget, refill } from "./drafts.js";
import { addCard, forgetUnit, forgetWrongs, gapIn, goTo, isEmpty, photosIn, tellWrongs, unitIn } from "./logform.js";
import { dressPhotos } from "./photos.js";
import { dressQueue } from "./queue.js";

/** How long its author watches an entry go; what takes longer goes on by itself, and the queue shows how far it is. */
const WATCHED = 20000;

/** The entry as it is frozen: the answers as the form would send them, and a line to know it by. */
function entryOf(log) {
  const answers = [...new FormData(log)].filter(([name, value]) => typeof value === "string" && value !== ""
    && !["csrfmiddlewaretoken", "client_uuid"].includes(name));
  const found = [...log.querySelectorAll("[data-finding]")].filter((card) => !isEmpty(card)).length;
  const photos = photosIn(log);
  const { countFound, numberPhotos } = log.dataset;
  const meta = [log.elements.visited_on.value, log.elements.started_at.value, countFound.replace("{n}", found),
    photos.length ? `${numberPhotos} ${photos.length}` : ""].filter(Boolean).join(" · ");
  return { answers, photos, finished_at: new Date().toISOString(), label: { where: unitIn(log).words, meta } };
}

/** An empty log again, with a mark of its own. */
function begin(log) {
  forget(log);
  forgetWrongs(log);
  const cards = [...log.querySelectorAll("[data-finding]")];
  for (const card of cards.slice(1)) card.remove();
  log.querySelector("[name='findings-TOTAL_FORMS']").value = Math.min(1, cards.length);
  log.reset();
  for (const field of log.querySelectorAll("input[name*='-held'], input[name$='-captions']")) field.value = "";
  forgetUnit(log);
  log.elements.client_uuid.value = store.newMark();
  for (const field of log.querySelectorAll("input, select, textarea")) field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What became of an entry just frozen, as far as it is known while its author watches. */
async function sent(mark, queue) {
  if (!navigator.onLine) return { state: "waiting" };
  const patience = new Promise((done) => { setTimeout(() => done({}), WATCHED); });
  return (await Promise.race([queue.send(mark), patience]))[mark] ?? { state: "waiting" };
}

async function finish(log, queue, button) {
  const person = store.owner();
  const mark = log.elements.client_uuid.value;
  const lock = (isBusy) => { button.disabled = isBusy; button.classList.toggle("is-busy", isBusy); };
  lock(true);
  try {
    await store.freeze(person, mark, entryOf(log));
  } catch {
    lock(false);
    return tellWrongs(log, { words: log.dataset.notKept }); // the device is full: nothing is cleared, nothing is lost
  }
  const known = await sent(mark, queue);
  lock(false);
  if (known.state === "refused" || known.state === "conflict") {
    await store.drop(mark); // it is still in the form, where it can be changed
    if (known.state === "conflict") log.elements.client_uuid.value = store.newMark();
    return tellWrongs(log, known);
  }
  begin(log);
  if (known.state === "done") return location.assign(known.url);
  await queue.redraw();
  location.hash = "#queue";
  if (navigator.onLine) queue.send();
}

/** An entry that its author takes back, to change it and send it as a new one; ``known`` says what is wrong with it. */
function edit(log, content, known) {
  begin(log);
  const marks = content.answers.filter(([name]) => name.endsWith("-what") || name.endsWith("-held"));
  const places = [...marks.map(([name]) => Number(name.split("-")[1])), ...(known.wrongs ?? []).map(({ card }) => card ?? 0)];
  while (log.querySelectorAll("[data-finding]").length <= Math.max(-1, ...places) && addCard(log));
  for (const field of log.querySelectorAll("[type=checkbox], [type=radio]")) field.checked = false;
  refill(log, content.answers.map(([name, value]) => [name, value, true]));
  log.dispatchEvent(new Event("input", { bubbles: true })); // the draft has it from here
  tellWrongs(log, known);
}

const WORDS = ["purpose", "policy_heard", "summary", "letter_number", "conduct_reason"];

/** Whether anything was written that somebody would miss. */
const isWritten = (log) => WORDS.some((name) => log.elements[name].value.trim())
  || [...log.querySelectorAll("[data-finding]")].some((card) => !isEmpty(card));

/** The photos that the log names, and its draft, which may be put back later. */
function photosWritten(log) {
  const named = [...log.querySelectorAll("input[name*='-held']")].map(({ name, value }) => [name, value]);
  return [...named, ...draftOf(log)].filter(([name]) => name.includes("-held"))
    .flatMap(([, marks]) => marks.split(/\s+/).filter(Boolean));
}

/** Finished entries go into the line; until this is so, the form goes to the server as it does without JavaScript. */
async function lined(log) {
  dressPhotos(log); // first: an entry is frozen without the files of its form
  const panel = document.querySelector("[data-queue]");
  const queue = await dressQueue(panel, {
    edit: (content, known) => edit(log, content, known),
    isWriting: () => isWritten(log),
    photos: () => photosWritten(log),
  });
  if (!queue || !store.owner()) return;
  log.addEventListener("submit", (event) => {
    if (event.submitter?.name === "add") return;
    event.preventDefault();
    event.stopImmediatePropagation(); // drafts.js would take it as sent
    const gap = gapIn(log);
    if (!gap) { finish(log, queue, event.submitter ?? log.querySelector("[data-log-end] button")); return; }
    goTo(gap, () => gap.reportValidity());
  }, true);
}

const log = document.querySelector("form[data-log]");
if (log) lined(log);
