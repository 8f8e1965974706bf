/*
 * The order of aisles on the household's way through a store: kept here, and told to the server
 * once there is a signal. What a member has said elsewhere is taken over, but for a store of which
 * our own word is still to be sent.
 */
import { computed, effect, signal, untracked } from '@preact/signals';
import { ApiError } from '../api/ask.ts';
import type { Core } from '../sync/core.ts';
import { aisles, setAisles } from './shop.graphql.ts';

type Orders = Readonly<Record<string, readonly string[]>>;

export interface AisleKeeper {
    /* Empty: nobody has said it. */
    orderOf(storeId: string): readonly string[];
    load(storeId: string): Promise<void>;
    /* Categories that are not among them keep their places behind those that are. */
    save(storeId: string, categories: readonly string[]): void;
    stop(): void;
}

const AGAIN_MS = 60_000;
/* Said again it would be refused again. */
const REFUSED = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND']);

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

export function createAisleKeeper(core: Pick<Core, 'ask' | 'keep' | 'meta' | 'session' | 'syncState'>,
    againMs = AGAIN_MS): AisleKeeper {
    const turn = signal(0); // what is kept is gone with a sign-out: it is read each time
    const isOnline = computed(() => core.syncState.value.isOnline);
    let isSending = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const kept = <Value>(key: string): Value | undefined => {
        void turn.value;
        return core.meta(key) as Value | undefined;
    };
    const orders = (): Orders => kept<Orders>('aisles') ?? {};
    const unsent = (): readonly string[] => kept<string[]>('unsentAisles') ?? [];
    const orderOf = (storeId: string): readonly string[] => orders()[storeId] ?? [];
    const others = (storeId: string): string[] => unsent().filter((one) => one !== storeId);

    function put(change: Record<string, unknown>): void {
        core.keep(change);
        turn.value++;
    }

    async function sendOne(householdId: string, storeId: string): Promise<void> {
        const categories = orderOf(storeId);
        try {
            await core.ask(setAisles, { householdId, storeId, categories: [...categories] });
        } catch (error) {
            if (!(error instanceof ApiError) || !REFUSED.has(error.code))
                throw error;
        }
        if (isSame(orderOf(storeId), categories)) // else it was changed meanwhile
            put({ unsentAisles: others(storeId) });
    }

    async function send(householdId: string): Promise<void> {
        isSending = true;
        try {
            for (let next = unsent()[0]; next !== undefined; next = unsent()[0])
                await sendOne(householdId, next);
        } catch {
            timer = setTimeout(() => turn.value++, againMs);
        } finally {
            isSending = false;
        }
    }

    const stopSending = effect(() => {
        const { householdId, isOver } = core.session.session.value;
        const isDue = isOnline.value && !isOver && unsent().length > 0;
        clearTimeout(timer);
        if (isDue && householdId !== null && !isSending)
            untracked(() => void send(householdId));
    });

    return {
        orderOf,
        async load(storeId) {
            const { householdId } = core.session.session.peek();
            if (householdId === null)
                return;
            const { aisleOrder } = await core.ask(aisles, { householdId, storeId });
            const told = aisleOrder?.categories ?? [];
            if (told.length > 0 && !isSame(told, orderOf(storeId)) && !unsent().includes(storeId))
                put({ aisles: { ...orders(), [storeId]: told } });
        },
        save(storeId, categories) {
            const rest = orderOf(storeId).filter((category) => !categories.includes(category));
            put({ aisles: { ...orders(), [storeId]: [...categories, ...rest] },
                unsentAisles: [...others(storeId), storeId] });
        },
        stop() {
            stopSending();
            clearTimeout(timer);
        },
    };
}
