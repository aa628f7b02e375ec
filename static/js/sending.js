/* Sends what the queue holds, one entry after the other, photos first. Nothing leaves the device's store before the
   server has said that it has it; whatever goes wrong, the entry stays and says why. */
import * as store from "./devicestore.js";

const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 300000;
const BASE = "/fieldvisits/new/";

/** How long to wait before the next round: longer each time, and short again once the server has taken anything in. */
let pause = FIRST_PAUSE;

/** An answer, or null where there is no network or the line fell before the end. A page in place of JSON is not from the
    portal but from a gate on the way (a hotspot, a proxy): whatever it says, nothing was taken in. */
async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(BASE + path, { redirect: "manual", cache: "no-store", ...options });
  } catch {
    return null;
  }
  if (answer.type === "opaqueredirect") return { status: 401 };
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) return { isJson, status: answer.ok ? 0 : answer.status };
  try {
    return { ...(await answer.json()), isJson, status: answer.status };
  } catch {
    return null;
  }
}

const post = (path, csrf, body, type) => ask(path, {
  method: "POST", body, headers: { "X-CSRFToken": csrf, ...(type ? { "Content-Type": type } : {}) },
});

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
    const photo = await store.photoOf(row.owner, checksum);
    if (!photo) continue; // the server says that it lacks it, and so it is told
    const body = new FormData();
    body.append("sha256", checksum);
    body.append("taken_at", photo.taken_at ?? "");
    body.append("file", photo.blob, photo.name);
    const answer = await post("photos/", csrf, body);
    if (answer?.status !== 201) throw later(answer);
    pause = FIRST_PAUSE;
  }
}

async function sendOne(row, csrf, tell, isWatched) {
  const content = await store.contentOf(row);
  tell(row.mark, { state: "sending", sent: 0, of: content.photos.length });
  await sendPhotos(row, content.photos, csrf, tell);
  const said = {
    client_uuid: row.mark, owner: row.owner, answers: content.answers, finished_at: content.finished_at,
    sent_at: new Date().toISOString(), is_watched: isWatched,
  };
  const answer = await post("entries/", csrf, JSON.stringify(said), "application/json");
  if (answer?.status !== 201 && answer?.status !== 200) throw later(answer);
  pause = FIRST_PAUSE;
  return { state: "done", url: answer.url, words: answer.words, done_at: Date.now() };
}

/** Photos that no other entry, and no form still open, speaks of. */
async function forgetPhotos(row) {
  const others = (await store.allEntries()).filter((one) => one.owner === row.owner && one.mark !== row.mark
    && one.state !== "done");
  const needed = (await Promise.all(others.map(store.contentOf))).flatMap((content) => content.photos);
  const { photos } = await store.contentOf(row);
  await store.dropPhotos(row.owner, photos.filter((mark) => !needed.includes(mark)));
}

let running = null;
let timer = 0;

function again(tell) {
  clearTimeout(timer);
  timer = setTimeout(() => sendAll(tell), pause * (0.8 + Math.random() * 0.4));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

async function round(tell, only) {
  const rows = (await store.allEntries()).filter((row) => (
    only ? row.mark === only : ["waiting", "sending", "signin", "other"].includes(row.state)
  )).sort((one, other) => one.at - other.at);
  if (!rows.length) return {};
  const me = await ask("me/");
  const results = {};
  let hasToWait = false;
  for (const row of rows) {
    let known;
    if (me?.status === 200 && me.owner !== row.owner) known = { state: "other" };
    else if (me?.status !== 200) known = later(me).known;
    else {
      try {
        known = await sendOne(row, me.csrf, tell, Boolean(only));
      } catch (stopped) {
        if (!(stopped instanceof Stopped)) throw stopped;
        known = stopped.known;
      }
    }
    const { isDown, ...kept } = known;
    await store.note(row.mark, { wrongs: [], words: "", ...kept });
    if (known.state === "done") await forgetPhotos(row);
    hasToWait ||= known.state === "waiting";
    results[row.mark] = known;
    tell(row.mark, known);
    if (me && isDown) break; // the line fell: the others wait for the next round
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
