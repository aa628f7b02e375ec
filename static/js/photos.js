/* Photos of the log: made smaller on the device, kept there at once, and named in the form by their checksums. */
import * as store from "./devicestore.js";
import { marksIn } from "./logform.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;
const MOST_BYTES = 20 * 1048576;
const SPARE_MB = 10; // what the words of a few dozen entries need, many times over

/** A smaller JPEG of a picture; anything else, and what this browser cannot read, as it is. */
async function shrink(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}

const nameFor = (file, blob) => (blob === file ? file.name : `${file.name.replace(/\.\w+$/, "")}.jpg`);

/** Why a file cannot be kept here, or nothing: said before it is lost. */
async function refusal(blob, words) {
  if (blob.size > MOST_BYTES) return words.large;
  const free = await store.room();
  return free !== null && free < SPARE_MB + (2 * blob.size) / 1048576 ? words.full : "";
}

async function hold(person, file) {
  const blob = await shrink(file);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { sha256 } = await import("./sha256.js"); // the page has asked for it, but nothing waits for it until now
  const checksum = await sha256(bytes);
  const taken = new Date(file.lastModified || Date.now()).toISOString();
  return { blob, bytes, checksum, about: { name: nameFor(file, blob), type: blob.type || file.type, taken_at: taken } };
}

function say(box, words) {
  let line = box.querySelector("[data-photo-words]");
  if (!line) {
    line = document.createElement("p");
    line.className = "sx-error";
    line.setAttribute("role", "alert");
    line.dataset.photoWords = "";
    box.append(line);
  }
  line.textContent = words;
  line.hidden = !words;
}

async function take(box, input, field, person) {
  const words = box.dataset;
  const files = [...input.files];
  const told = [];
  box.classList.add("is-busy");
  for (const file of files) {
    if (marksIn(field).length >= Number(input.dataset.most)) { told.push(`${file.name}: ${input.dataset.tooMany}`); continue; }
    try {
      const { blob, bytes, checksum, about } = await hold(person, file);
      const why = await refusal(blob, words);
      if (why) { told.push(`${file.name}: ${why}`); continue; }
      await store.keepPhoto(person, checksum, bytes, about);
      field.value = [...new Set([...marksIn(field), checksum])].join(" ");
    } catch {
      told.push(`${file.name}: ${words.full}`); // the browser has run out of room, or cannot read the file
    }
  }
  box.classList.remove("is-busy");
  input.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true })); // the draft knows of them at once
  await draw(box, field, person);
  say(box, told.join(" "));
}

async function picture(photo) {
  const bitmap = await createImageBitmap(photo.blob);
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 240;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", photo.name);
  const from = [(bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side];
  canvas.getContext("2d").drawImage(bitmap, ...from, 0, 0, 240, 240);
  return canvas;
}

function named(photo) {
  const name = document.createElement("span");
  name.className = "sx-drop";
  name.textContent = photo.name;
  return name;
}

/** What is said of the photos of a card, by checksum; an unreadable draft says nothing. */
function captionsIn(field) {
  try { return JSON.parse(field.value || "{}") ?? {}; } catch { return {}; }
}

/** A line for what one photo shows; the card keeps it with the draft. */
function captioned(box, checksum, name) {
  const kept = box.closest("[data-finding]").querySelector("[name$='-captions']");
  const line = document.createElement("input");
  line.type = "text";
  line.className = "form-control form-control-sm";
  line.maxLength = box.dataset.longest;
  line.placeholder = box.dataset.caption;
  line.setAttribute("aria-label", `${box.dataset.caption} ${name}`);
  line.value = captionsIn(kept)[checksum] ?? "";
  line.addEventListener("input", () => {
    const { [checksum]: _said, ...others } = captionsIn(kept);
    const all = line.value.trim() ? { ...others, [checksum]: line.value.trim() } : others;
    kept.value = Object.keys(all).length ? JSON.stringify(all) : "";
  });
  return line;
}

/** The photos that the field names, each with a line for what it shows and a button to leave it out. */
async function draw(box, field, person) {
  const thumbs = document.createElement("ul");
  thumbs.className = "sx-thumbs";
  for (const checksum of marksIn(field)) {
    const photo = await store.photoOf(person, checksum).catch(() => null);
    const item = document.createElement("li");
    item.append(photo ? await picture(photo).catch(() => named(photo)) : named({ name: box.dataset.gone }));
    const out = document.createElement("button");
    out.type = "button";
    out.className = "btn btn-link btn-sm";
    out.textContent = box.dataset.drop;
    out.setAttribute("aria-label", `${box.dataset.drop} ${photo?.name ?? ""}`);
    out.addEventListener("click", () => {
      field.value = marksIn(field).filter((mark) => mark !== checksum).join(" ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      draw(box, field, person);
    });
    if (photo) item.append(captioned(box, checksum, photo.name));
    item.append(out);
    thumbs.append(item);
  }
  box.querySelector(".sx-thumbs")?.remove();
  if (thumbs.children.length) box.append(thumbs);
}

/** The choosers of all cards, also of those that come later: what is chosen is held by the device and not by the form. */
export function dressPhotos(log) {
  const person = store.owner();
  if (!person || !store.canHold) return;
  const partsOf = (box) => ({ input: box.querySelector("input[type=file]"), field: box.querySelector("input[name*='-held']") });
  log.addEventListener("change", ({ target }) => {
    const box = target.closest("[data-photos]");
    if (!box) return;
    const { input, field } = partsOf(box);
    if (target === input) take(box, input, field, person);
    else if (target === field) draw(box, field, person); // a draft was put back
  });
  for (const box of log.querySelectorAll("[data-photos]")) {
    const { input, field } = partsOf(box);
    if (input.files.length) take(box, input, field, person); // chosen before this script was here
    else if (field.value) draw(box, field, person);
  }
}
