/* The panel of what waits on this device: a line and a state for each entry, and what may be done with it. */
import * as store from "./devicestore.js";
import { placeOf } from "./logform.js";

const SHOWN_DONE = 5;
const SHOWN_WRONG = 3;
const KEPT_DONE_DAYS = 7;
const GROUPS = {
  waiting: "waiting", sending: "waiting", signin: "waiting", refused: "look", conflict: "look", unreadable: "look", done: "done",
};

const show = (element, isShown) => { if (element) element.hidden = !isShown; };

async function forgetOldDone(rows) {
  const before = Date.now() - KEPT_DONE_DAYS * 86400000;
  for (const row of rows) if (row.state === "done" && row.done_at < before) await store.drop(row.mark);
}

/** A form is sent, which asks first (dialog.js): always, or where there is something to lose. */
function act(name, panel, run, isRisky = () => true) {
  const form = panel.querySelector(`template[data-act='${name}']`).content.firstElementChild.cloneNode(true);
  const question = form.dataset.confirm;
  form.addEventListener("click", () => { form.dataset.confirm = isRisky() ? question : ""; });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  return form;
}

/** What has to be changed, one line each and each once; the log itself tells all of it. */
function reasons(panel, wrongs) {
  const { nthFinding, colon, more } = panel.dataset;
  const told = [...new Set(wrongs.map((wrong) => [placeOf(wrong, nthFinding), wrong.words].filter(Boolean).join(colon)))];
  const lines = told.slice(0, SHOWN_WRONG);
  if (told.length > SHOWN_WRONG) lines.push(more.replace("{n}", told.length - SHOWN_WRONG));
  return lines.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  });
}

async function line(panel, row, live, on) {
  const item = panel.querySelector("template[data-queue-row]").content.firstElementChild.cloneNode(true);
  const put = (name, words) => { item.querySelector(`[data-${name}]`).textContent = words; };
  const known = { ...row, ...live };
  const content = await store.contentOf(row).catch(() => null);
  put("where", content?.label?.where ?? panel.dataset.nameless);
  put("meta", content?.label?.meta ?? (row.at ? new Date(row.at).toLocaleString(document.documentElement.lang) : ""));
  put("state", panel.dataset[`state${known.state[0].toUpperCase()}${known.state.slice(1)}`]);
  if (known.state === "refused" || known.state === "conflict") {
    put("why", known.words ?? "");
    item.querySelector("[data-wrongs]").append(...reasons(panel, known.wrongs ?? []));
  }
  if (known.state === "unreadable") put("why", panel.dataset.unreadable);
  if (known.state === "sending" && known.of) {
    const bar = item.querySelector("[data-bar]");
    put("state", `${known.sent} / ${known.of}`);
    bar.max = known.of;
    bar.value = known.sent;
    show(bar, true);
  }
  const acts = item.querySelector("[data-acts]");
  if (known.url) {
    const link = panel.querySelector("template[data-act='open']").content.firstElementChild.cloneNode(true);
    link.href = known.url;
    acts.append(link);
  }
  if (GROUPS[known.state] === "look") {
    if (content) acts.append(act("edit", panel, () => on.edit(row, content, known), on.isWriting));
    acts.append(act("drop", panel, () => on.drop(row)));
  }
  return item;
}

