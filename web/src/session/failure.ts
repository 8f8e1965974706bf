/* What went wrong, as far as it makes a difference to who has to do something about it. */
import { ApiError } from '../api/ask.ts';

export type Failure =
    | { kind: 'offline' | 'password' | 'address' | 'short' | 'link' | 'known' | 'over' | 'conflict'
        | 'full' | 'forbidden' | 'other' }
    | { kind: 'often'; minutes: number };
type Kind = Exclude<Failure['kind'], 'often'>;

const MINUTE_S = 60;

/* `extensions.reason` of docs/api.md. */
const BY_REASON = new Map<string | undefined, Kind>([
    ['EMAIL_INVALID', 'address'],
    ['EMAIL_TAKEN', 'known'],
    ['PASSWORD_UNFIT', 'short'],
    ['PASSWORD_WRONG', 'password'],
    ['LINK_OVER', 'link'],
    ['LIMIT_REACHED', 'full'],
    ['HAND_OVER_FIRST', 'conflict'],
]);
const BY_CODE = new Map<string, Kind>([
    ['OFFLINE', 'offline'],
    ['TIMEOUT', 'offline'],
    ['UNAVAILABLE', 'offline'],
    ['UNAUTHENTICATED', 'over'],
    ['CONFLICT', 'conflict'],
    ['FORBIDDEN', 'forbidden'],
    ['NOT_FOUND', 'forbidden'],
]);

export function failureOf(error: unknown): Failure {
    if (!(error instanceof ApiError))
        return { kind: 'other' };
    const { code, reason, latestS, retryAfterS } = error;
    if (code === 'RATE_LIMITED')
        return { kind: 'often', minutes: Math.ceil((latestS ?? retryAfterS ?? 1) / MINUTE_S) };
    return { kind: BY_REASON.get(reason) ?? BY_CODE.get(code) ?? 'other' };
}
