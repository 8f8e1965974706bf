/* One device's lists, put together: memory, what is kept, what is sent, who it is sent as. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Api, ApiError } from '../api/ask.ts';
import type { Lock } from '../api/locks.ts';
import { createSession, type Session, type SessionKeeper, SIGNED_OUT } from '../session/keeper.ts';
import { createClock, newDevice } from './clock.ts';
import { createEdits, type Edits } from './edits.ts';
import type { NetworkState, Page } from './engine.ts';
import { createKeeping } from './keeping.ts';
import { isLocal, type Kept, type Patch } from './model.ts';
import type { Network } from './network.ts';
import { createReplica, type Replica } from './replica.ts';
import type { Store } from './store.ts';
import type { Channel, Message } from './tabs.ts';

const SKEW_MS = 1000; // a clock that is off by less is right

export interface SyncState {
    unsent: number;
    isOnline: boolean;
    syncedAt: number | null;
    trouble: null | 'offline' | 'signed-out' | 'too-old' | 'refused'; // too old: this build of the app
    isKept: boolean; // false: this browser lets us keep nothing when the page is closed
}

/* What the core stands on; tests have another. */
export interface Platform {
    api: Api;
    lock: Lock;
    page: Page;
    language: string; // of the device, such as 'en-IE'
    spoken(): string; // of the app
    store: Store;
    openChannel(onMessage: (message: Message) => void): Channel;
    wipeCaches(): Promise<void>;
    /* Behind what is due now, such as painting what has changed. */
    later(act: () => void): void;
    nowMs(): number;
    newId(): string;
}

export interface Core {
    replica: Replica;
    edits: Edits;
    session: SessionKeeper;
    ask: Api['ask'];
    syncState: ReadonlySignal<SyncState>;
    /* Kept beside the lists; gone with them. */
    meta(key: string): unknown;
    keep(meta: Record<string, unknown>): void;
    /* What a list is planned from: kept beside it, and gone with it. */
    readPack(listId: string): Promise<unknown>;
    writePack(listId: string, pack: unknown): Promise<void>;
    start(): Promise<void>;
    stop(): void;
    /* Asks for all lists now: there may be others than before. */
    fetchAll(): void;
    /* Throws where it cannot be loaded: without a signal. */
    network(): Promise<Network>;
    /* Names of lists that were here by links which have ended, until that was read. */
    endedLinks: ReadonlySignal<string[]>;
}

/* Where lists are gone, there is room for others. */
function isToSend({ ops, lists, goneLists }: Patch): boolean {
    return ops !== undefined || (goneLists?.length ?? 0) > 0 ||
        lists?.some((row) => isLocal(row.id)) === true;
}

