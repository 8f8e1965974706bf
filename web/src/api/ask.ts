/*
 * The one way to the API: a trusted document by its hash, typed, with the session in cookies.
 * Nothing is tried again here but what a new access token lets in, or none: who asks knows whether
 * and when.
 */
import { type Lock, withLock } from './locks.ts';
import { refresh as refreshOperation } from './session.graphql.ts';

export interface Operation<Data, Variables> {
    id: string;
    name: string;
    /* Only for the compiler: what is asked with, and answered. */
    data?: Data;
    variables?: Variables;
}

interface Told {
    /* Of docs/api.md, as the code is. */
    reason?: string | undefined;
    /* When to ask again, and when at the latest the same is let in. */
    retryAfterS?: number | undefined;
    latestS?: number | undefined;
    /* The token that was sent is none, or has run out. */
    isStale?: boolean;
}

/* `code`: one of docs/api.md, or OFFLINE: no answer came within the limit. */
export class ApiError extends Error implements Told {
    readonly code: string;
    declare readonly reason?: string;
    declare readonly retryAfterS?: number;
    declare readonly latestS?: number;
    declare readonly isStale?: boolean;

    constructor(code: string, message: string, told: Told = {}) {
        super(message);
        this.code = code;
        Object.assign(this, told);
    }
}

export function isNobody(error: unknown): error is ApiError {
    return error instanceof ApiError && error.code === 'UNAUTHENTICATED';
}

export interface AskOptions {
    signal?: AbortSignal;
    /* A mutation with the same key is done once, and answered alike. */
    idempotencyKey?: string;
    limitMs?: number;
    /* Asks with a password: UNAUTHENTICATED is the answer to that, but where the token is stale. */
    hasPassword?: boolean;
    /*
     * The token of a link to a list: asked for as whoever has that, and nobody else, so that it
     * works for all alike. UNAUTHENTICATED: the link leads nowhere.
     */
    share?: string | undefined;
}

/* How a stream ended: `complete`, or to be asked again, no sooner than the server said. */
export interface StreamEnd {
    isComplete: boolean;
    retryMs: number | null;
}

export interface Api {
    ask<Data, Variables>(operation: Operation<Data, Variables>, variables: Variables,
        options?: AskOptions): Promise<Data>;
    stream<Data, Variables>(operation: Operation<Data, Variables>, variables: Variables,
        onEvent: (data: Data) => void, signal: AbortSignal, share?: string): Promise<StreamEnd>;
}

const JSON_ALONE = 'application/json';
export const LIMIT_MS = 3000;
const REFRESH_LIMIT_MS = 10_000; // one that is asked again is another token: better wait for it
/* Errors of a refresh that say something of its token. */
const ENDING = new Set(['UNAUTHENTICATED', 'BAD_USER_INPUT']);
const KEPT_ALIVE_MAX = 20_000; // characters: browsers take 64 kB in all

export interface Answer {
    data?: unknown;
    errors?: { message: string;
        extensions?: { code?: string; reason?: string; retryAfter?: number } }[];
}

/* Aborts with `signal`, or when it was not told to go on for so long. */
export function deadline(signal: AbortSignal | undefined) {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (signal?.aborted)
        abort();
    signal?.addEventListener('abort', abort);
    return {
        signal: controller.signal,
        within(ms: number): void {
            clearTimeout(timer);
            timer = setTimeout(abort, ms);
        },
        end(): void {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
            abort();
        },
    };
}

export function errorOf(answer: Answer, response: Response): ApiError | null {
    const error = answer.errors?.[0];
    const retryAfterS = Number(response.headers.get('Retry-After')) || undefined;
    if (response.status === 429)
        return new ApiError('RATE_LIMITED', error?.message ?? 'asked too often',
            { retryAfterS: retryAfterS ?? 1 });
    if (error !== undefined) {
        const { code = 'INTERNAL', reason, retryAfter: latestS } = error.extensions ?? {};
        return new ApiError(code, error.message,
            { reason, retryAfterS, latestS, isStale: response.status === 401 });
    }
    return response.ok ? null
        : new ApiError('UNAVAILABLE', `HTTP ${response.status}`, { retryAfterS });
}

/* Null: none of ours, but of what stands between. */
function parse(text: string): Answer | null {
    try {
        const answer = JSON.parse(text) as Answer;
        return answer.data === undefined && answer.errors === undefined ? null : answer;
    } catch {
        return null;
    }
}

