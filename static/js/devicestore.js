/* What the visit log keeps on this device: entries, photos and the lists for filling in, each under its owner.
   Over HTTPS everything is sealed with a key that no script can read out; a plain intranet address has no such thing. */

const NAME = "outreach-visits";
const LAST = "sx:visits:last";
const HELD = "sx:visits:held";

export const canHold = "indexedDB" in globalThis;
export const canSeal = Boolean(globalThis.crypto?.subtle);

/** Whose device this is now: the person signed in, or on the page that opens without a network the last one. */
export function owner() {
  if ("shell" in document.body.dataset) return Number(localStorage.getItem(LAST)) || 0;
  return Number(document.body.dataset.person) || 0;
}

export const remember = (person) => localStorage.setItem(LAST, person);

let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("kits");
      request.result.createObjectStore("photos");
      request.result.createObjectStore("entries", { keyPath: "mark" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return opened;
}

/** One step in one store; it counts only once it is on the disk. */
async function within(store, mode, step) {
  const transaction = (await open()).transaction(store, mode, { durability: "strict" });
  const request = step(transaction.objectStore(store));
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(request?.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error ?? request?.error);
  });
}

/** Whether this browser really keeps anything; in private windows it may only look so. */
export async function isKeeping() {
  if (!canHold) return false;
  try { await open(); return true; } catch { return false; }
}

/* --- sealing ------------------------------------------------------------------------ */

async function keyOf(person) {
  const kept = await within("keys", "readonly", (keys) => keys.get(person));
  if (kept) return kept;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Two tabs may begin at once: the first key stays, or what it sealed would be lost.
  await within("keys", "readwrite", (keys) => keys.add(fresh, person)).catch(() => {});
  return within("keys", "readonly", (keys) => keys.get(person));
}

async function seal(person, bytes) {
  if (!canSeal) return { bytes };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(person), bytes)) };
}

async function unseal(person, { iv, bytes }) {
  if (!iv) return bytes;
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(person), bytes));
}

const sealWords = (person, words) => seal(person, new TextEncoder().encode(JSON.stringify(words)));
const unsealWords = async (person, sealed) => JSON.parse(new TextDecoder().decode(await unseal(person, sealed)));

/* --- entries ------------------------------------------------------------------------ */

export function newMark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Freeze an entry; from here on its content never changes, only what is known of it. */
export async function freeze(person, mark, content) {
  const row = { mark, owner: person, state: "waiting", at: Date.now(), content: await sealWords(person, content) };
  await within("entries", "readwrite", (entries) => entries.put(row));
  navigator.storage?.persist?.(); // asks the browser not to make room with it
  await count();
}

/** What an entry says; fails where the key is gone or the record is broken. */
export async function contentOf(row) {
  const content = await unsealWords(row.owner, row.content);
  if (!Array.isArray(content.answers) || !Array.isArray(content.photos)) throw new TypeError("no entry");
  return content;
}

const STATES = ["waiting", "sending", "signin", "other", "refused", "conflict", "unreadable", "done"];

/** All entries; one whose own lines are broken is at least known to be there. */
export async function allEntries() {
  const rows = await within("entries", "readonly", (entries) => entries.getAll());
  return rows.map((row) => ({ ...row, at: row.at ?? 0, state: STATES.includes(row.state) ? row.state : "waiting" }));
}

/** Write down what is known of an entry now. */
export async function note(mark, known) {
  await within("entries", "readwrite", (entries) => {
    const asked = entries.get(mark);
    asked.onsuccess = () => { if (asked.result) entries.put({ ...asked.result, ...known }); };
    return asked;
  });
  await count();
}

/** Only the author's own word, or the server having it, takes an entry off the device. */
export async function drop(mark) {
  await within("entries", "readwrite", (entries) => entries.delete(mark));
  await count();
}

/** Other pages look at the number alone before they load anything. */
async function count() {
  const waiting = (await allEntries()).filter((row) => row.state !== "done").length;
  localStorage.setItem(HELD, waiting);
}

/* --- photos ------------------------------------------------------------------------- */

const under = (person, checksum) => `${person}:${checksum}`;

export async function keepPhoto(person, checksum, bytes, about) {
  const row = { at: Date.now(), photo: await seal(person, bytes), about: await sealWords(person, about) };
  await within("photos", "readwrite", (photos) => photos.put(row, under(person, checksum)));
}

export async function photoOf(person, checksum) {
  const row = await within("photos", "readonly", (photos) => photos.get(under(person, checksum)));
  if (!row) return null;
  const about = await unsealWords(person, row.about);
  return { ...about, blob: new Blob([await unseal(person, row.photo)], { type: about.type }) };
}

async function dropPhotos(person, checksums) {
  for (const checksum of checksums) {
    await within("photos", "readwrite", (photos) => photos.delete(under(person, checksum)));
  }
}

const IDLE = 86400000;

/** Those that are not ``needed``, unless they came within a day: another tab may just have taken them. */
async function dropIdlePhotos(person, needed) {
  const kept = new Set(needed.map((checksum) => under(person, checksum)));
  const keys = await within("photos", "readonly", (photos) => photos.getAllKeys());
  for (const key of keys.filter((one) => one.startsWith(under(person, "")) && !kept.has(one))) {
    const row = await within("photos", "readonly", (photos) => photos.get(key));
    if (row && Date.now() - row.at > IDLE) await within("photos", "readwrite", (photos) => photos.delete(key));
  }
}

const photosOf = (row) => contentOf(row).then((content) => content.photos, () => []);

/** Photos of this entry that nothing else speaks of, neither another one nor ``written``, the log as it stands; one that
    cannot be read may speak of them, but the server has them by now, or its author wants them gone. */
export async function forgetPhotos(row, written = []) {
  const others = (await allEntries()).filter((one) => one.owner === row.owner && one.mark !== row.mark
    && one.state !== "done");
  const needed = [...written, ...(await Promise.all(others.map(photosOf))).flat()];
  await dropPhotos(row.owner, (await photosOf(row)).filter((mark) => !needed.includes(mark)));
}

/** Photos of drafts that were given up: nothing speaks of them any more. While an entry cannot be read, all stay. */
export async function forgetIdlePhotos(person, written) {
  const entries = (await allEntries()).filter((one) => one.owner === person && one.state !== "done");
  const contents = await Promise.all(entries.map((row) => contentOf(row).catch(() => null)));
  if (contents.every(Boolean)) await dropIdlePhotos(person, [...written, ...contents.flatMap((one) => one.photos)]);
}

/** Megabytes that still fit, or null where the browser does not tell. */
export async function room() {
  const told = await navigator.storage?.estimate?.().catch(() => null);
  return told?.quota ? (told.quota - told.usage) / 1048576 : null;
}

/* --- what the log needs without a network ------------------------------------------- */

export async function keepKit(person, kit) {
  const sealed = await sealWords(person, kit);
  await within("kits", "readwrite", (kits) => kits.put(sealed, person));
}

export async function kitOf(person) {
  const sealed = await within("kits", "readonly", (kits) => kits.get(person));
  return sealed ? unsealWords(person, sealed) : null;
}
