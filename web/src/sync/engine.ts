/*
 * Keeps lists in step while the page is open: sends, fetches, listens. Of all tabs that are to be
 * seen one does it, and the others are told; a page that is hidden sends what it has, then rests.
 */
import { computed, effect, type ReadonlySignal, type Signal } from '@preact/signals';
import { type Api, ApiError } from '../api/ask.ts';
import type { Lock } from '../api/locks.ts';
import type { News } from '../api/lists.graphql.ts';
import type { SessionKeeper } from '../session/keeper.ts';
import type { Flush } from './flush.ts';
import { listen, STREAMS_MAX, type Wanted, wantedOf } from './live.ts';
import { isLinkOver, type Pull } from './pull.ts';
import type { Replica } from './replica.ts';
import { createWaker, pauseMs, type Urgency, type Waker } from './waker.ts';

const IDLE_MS = 60_000; // without a stream, how often to ask
const LISTS_MS = 300_000; // with one, how often to ask for lists that are new
const WEAK_SIGNAL_FAILURES = 2; // where some answers come, pauses do not grow further
const SIGNAL_LOST = new Set(['OFFLINE', 'TIMEOUT', 'UNAVAILABLE']);

export interface Page {
    isVisible(): boolean;
    onChange(changed: (reason: 'online' | 'offline' | 'shown' | 'hidden') => void): void;
}

/* What people are told of it. */
export interface NetworkState {
    isOnline: boolean;
    syncedAt: number | null;
    trouble: 'offline' | 'signed-out' | 'too-old' | null;
}

export interface EngineContext {
    state: Signal<NetworkState>; // there before the rest is loaded
    replica: Replica;
    session: SessionKeeper;
    stream: Api['stream'];
    flush: Flush;
    pull: Pull;
    page: Page;
    lock: Lock;
    /* How many requests were answered so far. */
    answers(): number;
    nowMs(): number;
    tell(state: NetworkState): void;
    /* Writes and tells what is still to be. */
    settle(): void;
    /* Makes lists of a guest whose session is over lists of nobody yet. */
    adopt(): void;
}

interface Stream {
    wanted: ReadonlySignal<string>;
    waker: Waker;
    isLive: boolean;
}

export interface Engine {
    start(): void;
    stop(): void;
    wake(urgency: Urgency): void;
    /* Asks for all lists, if it is this tab that does. */
    fetchAll(): void;
}

