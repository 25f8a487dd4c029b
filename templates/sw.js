{% autoescape off %}// The service worker: what opens without a network, and what is sent when nobody looks. It imports nothing, because
// import maps do not reach workers. Rendered by config.app_shell; {{ version }} changes with every file in the list.
const SHELL = "spotter-shell-{{ version }}";
const COPIES = "spotter-copies-"; // and the athlete's id: one person's pages are never shown to another
const FILES = new Set({{ files }});
const ARE_HASHED = {{ are_hashed }}; // without hashes in their names (while developing) files are asked for first
const PAGES = new Set({{ pages }});
const BELOW = {{ below }}; // folders whose pages are kept as well
const { offline: OFFLINE, sign_out: SIGN_OUT, today: TODAY, sync: SYNC, me: ME, messages: MESSAGES, ratings: RATINGS, habits: HABITS, push_icon: PUSH_ICON, csrf_cookie: CSRF_COOKIE } = {{ facts }};
const OTHERS = ["/admin/", "/api/", "/static/", "/health", "/metrics"]; // never ours to answer, but for FILES and TODAY
const PATIENCE_MS = 5000;
const STALE_MS = 6 * 3600 * 1000;
const KEPT_AT = "Spotter-Kept-At";
const BATCH = 200;

self.addEventListener("install", (event) => {
  const wanted = [...FILES, OFFLINE].map((url) => new Request(url, { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(wanted)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(remove((name) => name.startsWith("spotter-shell-") && name !== SHELL).then(() => clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === SIGN_OUT) event.respondWith(signOut(event));
  if (request.method !== "GET") return;
  if (FILES.has(pathname)) event.respondWith(file(request));
  else if (pathname === TODAY) event.respondWith(today(request));
  else if (request.mode === "navigate" && !OTHERS.some((start) => pathname.startsWith(start))) {
    event.respondWith(isKept(pathname) ? page(event) : fetch(request).catch(() => nothing()));
  } else if (request.headers.has("Spotter-Part")) event.respondWith(part(request));
});

self.addEventListener("message", (event) => {
  const { type, ...told } = event.data ?? {};
  if (type === "activate") self.skipWaiting();
  if (type === "forget") event.waitUntil(forget());
  if (type === "keep") event.waitUntil(keepAhead(told.urls));
  if (type === "rest") event.waitUntil(restIsOver(told));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "spotter-outbox") event.waitUntil(sendWaiting());
});

self.addEventListener("push", (event) => {
  event.waitUntil(news(event.data?.json() ?? {}));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data.url));
});

// --- Files and pages -------------------------------------------------------------------------------------------------
async function file(request) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (ARE_HASHED && kept) return kept;
  return fetch(request).catch((problem) => kept ?? Promise.reject(problem));
}

async function page(event) {
  const asked = leavings;
  const fresh = fetch(event.request);
  const stored = fresh.then((answer) => keep(event.request.url, answer.clone(), asked));
  event.waitUntil(stored.catch(() => {}));
  try {
    const answer = await Promise.race([fresh, wait(PATIENCE_MS)]);
    if (answer && ![502, 503, 504].includes(answer.status)) return answer;
  } catch {
    return (await copyOf(event.request)) ?? nothing();
  }
  return (await copyOf(event.request)) ?? fresh.catch(() => nothing());
}

/** A page that another one shows beside itself: without a network as it last was. */
async function part(request) {
  try {
    return await fetch(request);
  } catch (problem) {
    return (await copyOf(request)) ?? Promise.reject(problem);
  }
}

async function today(request) {
  try {
    const answer = await fetch(request);
    const copies = await currentCopies();
    if (answer.ok && copies) await copies.put(TODAY, answer.clone());
    return answer;
  } catch (problem) {
    return (await (await currentCopies())?.match(TODAY)) ?? Promise.reject(problem);
  }
}

function isKept(pathname) {
  return PAGES.has(pathname) || BELOW.some((folder) => pathname.startsWith(folder));
}

let leavings = 0; // how often somebody has signed out: what was asked for before that is not kept after it

/** Keep a page under the name of the athlete whom it was made for; a page for nobody is not kept. */
async function keep(url, answer, asked) {
  if (answer.status !== 200 || !answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const text = await answer.text();
  const athlete = /<body[^>]* data-athlete="([0-9a-f-]+)"/.exec(text)?.[1];
  if (!athlete || asked !== leavings) return;
  await remove((name) => name.startsWith(COPIES) && name !== COPIES + athlete);
  const copies = await caches.open(COPIES + athlete);
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  await copies.put(plain(url), new Response(text, { headers }));
  if (asked !== leavings) await removeCopies();
}

async function copyOf(request) {
  const copies = await currentCopies();
  const url = plain(request.url);
  return (await copies?.match(url)) ?? copies?.match(url, { ignoreSearch: true });
}

async function currentCopies() {
  const name = (await caches.keys()).find((each) => each.startsWith(COPIES));
  return name && caches.open(name);
}

async function nothing() {
  const said = (await copyOf(new Request(OFFLINE))) ?? (await (await caches.open(SHELL)).match(OFFLINE));
  return said ?? Response.error();
}

/** Fetch pages that there is no copy of yet, or an old one, so that they open in the gym. */
async function keepAhead(urls) {
  for (const url of [...PAGES, ...urls]) {
    const copy = await copyOf(new Request(url));
    if (copy && Date.now() - Number(copy.headers.get(KEPT_AT)) < STALE_MS) continue;
    const asked = leavings;
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      await keep(new URL(url, location.origin).href, answer, asked);
    } catch {
      return; // no network: the next page asks again
    }
  }
}

