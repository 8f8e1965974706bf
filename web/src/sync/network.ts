/*
 * What sends, fetches and listens, put together. It is loaded once lists can be seen and edited:
 * neither waits for it.
 */
import { effect, type Signal } from '@preact/signals';
import { type Api, ApiError } from '../api/ask.ts';
import type { Apply } from '../api/lists.graphql.ts';
import type { Lock } from '../api/locks.ts';
import type { SessionKeeper } from '../session/keeper.ts';
import { adoptLists } from './adopt.ts';
import type { Clock } from './clock.ts';
import { createEngine, type Engine, type NetworkState, type Page } from './engine.ts';
import { createFlush } from './flush.ts';
import { isLocal, type Op, type Patch } from './model.ts';
import { createPull, type Pull } from './pull.ts';
import type { Replica } from './replica.ts';

export interface NetworkContext {
    replica: Replica;
    session: SessionKeeper;
    state: Signal<NetworkState>;
    clock: Clock;
    page: Page;
    lock: Lock;
    ask: Api['ask'];
    stream: Api['stream'];
    names: Map<string, string | null>;
    commit(patch: Patch): void;
    confirm(): Promise<void>;
    onRefused(why: string): void;
    onAnswer(answer: Apply['applyOps'], ops: Op[]): void;
    answers(): number;
    nowMs(): number;
    newId(): string;
    onLinkEnd(name: string): void;
    /* As EngineContext's. */
    tell(state: NetworkState): void;
    settle(): void;
    /* Asks for all lists now, in whichever tab does it. */
    fetchAll(): void;
}

export interface Network extends Engine {
    /* Makes lists of a guest whose session is over lists of nobody yet. */
    adopt(): void;
    follow: Pull['follow'];
    /* A list that one has by a link is here no more. */
    leave(listId: string): void;
    /* The server's id of a list, which is made there now if it was not yet. */
    publish(listId: string): Promise<string>;
}

const PUBLISH_MS = 10_000;

/* Throws OFFLINE if it is not so in time. */
async function until(isSo: () => boolean, limitMs: number): Promise<void> {
    let end = (): void => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new ApiError('OFFLINE', 'no answer')), limitMs);
        end = effect(() => {
            if (isSo())
                resolve();
        });
    }).finally(() => {
        clearTimeout(timer);
        end();
    });
}

export function createNetwork(given: NetworkContext): Network {
    const context = { ...given, isSomebody: given.session.isSomebody };
    const { replica, session, commit, clock, newId } = context;
    const pull = createPull(context);
    const flush = createFlush({
        ...context,
        pull,
        householdId: () => session.session.peek().householdId,
        plan: () => session.session.peek().plan,
    });
    function adopt(): void {
        adoptLists(replica, clock, newId).forEach(commit);
        session.forget();
    }
    const engine = createEngine({
        ...context,
        flush,
        pull,
        adopt,
    });
    return {
        ...engine,
        adopt,
        follow: pull.follow,
        leave: (listId) => commit({ goneLists: [listId] }),
        async publish(listId) {
            const row = replica.rowOf(listId);
            if (row?.isFirst === true)
                commit({ lists: [{ ...row, isFirst: false }] });
            await session.ensureGuest();
            context.fetchAll();
            await until(() => replica.lists.value.some((list) => !isLocal(list.id) &&
                list.id === replica.resolve(listId)), PUBLISH_MS);
            return replica.resolve(listId);
        },
    };
}
