/*
 * Plans and prices on this device: the engine's thread begins with the first question, and ends when
 * it has not been asked for a while.
 */
import { scriptUrl } from '../trusted.ts';
import workerUrl from './worker.ts?worker&url';
import type { Question, Told } from './worker.ts';

const IDLE_MS = 60_000;
const LATE_MS = 20_000;

interface Waiter {
    resolve(answer: string): void;
    reject(error: Error): void;
}

const waiters = new Map<number, Waiter>();
let worker: Worker | null = null;
let idle: ReturnType<typeof setTimeout> | undefined;
let last = 0;

function stop(reason: string): void {
    worker?.terminate();
    worker = null;
    for (const waiter of waiters.values())
        waiter.reject(new Error(reason));
    waiters.clear();
}

function hear({ data }: MessageEvent<Told>): void {
    const waiter = waiters.get(data.id);
    waiters.delete(data.id);
    if ('answer' in data)
        waiter?.resolve(data.answer);
    else
        waiter?.reject(new Error(data.failure));
}

function started(): Worker {
    if (worker === null) {
        worker = new Worker(scriptUrl(workerUrl), { type: 'module' });
        worker.addEventListener('message', hear);
        worker.addEventListener('error', () => stop('the engine could not be loaded'));
    }
    clearTimeout(idle);
    idle = setTimeout(() => waiters.size === 0 && stop('idle'), IDLE_MS);
    return worker;
}

/* The answer as JSON; rejects with the engine's words, and when it is late. */
export function askEngine(word: Question['word'], document: string): Promise<string> {
    const id = ++last;
    const question: Question = { id, word, document };
    return new Promise((resolve, reject) => {
        const late = setTimeout(() => stop('the engine took too long'), LATE_MS);
        const settle = <T>(then: (value: T) => void) => (value: T) => {
            clearTimeout(late);
            then(value);
        };
        waiters.set(id, { resolve: settle(resolve), reject: settle(reject) });
        started().postMessage(question);
    });
}
