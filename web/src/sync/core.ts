/* One device's lists: memory, what is kept, and what is still to be sent. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { createClock, newDevice } from './clock.ts';
import { createEdits, type Edits } from './edits.ts';
import type { Patch } from './model.ts';
import { createReplica, type Replica } from './replica.ts';
import type { Store } from './store.ts';

export interface SyncState {
    unsent: number;
    isOnline: boolean;
    syncedAt: number | null;
    trouble: null | 'offline' | 'signed-out' | 'refused';
    why: string | null; // of what was refused
    isKept: boolean; // false: this browser lets us keep nothing when the page is closed
}

export interface Core {
    replica: Replica;
    edits: Edits;
    syncState: ReadonlySignal<SyncState>;
    start(): Promise<void>;
}

export interface Platform {
    openStore(): Promise<Store>;
    nowMs(): number;
    newId(): string;
}

export function createCore(platform: Platform): Core {
    const replica = createReplica();
    const clock = createClock(newDevice(), platform.nowMs);
    const isKept = signal(true);
    let store: Promise<Store> | null = null;

    function commit(patch: Patch): void {
        replica.apply(patch);
        void store?.then((opened) => opened.write(patch));
    }
    const edits = createEdits({ replica, clock, newId: platform.newId, commit,
        keptStamp: (stamp) => stamp });
    const syncState = computed<SyncState>(() => ({ unsent: replica.unsent.value, isOnline: false,
        syncedAt: null, trouble: null, why: null, isKept: isKept.value }));
    return {
        replica,
        edits,
        syncState,
        async start() {
            store = platform.openStore();
            const opened = await store;
            isKept.value = opened.isLasting;
            replica.restore(await opened.read());
        },
    };
}
