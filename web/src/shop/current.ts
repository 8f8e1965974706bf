/*
 * The current plan of a list: from the pack that is kept, at once and at any edit; the pack itself
 * is asked for anew when something is not in it, or it is old, and there is a signal.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { ApiError } from '../api/ask.ts';
import { planInput } from './shop.graphql.ts';
import { askEngine } from '../engine/ask_engine.ts';
import { core, type Item, itemsOf, lists, resolveList, syncState } from '../sync/lists.ts';
import { isNowhere, loadShopping, recallShopping, shopping } from '../household/household.ts';
import { whereOf } from '../household/where.ts';
import type { Note } from './note.ts';
import { type Asked, type ListedItem, type Pack, prepare } from './pack.ts';
import type { Planned } from './plan.ts';
import { planPack } from './planner.ts';

/* Why there is no plan, or no newer one. */
export type Trouble = 'where' | 'no-stores' | 'offline' | 'signed-out' | 'failed';

export interface PlanState {
    planned: Planned | null;
    /* Something that the plan depends on has changed, and a newer one is being made. */
    isBusy: boolean;
    trouble: Trouble | null;
}

interface Kept {
    pack: Pack;
    version: string;
    at: string;
    notes: readonly Note[];
    asked: Record<string, Asked>;
    where: string; // the place and the stores that it was asked for
    planned: Planned | null;
}

const PLAN_PAUSE_MS = 120;
const ASK_PAUSE_MS = 700;
const AGAIN_MS = 15_000;
const OLD_MS = 10 * 60_000;
const TICK_MS = 60_000;
const ASK_LIMIT_MS = 10_000;

interface Keeper {
    listId: string; // as it was when this began
    state: Signal<PlanState>;
    users: number;
    pack(): Pack | null;
    stop(): void;
}

const keepers = new Set<Keeper>();
const householdId = computed(() => core.session.session.value.householdId);
const isOnline = computed(() => syncState.value.isOnline);
const unsent = computed(() => syncState.value.unsent);

function askedOf(items: readonly Item[]): Record<string, Asked> {
    return Object.fromEntries(items.map(({ id, name, quantityMilli, unit, productId }) =>
        [id, { name, quantityMilli, unit, productId }]));
}

function isAs(item: ListedItem, asked: Asked | undefined): boolean {
    return asked !== undefined && asked.name === item.name && asked.unit === item.unit
        && asked.quantityMilli === item.quantityMilli && asked.productId === item.productId;
}

function troubleOf(error: unknown, isByLink: boolean): Trouble {
    const code = error instanceof ApiError ? error.code : '';
    if (['OFFLINE', 'TIMEOUT', 'UNAVAILABLE'].includes(code))
        return 'offline';
    if (code === 'UNAUTHENTICATED')
        return isByLink ? 'failed' : 'signed-out';
    return code === 'BAD_USER_INPUT' ? 'where' : code === 'NOT_FOUND' ? 'no-stores' : 'failed';
}

/* Nobody has said where this device shops. */
function isUnsaid(): boolean {
    const own = shopping.peek();
    return own === null ? householdId.peek() === null : isNowhere(own);
}

