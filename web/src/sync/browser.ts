/* The browser as the core needs it. */
import { ask, stream } from '../api/ask.ts';
import { withLock } from '../api/locks.ts';
import { language } from '../i18n/i18n.ts';
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
    language: globalThis.navigator?.language ?? 'en',
    spoken: () => language.value,
    store: createDisk(),
    openChannel,
    wipeCaches,
    later: afterPaint,
    nowMs: Date.now,
    newId: () => crypto.randomUUID(),
};
