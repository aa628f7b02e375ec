/* Pieces of a page that the server sends after it. <div data-piece="address" data-piece-with="unit"> follows the field of that
   name, which goes along; a piece without a field comes when somebody scrolls to it. */

const turns = new WeakMap(); // piece → how often it was asked for: only the last answer counts

/** The words of the server, or none: they stand beside the page, which goes on without a network. */
async function told(address) {
  try {
    const answer = await fetch(address, { redirect: "error" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

async function put(piece, address) {
  const turn = (turns.get(piece) ?? 0) + 1;
  turns.set(piece, turn);
  const words = address && await told(address);
  if (turns.get(piece) === turn) piece.innerHTML = words;
}

function follow(piece) {
  const { piece: address, pieceWith: name } = piece.dataset;
  const ask = () => {
    const value = document.querySelector(`[name="${name}"]`)?.value;
    put(piece, value ? `${address}?${new URLSearchParams({ [name]: value })}` : "");
  };
  document.addEventListener("change", (event) => { if (event.target.name === name) ask(); });
  ask();
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    put(target, target.dataset.piece);
  }
});

for (const piece of document.querySelectorAll("[data-piece]")) {
  if (piece.dataset.pieceWith) follow(piece);
  else seen.observe(piece);
}
