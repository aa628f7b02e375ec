/* data-confirm="question" on a button or a form: the question is asked before it is sent. */

function dialogFor(question, words) {
  const dialog = document.createElement("dialog");
  dialog.className = "sx-dialog";
  const text = document.createElement("p");
  text.id = "sx-dialog-text";
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "sx-acts";
  for (const [value, label, css] of [["yes", words.confirm, "btn btn-primary"], ["", words.cancel, "btn btn-outline-secondary"]]) {
    const button = document.createElement("button");
    button.value = value;
    button.textContent = label;
    button.className = css;
    form.append(button);
  }
  dialog.append(text, form);
  return dialog;
}

export function asking(words) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const dialog = document.body.appendChild(dialogFor(question, words));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") return button?.focus();
      form.dataset.confirmed = "yes";
      form.requestSubmit(button);
      delete form.dataset.confirmed;
    });
    dialog.showModal();
  }, true);
}
