/* What the server said about something that is looked at, and not edited: asked for anew each time,
   and until then, or without a signal, as it was said last. The last few are kept. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/ask.ts';
import { core, syncState } from './lists.ts';

const KEPT_MOST = 12;
const AGAIN_S = 4;
/* What may be over the next time. */
const PASSING = new Set(['OFFLINE', 'TIMEOUT', 'UNAVAILABLE', 'RATE_LIMITED']);

interface Kept<Data> {
    at: number; // when it was said
    data: Data;
}

export interface Answer<Data> {
    /* Null: nothing is known yet. */
    data: Data | null;
    at: number;
    trouble: null | 'offline' | 'failed';
    again(): void;
}

const nameOf = (key: string): string => `answer ${key}`;

function recall<Data>(key: string): Kept<Data> | null {
    return (core.meta(nameOf(key)) as Kept<Data> | undefined) ?? null;
}

function keep<Data>(key: string, answer: Kept<Data>): void {
    const before = (core.meta('answers') as string[] | undefined ?? [])
        .filter((one) => one !== key);
    const gone = before.slice(KEPT_MOST - 1);
    core.keep({
        ...Object.fromEntries(gone.map((one) => [nameOf(one), undefined])),
        [nameOf(key)]: answer,
        answers: [key, ...before.slice(0, KEPT_MOST - 1)],
    });
}

export function troubleOf(error: unknown): 'offline' | 'failed' {
    return error instanceof ApiError && error.code === 'OFFLINE' ? 'offline' : 'failed';
}

interface State<Data> {
    key: string | null;
    kept: Kept<Data> | null;
    trouble: Answer<Data>['trouble'];
}

/* `key` is what is asked for; null: there is nothing to ask yet. When `version` changes it is asked
   for again, and shown as it was until then; so it is after a failure that passes. */
export function useAnswer<Data>(key: string | null,
    load: (signal: AbortSignal) => Promise<Data>, version = ''): Answer<Data> {
    const [state, setState] = useState<State<Data>>({ key: null, kept: null, trouble: null });
    const [round, setRound] = useState(0);
    const { isOnline } = syncState.value;

    useEffect(() => {
        if (key === null)
            return;
        const controller = new AbortController();
        let timer: ReturnType<typeof setTimeout> | undefined;
        load(controller.signal).then((data) => {
            const kept = { at: Date.now(), data };
            keep(key, kept);
            if (!controller.signal.aborted)
                setState({ key, kept, trouble: null });
        }, (error: unknown) => {
            if (controller.signal.aborted)
                return;
            const code = error instanceof ApiError ? error.code : '';
            if (isOnline && PASSING.has(code))
                timer = setTimeout(() => setRound((last) => last + 1),
                    ((error as ApiError).retryAfterS ?? AGAIN_S) * 1000);
            if (code !== 'RATE_LIMITED') // said of the asking, not of the answer
                setState((was) => ({ key, trouble: troubleOf(error),
                    kept: (was.key === key ? was.kept : null) ?? recall(key) }));
        });
        return () => {
            controller.abort();
            clearTimeout(timer);
        };
    }, [key, version, round, isOnline]);

    const now = state.key === key ? state : { kept: key === null ? null : recall<Data>(key),
        trouble: null };
    return {
        data: now.kept?.data ?? null,
        at: now.kept?.at ?? 0,
        trouble: now.trouble,
        again: () => setRound(round + 1),
    };
}
