/* <input type="file" data-upload>: files go ahead of the form, one after the other, and show how far they are.
   Each that arrived becomes a ticked line, as after a form error. Without a network they wait for the form. */

const running = new WeakMap(); // form → how many files are on their way

function line(input, name) {
  const row = document.createElement("div");
  row.className = "sx-file sx-file--going";
  const text = document.createElement("span");
  const state = document.createElement("span");
  state.className = "sx-muted";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${input.dataset.uploading} ${name}`);
  text.append(`${name} `, state);
  row.append(document.createElement("span"), text, bar);
  input.before(row);
  return { row, state, bar };
}

/** The same line that templates/attachments/files.html draws. */
function kept(input, shown, answer) {
  const label = document.createElement("label");
  label.className = "sx-file";
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.className = "form-check-input";
  tick.name = `${input.name}-kept`;
  tick.value = answer.mark;
  tick.checked = true;
  const text = document.createElement("span");
  const note = document.createElement("span");
  note.className = "sx-muted";
  note.textContent = `${answer.size} · ${input.dataset.uploaded}`;
  text.append(`${answer.name} `, note);
  label.append(tick, text);
  shown.row.replaceWith(label);
  input.required = false;
}

function refused(shown, words) {
  shown.bar.remove();
  shown.row.classList.add("sx-error");
  shown.row.setAttribute("role", "alert");
  shown.state.className = "";
  shown.state.textContent = words;
}

function send(input, file, shown) {
  return new Promise((done) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
    body.append("ticket", input.dataset.ticket);
    body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", input.dataset.upload);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      shown.bar.value = event.loaded / event.total;
      shown.state.textContent = `${Math.floor(shown.bar.value * 100)}%`;
    });
    request.addEventListener("loadend", () => done(request.response ?? { later: true }));
    request.send(body);
  });
}

/** Files that did not go ahead stay chosen and go with the form. */
function wait(input, files) {
  const left = new DataTransfer();
  for (const file of files) left.items.add(file);
  input.files = left.files;
}

async function goAhead(input) {
  const files = [...input.files];
  const form = input.form;
  const ticked = form.querySelectorAll(`input[name="${input.name}-kept"]:checked`).length;
  const room = Math.max(0, Number(input.dataset.most) - ticked);
  const left = [];
  running.set(form, (running.get(form) ?? 0) + 1);
  input.value = "";
  for (const file of files.slice(room)) refused(line(input, file.name), input.dataset.tooMany);
  const going = files.slice(0, room).map((file) => ({ file, shown: line(input, file.name) }));
  for (const { file, shown } of going) {
    const answer = await send(input, file, shown);
    if (answer.mark) kept(input, shown, answer);
    else if (answer.error) refused(shown, answer.error);
    else {
      left.push(file);
      shown.bar.remove();
      shown.state.textContent = input.dataset.later;
    }
  }
  if (left.length) wait(input, left);
  running.set(form, running.get(form) - 1);
  form.dispatchEvent(new CustomEvent("uploaded"));
}

/** A form that is sent too early goes off as soon as its files have arrived. */
function holdBack(event) {
  const form = event.target;
  if (!running.get(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.holding) return;
  form.dataset.holding = "yes";
  const button = event.submitter;
  button?.classList.add("is-busy");
  form.addEventListener("uploaded", function again() {
    if (running.get(form)) return;
    form.removeEventListener("uploaded", again);
    delete form.dataset.holding;
    button?.classList.remove("is-busy");
    form.requestSubmit(button ?? undefined);
  });
}

export function uploads() {
  document.addEventListener("submit", holdBack, true);
  document.addEventListener("change", (event) => {
    const input = event.target;
    // The visit log keeps its photos on the phone until there is a network.
    if (input.matches?.("form[method=post]:not([data-log]) input[type=file][data-upload]")) goAhead(input);
  });
}