async function draw(panel, live, on) {
  const person = store.owner();
  const rows = (await store.allEntries()).sort((one, other) => one.at - other.at);
  const own = rows.filter((row) => row.owner === person);
  const groups = { waiting: [], look: [], done: [] };
  for (const row of own) groups[GROUPS[live.get(row.mark)?.state ?? row.state] ?? "waiting"].push(row);
  groups.done = groups.done.sort((one, other) => other.done_at - one.done_at).slice(0, SHOWN_DONE);
  for (const [name, members] of Object.entries(groups)) {
    const lines = await Promise.all(members.map((row) => line(panel, row, live.get(row.mark), on)));
    panel.querySelector(`[data-list='${name}']`).replaceChildren(...lines);
    panel.querySelector(`[data-count='${name}']`).textContent = members.length;
    show(panel.querySelector(`[data-group='${name}']`), members.length);
  }
  const others = rows.filter((row) => row.owner !== person && row.state !== "done").length;
  panel.querySelector("[data-count='others']").textContent = others;
  const held = groups.waiting.length + groups.look.length;
  show(panel.querySelector("[data-group='others']"), others);
  show(panel.querySelector("[data-queue-kept]"), groups.waiting.length);
  show(panel.querySelector("[data-queue-open]"), held && !store.canSeal);
  show(panel.querySelector("[data-queue-signin]"), own.some((row) => row.state === "signin"));
  show(panel.querySelector("[data-queue-export]"), held);
  show(panel.querySelector("[data-queue-none]"), !held && !groups.done.length && !others);
  const link = document.querySelector("[data-queue-link]");
  show(link, held + others);
  if (link) link.querySelector("[data-queue-number]").textContent = held + others;
}

/* --- a file of everything, when all else fails -------------------------------------- */

const asBase64 = (blob) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.readAsDataURL(blob);
});

/** Everything of this person; what cannot be read goes along as it lies there, for whoever looks into it. */
export async function asFile(person) {
  const entries = [];
  const photos = {};
  const unreadable = [];
  for (const row of (await store.allEntries()).filter((one) => one.owner === person && one.state !== "done")) {
    const content = await store.contentOf(row).catch(() => null);
    if (!content) {
      const sealed = { client_uuid: row.mark, at: new Date(row.at).toISOString() };
      for (const part of ["iv", "bytes"]) if (row.content?.[part]) sealed[part] = await asBase64(new Blob([row.content[part]]));
      unreadable.push(sealed);
      continue;
    }
    const { answers, finished_at } = content;
    entries.push({ client_uuid: row.mark, owner: person, answers, finished_at, sent_at: new Date().toISOString() });
    for (const checksum of content.photos) {
      const photo = await store.photoOf(person, checksum).catch(() => null);
      if (photo) photos[checksum] = { name: photo.name, taken_at: photo.taken_at, data: await asBase64(photo.blob) };
    }
  }
  return { format: "outreach-visits", version: 1, owner: person, entries, photos, unreadable };
}

async function exportFile() {
  const person = store.owner();
  const file = new Blob([JSON.stringify(await asFile(person))], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `visits-${person}-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** What sends: nothing waits for it until something is to be sent. Null while the line is down and it has not come. */
const sending = () => import("./sending.js").catch(() => null);

async function sendWhenOnline(tell) {
  const it = await sending();
  if (it) it.sendWhenOnline(tell);
  else window.addEventListener("online", () => sendWhenOnline(tell), { once: true });
}

/** Bring the panel to life. Of the log: ``edit`` gets the content of an entry that its author takes back into the form,
    and what is known of it; ``isWriting`` whether something is typed there; ``photos`` the checksums it names. The log
    gets ``redraw``, and ``send``: all that waits, or one entry; what became of each, by mark. */
export async function dressQueue(panel, { edit, isWriting, photos }) {
  if (!panel || !(await store.isKeeping())) return null;
  const live = new Map();
  let waiting = Promise.resolve();
  const redraw = () => { waiting = waiting.then(() => draw(panel, live, on)).catch(() => {}); return waiting; };
  const on = {
    edit: async (row, content, known) => { await edit(content, known); await store.drop(row.mark); redraw(); },
    drop: async (row) => { await store.forgetPhotos(row, photos()); await store.drop(row.mark); redraw(); },
    isWriting,
  };
  const tell = (mark, known) => { live.set(mark, known); redraw(); };
  const send = async (only) => (await sending())?.sendAll(tell, only) ?? {};
  panel.querySelector("[data-queue-now]").addEventListener("click", () => send());
  panel.querySelector("[data-queue-export]").addEventListener("click", exportFile);
  await forgetOldDone(await store.allEntries());
  await store.forgetIdlePhotos(store.owner(), photos());
  await redraw();
  sendWhenOnline(tell);
  return { redraw, send };
}
