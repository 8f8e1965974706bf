/* What the server says of a failure is said in our words. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ApiError } from '../../src/api/ask.ts';
import { failureOf } from '../../src/session/failure.ts';

const SAID: [code: string, reason: string | undefined, kind: string][] = [
    ['OFFLINE', undefined, 'offline'],
    ['UNAUTHENTICATED', 'PASSWORD_WRONG', 'password'],
    ['UNAUTHENTICATED', undefined, 'over'],
    ['BAD_USER_INPUT', 'EMAIL_INVALID', 'address'],
    ['BAD_USER_INPUT', 'PASSWORD_UNFIT', 'short'],
    ['BAD_USER_INPUT', 'PASSWORD_WRONG', 'password'],
    ['BAD_USER_INPUT', 'LINK_OVER', 'link'],
    ['BAD_USER_INPUT', 'EMAIL_TAKEN', 'known'],
    ['BAD_USER_INPUT', 'HAND_OVER_FIRST', 'conflict'],
    ['BAD_USER_INPUT', 'LIMIT_REACHED', 'full'],
    ['BAD_USER_INPUT', 'OF_A_NEWER_SERVER', 'other'],
    ['NOT_FOUND', undefined, 'forbidden'],
    ['INTERNAL', undefined, 'other'],
];

for (const [code, reason, kind] of SAID) {
    test(`${code} ${reason ?? ''} is ${kind}`, () => {
        assert.equal(failureOf(new ApiError(code, 'words', { reason })).kind, kind);
    });
}

test('each reason of the server and of its description is told apart', () => {
    const read = (path: string): string =>
        readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    const reasons = [...read('src/base/reason.c').matchAll(/= "([A-Z_]+)"/gu)].map(([, one]) => one!);
    const table = /\| `extensions.reason`.*?\n\n/su.exec(read('docs/api.md'))![0];
    assert.ok(reasons.length > 5);
    assert.deepEqual([...table.matchAll(/^\| `([A-Z_]+)`/gmu)].map(([, one]) => one), reasons);
    for (const reason of reasons)
        assert.notEqual(failureOf(new ApiError('BAD_USER_INPUT', '', { reason })).kind, 'other', reason);
});

test('too many tries: by the latest time, else by the next one', () => {
    const often = (told: object) => failureOf(new ApiError('RATE_LIMITED', '', told));
    assert.deepEqual(often({ latestS: 720, retryAfterS: 1 }), { kind: 'often', minutes: 12 });
    assert.deepEqual(often({ retryAfterS: 90 }), { kind: 'often', minutes: 2 });
    assert.deepEqual(often({}), { kind: 'often', minutes: 1 });
});

test('what is no answer of the server is nobody else’s fault', () => {
    assert.equal(failureOf(new TypeError('x')).kind, 'other');
});
