/*
 * What sends, fetches and listens, put together. It is loaded once lists can be seen and edited:
 * neither waits for it.
 */
import type { Api } from '../api/ask.ts';
import type { Apply } from '../api/lists.graphql.ts';
import type { Lock } from '../api/locks.ts';
import type { SessionKeeper } from '../session/keeper.ts';
import { adoptLists } from './adopt.ts';
import type { Clock } from './clock.ts';
import { createEngine, type Engine, type NetworkState, type Page } from './engine.ts';
import { createFlush } from './flush.ts';
import type { Op, Patch } from './model.ts';
import { createPull } from './pull.ts';
import type { Replica } from './replica.ts';

export interface NetworkContext {
    replica: Replica;
    session: SessionKeeper;
    state: NetworkState;
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
}

export function createNetwork(context: NetworkContext): Engine {
    const { replica, session, commit, clock, newId } = context;
    const pull = createPull(context);
    const flush = createFlush({
        ...context,
        pull,
        householdId: () => session.session.peek().householdId,
    });
    return createEngine({
        ...context,
        flush,
        pull,
        adopt() {
            adoptLists(replica, clock, newId).forEach(commit);
            session.forget();
        },
    });
}