function createKeeper(listId: string): Keeper {
    const state = signal<PlanState>({ planned: null, isBusy: true, trouble: null });
    const items = itemsOf(listId);
    let kept: Kept | null = null;
    let isStopped = false;
    let planTimer: ReturnType<typeof setTimeout> | undefined;
    let askTimer: ReturnType<typeof setTimeout> | undefined;
    let planTurn = 0;
    let plannedMs = 0;
    let isAsking = false;

    const set = (change: Partial<PlanState>): void => {
        state.value = { ...state.peek(), ...change };
    };
    const open = (): Item[] => items.peek().filter((item) => !item.isTicked);
    const where = (): string => JSON.stringify([shopping.peek()?.place,
        shopping.peek()?.stores.map((store) => store.id)]);

    async function plan(): Promise<void> {
        const turn = ++planTurn;
        if (kept === null)
            return;
        const { pack, asked, at, notes } = kept;
        try {
            const planned = await planPack(askEngine,
                prepare(pack, asked, items.peek(), Date.now()), at, notes);
            if (turn !== planTurn || isStopped)
                return;
            plannedMs = Date.now();
            kept.planned = planned;
            set({ planned, isBusy: isOther() && syncState.peek().isOnline });
            void core.writePack(resolveList(listId), kept).catch(() => undefined);
        } catch {
            if (turn === planTurn)
                set({ isBusy: false, trouble: 'failed' });
        }
    }

    /* The pack is of another list than this one is now, or of other stores. */
    function isOther(): boolean {
        return kept === null || kept.where !== where()
            || open().some((item) => !isAs(item, kept!.asked[item.id]));
    }

    const isDue = (): boolean =>
        isOther() || Date.now() - new Date(kept!.at).getTime() > OLD_MS;

    /* The server knows the list as it is shown here. */
    function isSent(): boolean {
        return !resolveList(listId).startsWith('local:') && open().every((item) => !item.isUnsent);
    }

    async function askForPack(): Promise<void> {
        const list = lists.peek().find(({ id }) => id === resolveList(listId));
        if (list === undefined || isAsking || isStopped || open().length === 0 || !isSent() || !isDue())
            return;
        isAsking = true;
        try {
            if (shopping.peek() === null)
                await loadShopping();
            if (isUnsaid()) {
                set({ isBusy: false, trouble: 'where' });
                return;
            }
            const snapshot = { asked: askedOf(open()), where: where() };
            const have = kept?.where === snapshot.where ? kept.version : null;
            const told = (await core.ask(planInput,
                { listId: list.id, input: whereOf(list), have },
                { limitMs: ASK_LIMIT_MS, share: core.replica.shareOf(list.id) })).planInput;
            if (told === null)
                throw new ApiError('NOT_FOUND', 'there is no such list any more');
            const { version, at, notes } = told;
            const pack = told.document === null ? kept!.pack : JSON.parse(told.document) as Pack;
            kept = { ...snapshot, pack, version, at, notes, planned: kept?.planned ?? null };
            set({ trouble: null });
            await plan();
        } catch (error) {
            set({ isBusy: false, trouble: isDue() ? troubleOf(error, list.isByLink) : null });
            later(AGAIN_MS);
        } finally {
            isAsking = false;
        }
        if (isDue() && state.peek().trouble === null)
            later(ASK_PAUSE_MS);
    }

    function later(ms: number): void {
        clearTimeout(askTimer);
        askTimer = setTimeout(() => void askForPack(), ms);
    }

    function onChange(): void {
        const { isOnline, trouble: syncTrouble } = syncState.peek();
        const { trouble } = state.peek();
        clearTimeout(planTimer);
        planTimer = setTimeout(() => void plan(), PLAN_PAUSE_MS);
        if (!isDue())
            return set({ trouble: null }); // whatever was in the way of a newer one
        const isSignedOut = syncTrouble === 'signed-out' && core.replica.shareOf(listId) === undefined;
        if (isSignedOut || !isOnline) {
            set({ isBusy: false, trouble: isSignedOut ? 'signed-out' : 'offline' });
        } else if (isUnsaid()) {
            set({ isBusy: false, trouble: 'where' });
        } else {
            // where they shop is asked until it is known that they have said so
            const isAsked = trouble === 'where' && shopping.peek() === null;
            set({ isBusy: isOther(), trouble: isAsked ? 'where' : null });
            later(ASK_PAUSE_MS);
        }
    }

    async function begin(): Promise<void> {
        kept = (await core.readPack(resolveList(listId)) as Kept | undefined) ?? null;
        recallShopping();
        if (kept?.planned)
            set({ planned: kept.planned });
    }

    const ready = begin();
    const stopWatching = effect(() => {
        void [items.value, shopping.value, isOnline.value, unsent.value];
        void ready.then(() => !isStopped && onChange());
    });
    const stopHousehold = effect(() => {
        void [householdId.value, isOnline.value];
        void ready.then(() => loadShopping()).catch(() => undefined);
    });
    const ticker = setInterval(() => {
        if (document.visibilityState === 'visible' && (isDue() || Date.now() - plannedMs > OLD_MS))
            onChange();
    }, TICK_MS);

    return {
        listId,
        state,
        users: 0,
        pack: () => kept?.pack ?? null,
        stop() {
            isStopped = true;
            stopWatching();
            stopHousehold();
            clearInterval(ticker);
            clearTimeout(planTimer);
            clearTimeout(askTimer);
        },
    };
}

function keeperOf(listId: string): Keeper | undefined {
    return [...keepers].find((keeper) => resolveList(keeper.listId) === resolveList(listId));
}

/* The plan of a list while somebody looks at it: stop when nobody does any more. */
export function watchPlan(listId: string): { state: ReadonlySignal<PlanState>; stop: () => void } {
    const keeper = keeperOf(listId) ?? createKeeper(listId);
    keepers.add(keeper);
    keeper.users++;
    return {
        state: keeper.state,
        stop() {
            if (--keeper.users === 0) {
                keeper.stop();
                keepers.delete(keeper);
            }
        },
    };
}

/* What the plan of a list that is watched is made of. */
export function packOf(listId: string): Pack | null {
    return keeperOf(listId)?.pack() ?? null;
}
