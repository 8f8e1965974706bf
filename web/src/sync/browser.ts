/* The browser as the core needs it. */
import { ask, stream } from '../api/ask.ts';
import { withLock } from '../api/locks.ts';
import { deviceTags, language } from '../i18n/i18n.ts';
import { afterPaint } from './after-paint.ts';
import type { Platform } from './core.ts';
import { createDisk } from './db.ts';
import { openChannel } from './tabs.ts';

const SHELL_CACHE = 'workbox-precache'; // the app itself, nobody's data

async function wipeCaches(): Promise<void> {
    const names = await globalThis.caches?.keys() ?? [];
    await Promise.all(names.filter((name) => !name.startsWith(SHELL_CACHE))
        .map((name) => caches.delete(name)));
}

/* A UUID (RFC 9562, version 4), also where the page is not secure: there is no randomUUID then. */
function newId(): string {
    if ('randomUUID' in crypto)
        return crypto.randomUUID();
    const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const browser: Platform = {
    api: { ask, stream },
    lock: withLock,
    page: {
        isVisible: () => document.visibilityState === 'visible',
        onChange(changed) {
            addEventListener('online', () => changed('online'));
            addEventListener('offline', () => changed('offline'));
            document.addEventListener('visibilitychange', () =>
                changed(document.visibilityState === 'visible' ? 'shown' : 'hidden'));
            // a page out of the back-forward cache has missed what the other tabs told
            window.addEventListener('pageshow', (event) => event.persisted && location.reload());
        },
    },
    language: deviceTags()[0] ?? 'en',
    spoken: () => language.value,
    store: createDisk(),
    openChannel,
    wipeCaches,
    later: afterPaint,
    nowMs: Date.now,
    newId,
};
