/*
 * Keeps what changes. Where a write failed, what was kept would have a hole, which cursors written later
 * would hide for good: from then on all of memory is written at once, until that is done.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Kept, Patch } from './model.ts';
import type { Store } from './store.ts';

const AGAIN_MS = 5000;

export interface Keeping {
    /* False: what was changed is gone with the page. */
    isKept: ReadonlySignal<boolean>;
    read(): Promise<Kept>;
    write(patch: Patch): void;
    wipe(meta: Record<string, unknown>): Promise<void>;
    stop(): void;
}

export function createKeeping(store: Store, whole: () => Kept): Keeping {
    const isKept = signal(true);
    let isRead = false; // what could not be read is not written over
    let hasHole = false;
    let isDue = false;
    let isWriting = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function writeWhole(): Promise<void> {
        hasHole = isDue = true;
        if (isWriting || !isRead)
            return;
        clearTimeout(timer);
        isWriting = true;
        try {
            while (isDue) {
                isDue = false;
                await store.replace(whole);
            }
            hasHole = false;
        } catch {
            timer = setTimeout(writeWhole, AGAIN_MS);
        }
        isWriting = false;
        isKept.value = !hasHole;
    }

    return {
        isKept,
        async read() {
            try {
                const kept = await store.read();
                isRead = true;
                return kept;
            } catch {
                hasHole = true;
                isKept.value = false;
                return { lists: [], items: [], ops: [], meta: {} };
            }
        },
        write(patch) {
            if (hasHole)
                void writeWhole();
            else
                store.write(patch).catch(writeWhole);
        },
        wipe: (meta) => store.wipe(meta).catch(writeWhole),
        stop: () => clearTimeout(timer),
    };
}
