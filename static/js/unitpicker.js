/* One field that suggests units while typing; without JavaScript the server answers with a short list. */

/** Units whose name or pinyin holds the text, as the server finds them: id, name, and the name of the one above. */
const asked = (box) => async (text) => {
  const answer = await fetch(`${box.dataset.unitPicker}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
  return (await answer.json()).units;
};

/** A combobox over the hidden field that names the pick. */
export function unitPicker(box, suggest = asked(box)) {
  const input = box.querySelector("input[name=unit_name]");
  const unsure = box.querySelector("input[name=is_unit_unknown]");
  let picked = box.querySelector("input[type=hidden][name=unit]");
  if (!picked) {
    box.querySelector(".sx-candidates")?.remove();
    picked = document.createElement("input");
    picked.type = "hidden";
    picked.name = "unit";
    box.append(picked);
  }
  const list = document.createElement("ul");
  list.className = "sx-picker";
  list.id = "unit-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.querySelector("label").textContent);
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let active = -1;
  let waiting = 0;
  let turn = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    const all = options();
    if (!all.length) return;
    active = (to + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
  };
  const choose = (option) => {
    input.value = option.dataset.name;
    picked.value = option.dataset.id;
    if (unsure) unsure.checked = false;
    close();
    for (const field of [input, picked]) field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (units) => {
    list.replaceChildren(...units.map((unit, place) => {
      const option = document.createElement("li");
      option.id = `unit-${place}`;
      option.dataset.id = unit.id;
      option.dataset.name = unit.label ?? unit.name;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = unit.name;
      const above = document.createElement("small");
      above.textContent = unit.above;
      option.append(name, above);
      return option;
    }));
    if (!units.length) {
      const none = document.createElement("li");
      none.className = "sx-muted";
      none.textContent = box.dataset.none;
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    active = -1;
  };
  const ask = async () => {
    const text = input.value.trim();
    const own = ++turn;
    if (!text) return close();
    try {
      const units = await suggest(text);
      if (own === turn && document.activeElement === input) show(units);
    } catch {
      close(); // no network: the server picks when the form is sent
    }
  };
  input.addEventListener("input", () => {
    picked.value = "";
    if (unsure && input.value) unsure.checked = false;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else point(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Escape") close();
  });
  // The field keeps the focus. Choosing waits for the click: a list gone before it lets a tap through to what lies beneath.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
  unsure?.addEventListener("change", () => {
    if (!unsure.checked) return;
    input.value = "";
    picked.value = "";
    close();
  });
}
