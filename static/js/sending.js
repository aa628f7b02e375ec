/* Sends what the queue holds, one entry after the other, photos first. Nothing leaves the device's store before the
   server has said that it has it; whatever goes wrong, the entry stays and says why. */
import * as store from "./devicestore.js";

const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 300000;
const BASE = "/fieldvisits/new/";
/** A line that hangs is a line that fell: 30 s for an answer, and what is sent may creep at 4 KB a second. */
const PATIENCE = 30000;
const SLOWEST_BYTES_PER_MS = 4;
const TRIED = ["waiting", "sending", "signin", "other", "unreadable"];

/** How long to wait before the next round: longer each time, and short again once the server has taken anything in. */
let pause = FIRST_PAUSE;

/** An answer, or null where there is no network, or the line fell or hung before the end. A page in place of JSON is not
    from the portal but from a gate on the way (a hotspot, a proxy): whatever it says, nothing was taken in. */
async function ask(path, options = {}, bytes = 0) {
  const line = new AbortController();
  const limit = setTimeout(() => line.abort(), PATIENCE + bytes / SLOWEST_BYTES_PER_MS);
  try {
    const answer = await fetch(BASE + path, { redirect: "manual", cache: "no-store", signal: line.signal, ...options });
    if (answer.type === "opaqueredirect") return { status: 401 };
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) return { isJson, status: answer.ok ? 0 : answer.status };
    return { ...(await answer.json()), isJson, status: answer.status };
  } catch {
    return null;
  } finally {
    clearTimeout(limit);
  }
}

const post = (path, csrf, { body, bytes, type }) => ask(path, {
  method: "POST", body, headers: { "X-CSRFToken": csrf, ...(type ? { "Content-Type": type } : {}) },
}, bytes);

class Stopped extends Error {
  constructor(known) { super(known.state); this.known = known; }
}

/** No network, a server that is down or a page in between: try again later. */
function later(answer) {
  if (!answer) return new Stopped({ state: "waiting", isDown: true });
  if (answer.status === 401) return new Stopped({ state: "signin" });
  if (answer.status === 423) return new Stopped({ state: "other", words: answer.words });
  if (answer.status === 403 && answer.isJson) return new Stopped({ state: "refused", words: answer.words });
  if (answer.isJson && [409, 413, 422].includes(answer.status)) {
    const state = answer.status === 409 ? "conflict" : "refused";
    return new Stopped({ state, words: answer.words, wrongs: answer.wrongs ?? [], url: answer.url ?? "" });
  }
  return new Stopped({ state: "waiting" });
}

async function sendPhotos(row, marks, csrf, tell) {
  if (!marks.length) return;
  const query = new URLSearchParams(marks.map((mark) => ["sha256", mark]));
  const asked = await ask(`photos/?${query}`);
  if (asked?.status !== 200) throw later(asked);
  const done = marks.length - asked.missing.length;
  for (const [n, checksum] of asked.missing.entries()) {
    tell(row.mark, { state: "sending", sent: done + n, of: marks.length });
    const photo = await store.photoOf(row.owner, checksum).catch(() => null);
    if (!photo) continue; // gone or broken: the server says that it lacks it, and so it is told
    const body = new FormData();
    body.append("sha256", checksum);
    body.append("taken_at", photo.taken_at ?? "");
    body.append("file", photo.blob, photo.name);
    const answer = await post("photos/", csrf, { body, bytes: photo.blob.size });
    if (answer?.status !== 201) throw later(answer);
    pause = FIRST_PAUSE;
  }
}

async function sendOne(row, csrf, tell, isWatched) {
  const content = await store.contentOf(row).catch(() => { throw new Stopped({ state: "unreadable" }); });
  tell(row.mark, { state: "sending", sent: 0, of: content.photos.length });
  await sendPhotos(row, content.photos, csrf, tell);
  const said = {
    client_uuid: row.mark, owner: row.owner, answers: content.answers, finished_at: content.finished_at,
    sent_at: new Date().toISOString(), is_watched: isWatched,
  };
  const body = new Blob([JSON.stringify(said)]);
  const answer = await post("entries/", csrf, { body, bytes: body.size, type: "application/json" });
  if (answer?.status !== 201 && answer?.status !== 200) throw later(answer);
  pause = FIRST_PAUSE;
  return { state: "done", url: answer.url, words: answer.words, done_at: Date.now() };
}

let running = null;
let timer = 0;

function again(tell) {
  clearTimeout(timer);
  timer = setTimeout(() => sendAll(tell), pause * (0.8 + Math.random() * 0.4));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

/** What became of one entry. Whatever is wrong with it is its own affair: the others are sent all the same. */
async function tried(row, me, tell, isWatched) {
  if (me?.status !== 200) return later(me).known;
  if (me.owner !== row.owner) return { state: "other" };
  try {
    return await sendOne(row, me.csrf, tell, isWatched);
  } catch (stopped) {
    if (stopped instanceof Stopped) return stopped.known;
    setTimeout(() => { throw stopped; }); // a fault of ours: told where faults are told
    return { state: "waiting" };
  }
}

/** The oldest first, but behind all others those on which the line fell: they may be what it falls on. */
const turn = (row) => row.fell_at ?? row.at;

async function round(tell, only) {
  const rows = (await store.allEntries()).filter((row) => (only ? row.mark === only : TRIED.includes(row.state)))
    .sort((one, other) => turn(one) - turn(other));
  if (!rows.length) return {};
  const me = await ask("me/");
  const results = {};
  let hasToWait = false;
  for (const row of rows) {
    const known = await tried(row, me, tell, Boolean(only));
    const { isDown, ...kept } = known;
    const fell = me && isDown;
    await store.note(row.mark, { wrongs: [], words: "", ...kept, ...(fell ? { fell_at: Date.now() } : {}) });
    if (known.state === "done") await store.forgetPhotos(row);
    hasToWait ||= known.state === "waiting";
    results[row.mark] = known;
    tell(row.mark, known);
    if (fell) break; // the others wait for the next round
  }
  if (hasToWait) again(tell);
  else pause = FIRST_PAUSE;
  return results;
}

/** Send what waits, or the one entry asked for; what became of each, by mark. One round at a time, over all tabs. */
export async function sendAll(tell = () => {}, only = "") {
  if (!(await store.isKeeping())) return {};
  while (running) await running.catch(() => {});
  const locked = () => round(tell, only);
  running = navigator.locks ? navigator.locks.request("sx-visits", locked) : locked();
  try {
    return await running;
  } finally {
    running = null;
  }
}

export function sendWhenOnline(tell) {
  window.addEventListener("online", () => { pause = FIRST_PAUSE; sendAll(tell); });
  return sendAll(tell);
}