export function createEngine(context: EngineContext): Engine {
    const { replica, flush, pull, page, nowMs, session } = context;
    const sending = createWaker();
    const streams: Stream[] = Array.from({ length: STREAMS_MAX }, (_, stream) => ({
        wanted: computed(() => wantedOf(replica, session.isSomebody(), stream)),
        waker: createWaker(),
        isLive: false,
    }));
    const stopping = new AbortController();
    let isPullDue = true;
    let pulledAt = 0;
    let isLeading = false;
    let losses = 0; // of the signal, as the device has told
    let waiting: News['listNews'][] = [];
    const hearing = new Set<Promise<void>>();

    function set(change: Partial<NetworkState>): void {
        context.state.value = { ...context.state.peek(), ...change };
        context.tell(context.state.peek());
    }

    /* What was on its way when the signal went says nothing of it. */
    function reached(since: number): void {
        if (losses === since)
            set({ isOnline: true, trouble: session.session.peek().isOver ? 'signed-out' : null });
    }

    /* What went wrong; nothing may end the loops. */
    function missed(error: unknown): ApiError {
        if (!(error instanceof ApiError)) {
            console.error(error);
            return new ApiError('INTERNAL', String(error));
        }
        if (error.code === 'UNAUTHENTICATED') {
            session.expire();
            set({ trouble: 'signed-out' });
        }
        if (error.code === 'PERSISTED_QUERY_NOT_FOUND')
            set({ trouble: 'too-old' });
        if (SIGNAL_LOST.has(error.code))
            set({ isOnline: false, trouble: 'offline' });
        return error;
    }

    async function takeNews(news: News['listNews']): Promise<void> {
        if (flush.isHeld(news.listId)) {
            waiting.push(news);
        } else if (!pull.takeNews(news)) {
            await pull.list(news.listId).catch(() => {
                isPullDue = true;
                sending.wake('edit');
            });
        }
    }

    function hear(news: News['listNews']): void {
        const heard = takeNews(news).finally(() => hearing.delete(heard));
        hearing.add(heard);
    }

    async function send(): Promise<void> {
        try {
            await flush.run();
        } finally {
            const news = waiting;
            waiting = [];
            news.forEach(hear);
        }
    }

    /* True: there is somebody to send and fetch as. */
    async function isSomebody(isAll: boolean): Promise<boolean> {
        const { kind, isOver } = session.session.peek();
        await session.finishSignOut();
        if (kind === 'unknown' || (kind === 'account' && isOver && isAll))
            await session.look();
        if (kind === 'guest' && isOver)
            context.adopt();
        if (session.session.peek().kind === 'none' && flush.isDue())
            await session.ensureGuest();
        return session.isSomebody();
    }

    const byLink = (): number => replica.lists.peek().filter((list) => list.isByLink).length;

    /* All that is shown is told of as it happens. */
    function isLive(): boolean {
        return byLink() < STREAMS_MAX &&
            streams.every((stream) => stream.isLive || stream.wanted.peek() === '');
    }

    async function syncOnce(): Promise<void> {
        const isAll = isPullDue;
        const answers = context.answers();
        const since = losses;
        isPullDue = false;
        try {
            const isKnown = await isSomebody(isAll);
            await send();
            if (isAll && isKnown)
                await session.look();
            if (isAll && session.isSomebody())
                await pull.lists();
            if (isAll)
                await pull.links();
            if (context.answers() > answers)
                set({ syncedAt: nowMs() });
        } catch (error) {
            isPullDue ||= isAll;
            throw error;
        }
        if (isAll)
            pulledAt = nowMs();
        if (isAll || context.answers() > answers) // else nothing was asked: nothing is known of the signal
            reached(since);
    }

    async function keepSending(): Promise<void> {
        let failures = 0;
        while (!stopping.signal.aborted) {
            const isLast = !page.isVisible();
            let pause = IDLE_MS;
            let urgency: Urgency = 'edit';
            const answers = context.answers();
            try {
                await syncOnce();
                failures = 0;
            } catch (caught) {
                const { retryAfterS = 0 } = missed(caught);
                failures = Math.min(failures + 1,
                    context.answers() > answers ? WEAK_SIGNAL_FAILURES : Infinity);
                pause = Math.max(pauseMs(failures), retryAfterS * 1000);
                urgency = retryAfterS > 0 ? 'must' : 'signal';
            }
            if (isLast)
                return;
            await sending.wait(pause, urgency);
            isPullDue ||= nowMs() - pulledAt >= (isLive() ? LISTS_MS : IDLE_MS);
        }
    }

    async function listenOnce(stream: Stream, signal: AbortSignal): Promise<number> {
        const wanted = JSON.parse(stream.wanted.peek()) as Wanted;
        const since = losses;
        try {
            return await listen({ ...context, onNews: hear,
                onOpen() {
                    stream.isLive = true;
                    reached(since);
                    sending.wake('signal');
                } }, wanted, signal);
        } catch (error) {
            if (wanted.share === undefined || !isLinkOver(error))
                throw error;
            await pull.endLink(wanted.listIds[0]!);
            return 0;
        } finally {
            stream.isLive = false;
        }
    }

    /* Begins anew with each other set of lists, or somebody else. */
    async function keepListening(stream: Stream, until: AbortSignal): Promise<void> {
        const { wanted, waker } = stream;
        let failures = 0;
        let current = new AbortController();
        const end = effect(() => {
            void wanted.value;
            current.abort();
            waker.wake('must');
        });
        until.addEventListener('abort', () => {
            current.abort();
            waker.wake('must');
        });
        while (!until.aborted) {
            current = new AbortController();
            waker.calm();
            let pause = IDLE_MS;
            try {
                if (wanted.peek() !== '')
                    pause = await listenOnce(stream, current.signal);
                failures = 0;
            } catch (error) {
                failures = current.signal.aborted ? 0 : failures + 1;
                if (failures > 0)
                    missed(error);
                pause = pauseMs(failures);
            }
            if (!until.aborted)
                await waker.wait(pause, 'signal');
        }
        end();
    }

    /* The next one to lead is to know all that this one heard: nothing is written behind its back. */
    async function lead(): Promise<void> {
        isLeading = true;
        const until = new AbortController();
        const listened = streams.map((stream) => keepListening(stream, until.signal));
        try {
            await keepSending();
        } finally {
            until.abort();
            await Promise.all(listened);
            await Promise.all(hearing);
            context.settle();
            isLeading = false;
        }
    }

    async function run(): Promise<void> {
        while (!stopping.signal.aborted) {
            await context.lock('smartcart-sync', lead);
            while (!page.isVisible() && !stopping.signal.aborted)
                await sending.wait(IDLE_MS, 'signal');
        }
    }
    return {
        start() {
            page.onChange((reason) => {
                isPullDue ||= reason === 'online' || reason === 'shown';
                losses += Number(reason === 'offline');
                if (reason === 'offline' && isLeading)
                    missed(new ApiError('OFFLINE', 'no signal'));
                sending.wake(reason === 'hidden' ? 'must' : 'signal');
                streams.forEach(({ waker }) => waker.wake('signal'));
            });
            void run();
        },
        stop() {
            stopping.abort();
            sending.wake('must');
        },
        wake: sending.wake,
        fetchAll() {
            isPullDue = true;
            sending.wake('must');
        },
    };
}
