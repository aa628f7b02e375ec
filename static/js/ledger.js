/* Ledger: filters that apply at once, picking rows, people of a unit first, cards that can be dragged. */

/** A filter chosen by mouse or touch applies at once; the keyboard may pass through choices first. */
function filters() {
  for (const form of document.querySelectorAll("form[data-filters]")) {
    let pointed = null;
    form.addEventListener("pointerdown", (event) => { pointed = event.target.closest("select"); });
    form.addEventListener("keydown", () => { pointed = null; });
    form.addEventListener("change", (event) => {
      if (event.target === pointed) form.requestSubmit();
    });
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
    });
  }
}

/** How many rows are picked; the bulk steps wait until there is one. */
function picking() {
  const form = document.querySelector("form[data-picking]");
  if (!form) return;
  const all = form.querySelector("[data-pick-all]");
  const boxes = [...form.querySelectorAll("input[name=i]")];
  const told = form.querySelector("[data-picked]");
  const idle = told.textContent;
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    told.textContent = count ? `${told.dataset.picked} ${count}` : idle;
    for (const button of form.querySelectorAll("button[name=act]")) button.disabled = count === 0;
    for (const box of boxes) box.closest("tr").classList.toggle("is-picked", box.checked);
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
}

/** Once a unit is chosen, only people who serve there, above or below it are offered. */
function people() {
  const units = document.querySelector("select[name=lead_unit]");
  const persons = document.querySelector("select[name=handler]");
  if (!units || !persons) return;
  const fit = () => {
    const path = units.selectedOptions[0]?.dataset.path ?? "";
    for (const option of persons.options) {
      const paths = (option.dataset.paths ?? "").split(" ").filter(Boolean);
      const serves = paths.some((own) => own.startsWith(path) || path.startsWith(own));
      option.hidden = Boolean(option.value && path) && !serves;
      if (option.hidden && option.selected) persons.value = "";
    }
  };
  units.addEventListener("change", fit);
  fit();
}

/** A card dropped on a column asks the server for the step that leads there; the server decides. */
function board() {
  const grid = document.querySelector("[data-board]");
  if (!grid) return;
  for (const card of grid.querySelectorAll("[data-ticket]")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", card.dataset.ticket);
      event.dataTransfer.effectAllowed = "move";
      card.classList.add("is-held");
    });
    card.addEventListener("dragend", () => card.classList.remove("is-held"));
  }
  for (const column of grid.querySelectorAll("[data-column]")) {
    column.addEventListener("dragover", (event) => {
      event.preventDefault();
      column.classList.add("is-over");
    });
    column.addEventListener("dragleave", () => column.classList.remove("is-over"));
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      column.classList.remove("is-over");
      const ticket = event.dataTransfer.getData("text/plain");
      const from = grid.querySelector(`[data-ticket="${CSS.escape(ticket)}"]`)?.closest("[data-column]");
      if (!from || from === column) return;
      const query = new URLSearchParams({ issue: ticket, to: column.dataset.column });
      window.location.assign(`${grid.dataset.board}?${query}`);
    });
  }
}

filters();
picking();
people();
board();
