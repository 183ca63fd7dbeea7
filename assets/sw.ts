// The service worker keeps what helps somebody who is offline, and nothing
// about anybody: the shell, the help lines, and pages that say the same to
// everybody. Pages come from the network first, always. A page made for
// somebody's session is never kept; where such a page may be kept at all, it is
// asked for again without the session. It also shows notices, which say that
// something is new and never what, and leads to the page behind one.

const scope = self as unknown as ServiceWorkerGlobalScope;

const pages = "pages-1";
const assets = "assets-1";
const help = "/help";
const offline = "/offline";
const mostPages = 40;

scope.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepAfresh(help), keepAfresh(offline)]).then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(assetOf(request));
  else if (request.mode === "navigate" && url.pathname !== "/exit") event.respondWith(pageOf(event));
});

/** What a notice carries; package push makes it. */
interface Notice {
  title: string;
  tag: string;
  path: string;
  lang: string;
  dir: NotificationDirection;
}

scope.addEventListener("push", (event) => event.waitUntil(show(event.data)));

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(String(event.notification.data ?? "/")));
});

/** Browsers insist that something is shown, also when the notice cannot be read. */
async function show(data: PushMessageData | null): Promise<void> {
  const { title, tag, path, lang, dir } = readNotice(data);
  await scope.registration.showNotification(title, { tag, lang, dir, data: path });
}

function readNotice(data: PushMessageData | null): Notice {
  try {
    return data!.json() as Notice;
  } catch {
    return { title: "…", tag: "notices", path: "/notices", lang: "", dir: "auto" };
  }
}

/** Opens a page of ours. A window that shows another page stays: somebody may be writing there. */
async function lead(path: string): Promise<void> {
  const url = new URL(path, location.href);
  if (url.origin !== location.origin) return;
  const windows = await scope.clients.matchAll({ type: "window" });
  const there = windows.find((one) => new URL(one.url).pathname === url.pathname);
  await (there ? there.focus() : scope.clients.openWindow(url.href));
}

async function pageOf(event: FetchEvent): Promise<Response> {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(consider(withoutMark(event.request.url), answer.clone()));
    return answer;
  } catch {
    return lastKnown(new URL(event.request.url));
  }
}

/** What stands after the # of an address may be somebody's own, like the text of a paper: it is kept nowhere. */
function withoutMark(url: string): string {
  return url.split("#")[0]!;
}

/** The kept page, or help for any country, or the page that says we are offline. */
async function lastKnown(url: URL): Promise<Response> {
  const cache = await caches.open(pages);
  const page = (await cache.match(withoutMark(url.href))) ?? (url.pathname === help ? await cache.match(help) : undefined);
  return page ?? (await cache.match(offline)) ?? Response.error();
}

/** Keeps a page that says it may be kept. */
async function consider(url: string, answer: Response): Promise<void> {
  if (!answer.ok || answer.redirected || !isPage(answer)) return;
  const text = await answer.clone().text();
  const leave = /<meta name="handrail-keep" content="(as-is|afresh)"/.exec(text)?.[1];
  if (leave === "as-is") await keep(url, answer, text);
  if (leave === "afresh") await keepAfresh(url);
}

/** Asks for a page as a visitor would, and keeps it. */
async function keepAfresh(url: string): Promise<void> {
  const answer = await fetch(url, { credentials: "omit", cache: "no-store" });
  if (answer.ok && !answer.redirected && isPage(answer)) await keep(url, answer, await answer.clone().text());
}

async function keep(url: string, answer: Response, text: string): Promise<void> {
  const wanted = assetsIn(text);
  const cache = await caches.open(pages);
  await cache.put(url, answer);
  await keepAssets(wanted);
  await tidy(cache);
}

function assetsIn(text: string): string[] {
  return [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1]!);
}

async function keepAssets(urls: string[]): Promise<void> {
  const cache = await caches.open(assets);
  const missing = await Promise.all(urls.map(async (url) => ((await cache.match(url)) ? [] : [url])));
  await cache.addAll([...new Set(missing.flat())]);
}

async function assetOf(request: Request): Promise<Response> {
  const cache = await caches.open(assets);
  return (await cache.match(request)) ?? fetch(request);
}

/** Holds few pages, the latest ones, and only the assets that these need. */
async function tidy(cache: Cache): Promise<void> {
  const kept = (await cache.keys()).filter(({ url }) => ![help, offline].includes(new URL(url).pathname));
  await Promise.all(kept.slice(0, Math.max(0, kept.length - mostPages)).map((old) => cache.delete(old)));
  const needed = new Set<string>();
  for (const page of await cache.matchAll()) assetsIn(await page.text()).forEach((url) => needed.add(url));
  const store = await caches.open(assets);
  for (const old of await store.keys()) if (!needed.has(new URL(old.url).pathname)) await store.delete(old);
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== pages && name !== assets).map((name) => caches.delete(name)));
}

function isPage(answer: Response): boolean {
  return answer.headers.get("Content-Type")?.startsWith("text/html") ?? false;
}
