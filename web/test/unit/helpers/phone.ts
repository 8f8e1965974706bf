/* A phone without timers: its test says when it sends, fetches, hears, and starts anew. */
import { ApiError, type Api } from '../../../src/api/ask.ts';
import { me } from '../../../src/api/session.graphql.ts';
import { adoptLists } from '../../../src/sync/adopt.ts';
import { createClock } from '../../../src/sync/clock.ts';
import { createEdits, type Edits } from '../../../src/sync/edits.ts';
import { createFlush, type Flush } from '../../../src/sync/flush.ts';
import type { Patch } from '../../../src/sync/model.ts';
import { createPull, type Pull } from '../../../src/sync/pull.ts';
import { createReplica, type Replica } from '../../../src/sync/replica.ts';
import type { Store } from '../../../src/sync/store.ts';
import { createMemoryStore } from '../../helpers/memory_store.ts';

export interface Phone {
    store: Store;
    replica: Replica;
    edits: Edits;
    flush: Flush;
    pull: Pull;
    refusals: string[];
    householdId: string;
    /* As when a guest's session is over. */
    adopt(): void;
}

let ids = 0;
let devices = 0;

export async function createPhone(ask: Api['ask'], nowMs: () => number,
    store: Store = createMemoryStore()): Promise<Phone> {
    const replica = createReplica();
    const clock = createClock(String(++devices).padStart(16, '0'), nowMs);
    const refusals: string[] = [];
    const newId = (): string => `id${String(++ids).padStart(8, '0')}`;

    function take(patch: Patch): void {
        patch.items?.forEach((row) => row.stamps.forEach(clock.see));
        patch.ops?.forEach((op) => clock.see(op.stamp));
        replica.apply(patch);
    }
    function commit(patch: Patch): void {
        const whole = replica.complete(patch);
        take(whole);
        void store.write(whole);
    }
    take(await store.read());
    const confirm = async (): Promise<void> => void await ask(me, {});
    const isSomebody = (): boolean => true;
    const pull = createPull({ replica, ask, commit, names: new Map(), confirm, isSomebody,
        onLinkEnd() {} });
    const flush = createFlush({ replica, ask, pull, commit, confirm, isSomebody,
        householdId: () => phone.householdId, plan: () => 'free',
        onAnswer() {}, onRefused: (why) => { refusals.push(why); } });
    const edits = createEdits({ replica, clock, commit, keptStamp: (stamp) => stamp,
        newId });
    const phone: Phone = { store, replica, edits, flush, pull, refusals, householdId: 'h_1',
        adopt: () => adoptLists(replica, clock, newId).forEach(commit) };
    return phone;
}

/* What may fail for want of a signal. */
export async function tryTo(work: () => Promise<void>): Promise<boolean> {
    try {
        await work();
        return true;
    } catch (error) {
        if (error instanceof ApiError && error.code === 'OFFLINE')
            return false;
        throw error;
    }
}
