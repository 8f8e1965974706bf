/*
 * The worker: the app's own files, kept on the device, so that it opens without a signal. Data is
 * never kept here: it lives in IndexedDB alone, where nothing stale can come between.
 */
import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';

declare global {
    interface ServiceWorkerGlobalScope {
        /* Put in by tools/pack.mjs: what is fetched when the worker is installed, and what when it is
           first used. */
        __FILES: { now: { url: string; revision: string | null }[]; later: string[] };
    }
}

declare const self: ServiceWorkerGlobalScope;

const LATER = 'later';
const PAGE = '/index.html';
const SERVERS_OWN = new Set(['/graphql', '/graphql/session', '/schema.graphql', '/healthz', '/readyz',
    '/metrics']);

const files = self.__FILES;
precache(files.now);
cleanupOutdatedCaches();

async function page(request: Request): Promise<Response> {
    return await matchPrecache(PAGE) ?? fetch(request);
}

/* Their names are hashes: whatever is kept is right. */
async function asset(event: FetchEvent): Promise<Response> {
    const { request } = event;
    const kept = await matchPrecache(request) ?? await caches.match(request, { cacheName: LATER });
    if (kept !== undefined)
        return kept;
    const answer = await fetch(request);
    if (answer.ok && files.later.includes(new URL(request.url).pathname)) {
        const copy = answer.clone();
        event.waitUntil(caches.open(LATER).then((cache) => cache.put(request, copy)));
    }
    return answer;
}

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET' || url.origin !== self.location.origin)
        return;
    if (event.request.mode === 'navigate' && !SERVERS_OWN.has(url.pathname))
        event.respondWith(page(event.request));
    else if (url.pathname.startsWith('/assets/'))
        event.respondWith(asset(event));
});

async function dropOld(): Promise<void> {
    const cache = await caches.open(LATER);
    for (const request of await cache.keys())
        if (!files.later.includes(new URL(request.url).pathname))
            await cache.delete(request);
}

/* The first page has its files on the device at once, not only when it is next opened. */
self.addEventListener('activate', (event) => {
    event.waitUntil(dropOld().then(() => self.clients.claim()));
});

/* A new worker waits until it is told to take over; where other windows are open it stays waiting,
   for their files would go away under them. */
async function takeOver(): Promise<void> {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    if (windows.length <= 1)
        await self.skipWaiting();
}

self.addEventListener('message', (event) => {
    if (event.data?.type === 'SKIP_WAITING')
        event.waitUntil(takeOver());
});