export async function readAnswer(response: Response): Promise<Answer> {
    const answer = parse(await response.text());
    const error = errorOf(answer ?? {}, response);
    if (error !== null)
        throw error;
    if (answer === null)
        throw new ApiError('UNAVAILABLE', 'an answer of somebody else');
    return answer;
}

/* `onOld`: the server knows this build's documents no more. */
export function createApi(fetch: typeof globalThis.fetch, lock: Lock, onOld: () => void): Api {
    let refreshing: Promise<void> | null = null;

    /* What is asked as the page is left is asked though it is closed. */
    function post(path: string, accept: string, body: unknown, signal: AbortSignal,
        { idempotencyKey: key, share }: AskOptions = {}): Promise<Response> {
        const text = JSON.stringify(body);
        return fetch(path, {
            method: 'POST',
            headers: { 'Accept': accept, 'Content-Type': 'application/json',
                ...(share === undefined ? { 'SmartCart-Tokens': 'cookie' }
                    : { 'SmartCart-Share': share }),
                ...(key ? { 'Idempotency-Key': key } : {}) },
            body: text,
            keepalive: globalThis.document?.visibilityState === 'hidden' && accept === JSON_ALONE &&
                text.length <= KEPT_ALIVE_MAX,
            credentials: share === undefined ? 'same-origin' : 'omit',
            signal,
        });
    }

    /* What the network does to a request is one thing to who asks: OFFLINE. */
    async function reach<Result>(work: () => Promise<Result>,
        signal?: AbortSignal): Promise<Result> {
        try {
            return await work();
        } catch (error) {
            if (error instanceof ApiError && error.code === 'PERSISTED_QUERY_NOT_FOUND')
                onOld();
            if (error instanceof ApiError || signal?.aborted)
                throw error;
            throw new ApiError('OFFLINE', 'no answer');
        }
    }

    async function refreshNow(): Promise<void> {
        const limit = deadline(undefined);
        limit.within(REFRESH_LIMIT_MS);
        try {
            await readAnswer(await post('/graphql/session', JSON_ALONE,
                { documentId: refreshOperation.id }, limit.signal));
        } catch (error) {
            if (!(error instanceof ApiError) || !ENDING.has(error.code))
                throw error;
            throw new ApiError('UNAUTHENTICATED', error.message);
        } finally {
            limit.end();
        }
    }

    /* Once for all who wait for it, and one tab after the other: a refresh token works once. */
    function refresh(): Promise<void> {
        refreshing ??= lock('smartcart-refresh', refreshNow)
            .finally(() => { refreshing = null; });
        return refreshing;
    }

    /* Behind a session that is over its cookies are gone, and what anybody may ask, such as to sign
       in, is asked as nobody. */
    async function withSession<Result>(work: () => Promise<Result>,
        { hasPassword = false, share }: AskOptions): Promise<Result> {
        try {
            return await work();
        } catch (error) {
            if (!isNobody(error) || (hasPassword && !error.isStale) || share !== undefined)
                throw error;
            await refresh().catch((refused: unknown) => {
                if (!isNobody(refused) || !error.isStale)
                    throw refused;
            });
            return work();
        }
    }

    async function askOnce(body: unknown, options: AskOptions): Promise<unknown> {
        const limit = deadline(options.signal);
        limit.within(options.limitMs ?? LIMIT_MS);
        try {
            return (await readAnswer(await post('/graphql', JSON_ALONE, body, limit.signal,
                options))).data;
        } finally {
            limit.end();
        }
    }

    return {
        ask: (operation, variables, options = {}) => reach(() => withSession(() =>
            askOnce({ documentId: operation.id, variables }, options), options),
        options.signal) as never,
        stream: (operation, variables, onEvent, signal, share) => reach(async () => {
            const { streamOnce } = await import('./stream.ts');
            return withSession(() => streamOnce((limit) => post('/graphql', 'text/event-stream',
                { documentId: operation.id, variables }, limit, { share }), onEvent as never, signal),
            { share });
        }, signal),
    };
}

export const { ask, stream } = createApi((...request) => globalThis.fetch(...request), withLock,
    () => void navigator.serviceWorker?.getRegistration().then((worker) => worker?.update())
        .catch(() => undefined));