/** Until the server has answered it still knows who asks: what comes in between is forgotten as well. */
async function signOut(event) {
  event.waitUntil(notifyNoMore());
  await forget();
  try {
    return await fetch(event.request);
  } finally {
    await forget();
  }
}

function forget() {
  leavings += 1;
  return removeCopies();
}

function removeCopies() {
  return remove((name) => name.startsWith(COPIES));
}

async function remove(isOld) {
  await Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
}

/** An address without what only says where it was opened from. */
function plain(address) {
  const url = new URL(address);
  url.searchParams.delete("source");
  url.hash = "";
  return url.href;
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// --- The end of a rest, with the page out of sight -------------------------------------------------------------------
let restNumber = 0;

/** `until`: ms of the clock; 0 calls a rest off. The browser may end this worker, or wake it late. */
async function restIsOver({ until, title, body, icon, url }) {
  restNumber += 1;
  const mine = restNumber;
  if (!until) return;
  await wait(Math.max(0, until - Date.now()));
  const pages = await clients.matchAll({ type: "window" });
  if (mine !== restNumber || pages.some((each) => each.visibilityState === "visible")) return;
  await registration.showNotification(title, { body, icon, tag: "rest", renotify: true, vibrate: [200, 100, 200], data: { url } });
}

/** Whoever signs out here is told no more here; whoever signs in next is asked anew. */
async function notifyNoMore() {
  const subscription = await registration.pushManager?.getSubscription();
  await subscription?.unsubscribe().catch(() => {}); // the server has ended it with the login in any case
}

async function show(url) {
  const pages = await clients.matchAll({ type: "window" });
  return pages.length ? pages[0].focus() : clients.openWindow(url);
}

// --- What the coach says while no page is open -----------------------------------------------------------------------
/** `url` is a path of ours. A page in sight shows the message itself. Sent twice, an id is shown once. */
async function news({ id, title, body, url }) {
  if (!title || !url?.startsWith("/")) return;
  const pages = await clients.matchAll({ type: "window" });
  if (pages.some((each) => each.visibilityState === "visible")) return;
  await registration.showNotification(title, { body, icon: PUSH_ICON, tag: `prompt-${id}`, data: { url } });
}

// --- What waits to be sent -------------------------------------------------------------------------------------------
/** A page does it, where one is open. Else the rows go out from here, in order, and stay marked as waiting: the next page
 * sends them again, hears that they are known and says so. Only those of whoever is signed in leave. */
const TOGETHER = ["rpe", "performance", "session_change"]; // what one request may carry; the others have an address each

async function sendWaiting() {
  const pages = await clients.matchAll({ type: "window" });
  if (pages.length) return pages.forEach((each) => each.postMessage({ type: "send" }));
  const token = (await self.cookieStore?.get(CSRF_COOKIE))?.value;
  const athlete = token && (await whoIsHere());
  if (!athlete) return;
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  for (const rows of batchesOf(await leaving(athlete))) {
    const { method, url, body } = requestOf(rows, athlete);
    const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
    if (answer.status >= 500) throw new Error(`not taken: ${answer.status}`); // the browser tries again
  }
}

async function whoIsHere() {
  const answer = await fetch(ME, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status >= 500) throw new Error(`not told: ${answer.status}`);
  return answer.ok ? (await answer.json()).data.id : null;
}

function batchesOf(rows) {
  const batches = [];
  for (const row of rows) {
    const last = batches.at(-1);
    const goesAlong = last && [row, last[0]].every(({ kind }) => TOGETHER.includes(kind)) && last.length < BATCH;
    if (goesAlong) last.push(row);
    else batches.push([row]);
  }
  return batches;
}

function requestOf(rows, athlete) {
  const [{ kind, client_id, body }] = rows;
  if (kind === "message") return { method: "POST", url: MESSAGES, body };
  if (kind === "removal") return { method: "DELETE", url: `${RATINGS}/${client_id}` };
  if (kind === "habit") return { method: "POST", url: `${HABITS}/${body.habit}/done`, body: { on: body.on, client_id } };
  return { method: "POST", url: SYNC, body: { athlete, items: rows.map((row) => row.body) } };
}

/** What waits of an athlete, noted as on its way: whoever takes a row back meanwhile must know that the server may have it. */
function leaving(athlete) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("spotter");
    opening.onupgradeneeded = () => opening.transaction.abort(); // there is none: a page makes it, not we
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const noting = database.transaction("outbox", "readwrite");
      const box = noting.objectStore("outbox");
      let rows = [];
      box.getAll().onsuccess = ({ target }) => {
        rows = target.result.filter((row) => row.athlete === athlete && row.state === "waiting");
        for (const row of rows) box.put({ ...row, left: true });
      };
      noting.oncomplete = noting.onabort = () => {
        database.close();
        new BroadcastChannel("spotter-outbox").postMessage("change"); // to a page that was opened meanwhile
        resolve(rows); // a full device sends all the same
      };
    };
  });
}
{% endautoescape %}
