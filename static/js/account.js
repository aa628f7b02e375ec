// Printing recovery codes: the button shows itself only where a script can do it.
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