export function createCore(platform: Platform): Core {
    const { api, newId, lock, store } = platform;
    const replica = createReplica();
    const names = new Map<string, string | null>();
    const keptStamps = new Map<string, string>();
    const isRefused = signal(false);
    const keeping = createKeeping(store, () => ({ lists: replica.allRows(), ops: replica.ops(), meta,
        items: replica.allRows().flatMap((row) => replica.rowsOf(row.id)) }));
    const endedLinks = signal<string[]>([]);
    let meta: Record<string, unknown> = {};
    let isRead = false;
    let channel: Channel | null = null;
    let early: (() => void)[] = []; // what was changed or told before the store was read
    let unwritten: Patch[] = [];
    let answers = 0;
    let epoch = new AbortController(); // ends with what is kept
    let network: Network | null = null; // until it is loaded: it begins with all that is due
    let isStopped = false;
    let isWaiting = false; // for a signal to load it with
    const state = signal<NetworkState>({ isOnline: true, syncedAt: null, trouble: null });

    const skewMs = (): number => (meta.skewMs as number | undefined) ?? 0;
    const clock = createClock(newDevice(), () => platform.nowMs() + skewMs());

    function take(patch: Patch): void {
        meta = { ...meta, ...patch.meta };
        for (const row of patch.items ?? []) {
            row.stamps.forEach(clock.see);
            if (row.addedById !== null && row.addedByName !== null)
                names.set(row.addedById, row.addedByName);
        }
        patch.ops?.forEach((op) => clock.see(op.stamp));
        endedLinks.value = (meta.endedLinks as string[] | undefined) ?? [];
        replica.apply(patch);
    }

    function writeAll(): void {
        const patches = unwritten;
        unwritten = [];
        for (const patch of patches) {
            keeping.write(patch);
            channel?.post({ kind: 'patch', patch });
        }
        if (patches.some(isToSend))
            network?.wake('edit');
    }

    /* The screen shows it first; a page that is left writes at once. */
    function write(patch: Patch): void {
        if (unwritten.push(patch) === 1)
            platform.later(writeAll);
    }

    function commit(change: Patch): void {
        const patch = replica.complete(change);
        take(patch);
        if (isRead)
            write(patch);
        else
            early.push(() => {
                take(patch); // over what was read
                write(patch);
            });
    }

    const keep = (change: Record<string, unknown>): void => commit({ meta: change });

    /* As api.ask, for what is kept now: an answer that comes after it was wiped is none. */
    const ask: Api['ask'] = async (operation, variables, options) => {
        const { signal } = epoch;
        try {
            const answer = await api.ask(operation, variables, { signal, ...options });
            answers++;
            return answer;
        } finally {
            if (signal.aborted)
                throw new ApiError('WIPED', 'signed out meanwhile');
        }
    };

    function forget(): void {
        epoch.abort();
        epoch = new AbortController();
        meta = {};
        early = [];
        unwritten = [];
        endedLinks.value = [];
        names.clear();
        replica.clear();
    }

    /* Told at once: the page may be closing. */
    async function wipe(kept: Record<string, unknown>): Promise<void> {
        forget();
        meta = kept;
        const wiped = keeping.wipe(kept);
        channel?.post({ kind: 'wiped', meta });
        await wiped;
        await platform.wipeCaches();
    }

    const session = createSession({
        ask: api.ask,
        lock,
        language: platform.language,
        spoken: platform.spoken,
        keep,
        isSignOutDue: () => meta.isSignOutDue === true,
        wipe,
        adopt: async () => (await loaded()).adopt(),
    });
    async function confirm(): Promise<void> {
        await session.look();
        if (!session.isSomebody())
            throw new ApiError('UNAUTHENTICATED', 'the session is over');
    }

    /* Loaded behind the lists; without a signal, when there is one. */
    async function loadNetwork(): Promise<void> {
        const { createNetwork } = await import('./network.ts');
        if (isStopped || network !== null)
            return;
        network = createNetwork({
            replica, session, state, clock, lock, ask, names, commit, confirm, newId, fetchAll,
            page: platform.page,
            stream: api.stream,
            answers: () => answers,
            nowMs: platform.nowMs,
            tell: (now) => channel?.post({ kind: 'state', state: now }),
            settle: writeAll,
            onRefused: () => { isRefused.value = true; },
            onLinkEnd: (name) => keep({ endedLinks: [...endedLinks.peek(), name] }),
            onAnswer({ serverMs, answers }, ops) {
                isRefused.value = false;
                answers.forEach(({ stamp }, i) => {
                    if (stamp !== null && stamp !== ops[i]!.stamp)
                        keptStamps.set(ops[i]!.stamp, stamp);
                });
                const skew = serverMs - platform.nowMs();
                if (Math.abs(skew - skewMs()) > SKEW_MS)
                    keep({ skewMs: skew });
            },
        });
        network.start();
        channel?.post({ kind: 'fetch' }); // for the first time since this tab is here
    }

    async function loaded(): Promise<Network> {
        await loadNetwork();
        return network!;
    }

    function startNetwork(): void {
        loadNetwork().catch(() => {
            state.value = { ...state.peek(), isOnline: false, trouble: 'offline' };
            if (!isWaiting)
                platform.page.onChange((reason) => reason !== 'offline' && network === null &&
                    startNetwork());
            isWaiting = true;
        });
    }

    function fetchAll(): void {
        network?.fetchAll();
        writeAll(); // the others are to know first which lists there are, and whose
        channel?.post({ kind: 'fetch' });
    }

    async function readKept(): Promise<Kept> {
        const { signal } = epoch;
        const kept = await keeping.read();
        return signal.aborted ? readKept() : kept; // it was wiped meanwhile
    }

    function hear(told: Patch): void {
        const patch = replica.newest(told); // it may come late
        take(patch);
        if (patch.meta?.session !== undefined)
            session.restore(patch.meta.session as Session);
        if (isToSend(patch))
            network?.wake('edit');
    }

    function onMessage(message: Message): void {
        switch (message.kind) {
        case 'patch':
            if (isRead)
                hear(message.patch);
            else
                early.push(() => hear(message.patch));
            break;
        case 'wiped':
            forget();
            meta = message.meta;
            session.restore(meta.session as Session);
            break;
        case 'state':
            state.value = message.state;
            break;
        case 'fetch':
            network?.fetchAll();
        }
    }

    return {
        replica,
        session,
        ask,
        keep,
        meta: (key) => meta[key],
        readPack: (listId) => store.readPack(listId).catch(() => undefined),
        async writePack(listId, pack) {
            if (replica.rowOf(listId) !== undefined) // else it was wiped meanwhile
                await store.writePack(listId, pack);
        },
        edits: createEdits({ replica, clock, newId, commit,
            keptStamp: (stamp) => keptStamps.get(stamp) ?? stamp }),
        syncState: computed(() => ({
            unsent: replica.unsent.value,
            ...state.value,
            trouble: state.value.trouble ?? (isRefused.value ? 'refused' : null),
            isKept: keeping.isKept.value,
        })),
        async start() {
            channel = platform.openChannel(onMessage);
            platform.page.onChange((reason) => reason === 'hidden' && writeAll());
            let kept = await readKept();
            if (kept.meta.isLeaving === true) { // the page was left before that was done
                await wipe(SIGNED_OUT);
                kept = await readKept();
            }
            isRead = true;
            take(kept);
            early.splice(0).forEach((act) => act());
            session.restore(meta.session as Session | undefined);
            platform.later(() => platform.later(startNetwork)); // the first paint is seen by then
        },
        stop() {
            isStopped = true;
            writeAll();
            keeping.stop();
            network?.stop();
        },
        fetchAll,
        endedLinks,
        network: loaded,
    };
}
