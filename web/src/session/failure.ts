/* What went wrong, as far as it makes a difference to who has to do something about it. */
import { ApiError } from '../api/ask.ts';

export type Failure =
    | { kind: 'offline' | 'password' | 'address' | 'short' | 'link' | 'known' | 'over' | 'conflict'
        | 'full' | 'forbidden' | 'other' }
    | { kind: 'often'; minutes: number };

const LOST = new Set(['OFFLINE', 'TIMEOUT', 'UNAVAILABLE']);

/* The server's words name the argument; of some it says more than one thing. */
const INPUTS: readonly [RegExp, Exclude<Failure['kind'], 'often'>][] = [
    [/^email: this is no/u, 'address'],
    [/^password: \d/u, 'short'],
    [/password/u, 'password'],
    [/^token:/u, 'link'],
    [/has an account already/u, 'known'],
    [/at most|open invitations already/u, 'full'],
    [/hand (it|the household) over/u, 'conflict'],
];

/* When to try again: the header says it, or the words do. */
function minutesOf({ retryAfterS, message }: ApiError): number {
    const said = /(\d+) minutes?/u.exec(message)?.[1];
    return Math.max(1, said === undefined ? Math.ceil((retryAfterS ?? 60) / 60) : Number(said));
}

export function failureOf(error: unknown): Failure {
    if (!(error instanceof ApiError))
        return { kind: 'other' };
    if (LOST.has(error.code))
        return { kind: 'offline' };
    switch (error.code) {
    case 'RATE_LIMITED': return { kind: 'often', minutes: minutesOf(error) };
    case 'UNAUTHENTICATED': return { kind: /password/u.test(error.message) ? 'password' : 'over' };
    case 'CONFLICT': return { kind: 'conflict' };
    case 'FORBIDDEN': case 'NOT_FOUND': return { kind: 'forbidden' };
    case 'BAD_USER_INPUT':
        return { kind: INPUTS.find(([words]) => words.test(error.message))?.[1] ?? 'other' };
    default: return { kind: 'other' };
    }
}
