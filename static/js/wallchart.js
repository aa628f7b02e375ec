/* The chart on the wall counts again by itself; without JavaScript it is a page like any other. */
const main = document.getElementById("main");
const seconds = Number(main.dataset.refreshSeconds);

/** Put the fresh figures in place; while nobody watches, the network is down or somebody is at a link, wait. */
async function refresh() {
  if (document.hidden || (main.contains(document.activeElement) && document.activeElement !== main)) return;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.redirected) return location.reload();
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("main");
    if (fresh) main.replaceChildren(...fresh.childNodes);
  } catch {
    // The time on the chart tells how old its figures are.
  }
}

if (seconds > 0) setInterval(refresh, seconds * 1000);
