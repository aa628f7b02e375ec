/* Lets the visit log open without a network. It keeps two pages that belong to nobody, and what they are made of;
   it never keeps an answer to somebody who is signed in, and touches no page but those of the log's room. */
const KEPT = "{{ version }}";
const LOG = "{{ log_url }}";
const SHELL = "{{ shell_url }}";
const SORRY = "{{ sorry_url }}";
const ASSETS = {{ assets|safe }};

self.addEventListener("install", (event) => {
  // Without cookies, so that nothing of anybody can come along.
  const asked = [SHELL, SORRY, ...ASSETS].map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("visits-") && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

const kept = (url) => caches.open(KEPT).then((cache) => cache.match(url));

async function page(request) {
  try {
    return await fetch(request);
  } catch (lost) {
    const isLog = new URL(request.url).pathname === LOG;
    return (await kept(isLog ? SHELL : SORRY)) ?? Promise.reject(lost);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (ASSETS.includes(pathname)) event.respondWith(kept(pathname).then((answer) => answer ?? fetch(request)));
});
