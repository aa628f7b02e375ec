/* A press puts a phrase of the desk into the field that was written in last, where the cursor stands. */

const form = document.querySelector("main form.sx-form");
let field = form?.querySelector("textarea");

form?.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) field = event.target;
});

for (const button of document.querySelectorAll("[data-phrase]")) {
  button.hidden = !field;
  button.addEventListener("click", () => {
    const words = button.closest("li").querySelector("[data-words]").textContent;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true })); // kept on the device like what is typed
    field.focus();
  });
}
