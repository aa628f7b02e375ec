/* The public petition form and its receipt; without JavaScript the server asks and answers the same. */
import { unitPicker } from "./unitpicker.js";

/** Somebody who stays anonymous is not asked for a name. */
function naming(panel) {
  const show = () => { panel.hidden = document.querySelector("input[name=naming]:checked")?.value === "anonymous"; };
  for (const choice of document.querySelectorAll("input[name=naming]")) choice.addEventListener("change", show);
  show();
}

/** Only what belongs to the chosen way in is asked for. */
function arrivals(panel) {
  const wanted = panel.dataset.arrivals.split(" ");
  const show = () => { panel.hidden = !wanted.includes(document.querySelector("input[name=arrival]:checked")?.value); };
  for (const choice of document.querySelectorAll("input[name=arrival]")) choice.addEventListener("change", show);
  show();
}

/** Several people: whoever else speaks for them is asked for without being looked for. */
function group(fold) {
  const count = document.querySelector("input[name=people_count]");
  count?.addEventListener("change", () => { if (Number(count.value) > 1) fold.open = true; });
}

function printing(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function receipt(code) {
  const copy = document.querySelector("[data-copy]");
  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    copy.querySelector("span").textContent = copy.dataset.done;
  });
}

for (const box of document.querySelectorAll("[data-unit-picker]")) unitPicker(box);
for (const panel of document.querySelectorAll("[data-named]")) naming(panel);
for (const fold of document.querySelectorAll("[data-group]")) group(fold);
for (const panel of document.querySelectorAll("[data-arrivals]")) arrivals(panel);
for (const button of document.querySelectorAll("[data-print]")) printing(button);
const code = document.querySelector("[data-code]");
if (code) receipt(code);
