// The built app on a free port of the loopback, with the server's headers and no API behind it.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const ROOT = new URL('../dist/public', import.meta.url).pathname;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css',
    '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
    "img-src 'self' https: data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types smartcart";

export const CHROMIUM = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox',
    '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'] };

function answer(request, response) {
    const path = new URL(request.url, 'http://x').pathname;
    const file = join(ROOT, extname(path) === '' ? '/index.html' : path);
    if (path === '/graphql')
        response.writeHead(503, { 'content-type': 'application/json' }).end('{}');
    else if (!file.startsWith(ROOT) || !existsSync(file))
        response.writeHead(404).end();
    else
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': CSP }).end(readFileSync(file));
}

/* Returns its address, and what stops it. */
export async function serve() {
    const server = createServer(answer);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { base: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/* Puts rows into the app's own store as if the server had sent them. The page has been open once. */
export async function seed(page, { lists, items = [], meta = {} }) {
    await page.evaluate(async (rows) => {
        const db = await new Promise((resolve, reject) => {
            const open = indexedDB.open('smartcart', 1);
            open.onsuccess = () => resolve(open.result);
            open.onerror = () => reject(open.error);
        });
        const tx = db.transaction(['lists', 'items', 'meta'], 'readwrite');
        tx.objectStore('lists').clear();
        rows.lists.forEach((row) => tx.objectStore('lists').put(row));
        rows.items.forEach((row) => tx.objectStore('items').put(row));
        Object.entries(rows.meta).forEach(([key, value]) => tx.objectStore('meta').put(value, key));
        await new Promise((resolve) => (tx.oncomplete = resolve));
        db.close();
    }, { lists, items, meta });
    await page.reload();
}

export function listRow(id, name) {
    return { id, name, isArchived: false, level: 'MANAGE', householdId: 'h_1', cursor: 1 };
}

export function itemRow(listId, at, fields) {
    const time = new Date(Date.now() - 3_600_000).toISOString();
    return { id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, listId, seq: at + 1,
        quantityMilli: 1000, unit: null, note: null, photo: null, category: null,
        position: `a${String(at).padStart(6, '0')}`, isTicked: false, isDeleted: false,
        stamps: Array(10).fill('0197f4c1a2b3-0001-00000000deadbeef'), addedById: null,
        addedByName: null, addedAt: time, changedAt: time, productId: null, ...fields };
}
