/* What the server says of a failure is said in our words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/api/ask.ts';
import { failureOf } from '../../src/session/failure.ts';

/* As src/accounts says them. */
const SAID: [code: string, message: string, kind: string][] = [
    ['OFFLINE', 'no answer', 'offline'],
    ['UNAUTHENTICATED', 'address or password are not right', 'password'],
    ['UNAUTHENTICATED', 'sign in first', 'over'],
    ['BAD_USER_INPUT', 'email: this is no address', 'address'],
    ['BAD_USER_INPUT', 'password: 8 characters at least, 1024 bytes at most', 'short'],
    ['BAD_USER_INPUT', 'password: it is not the one that was chosen', 'password'],
    ['BAD_USER_INPUT', 'the password is not right', 'password'],
    ['BAD_USER_INPUT', 'token: this link was used, or is too old: register again', 'link'],
    ['BAD_USER_INPUT', 'this address has an account already: sign in', 'known'],
    ['BAD_USER_INPUT', 'householdId: hand it over before you leave', 'conflict'],
    ['BAD_USER_INPUT', 'others are in a household of yours: hand it over first', 'conflict'],
    ['BAD_USER_INPUT', 'there are 20 open invitations already', 'full'],
    ['NOT_FOUND', 'you have no such session', 'forbidden'],
    ['INTERNAL', 'internal error', 'other'],
];

for (const [code, message, kind] of SAID) {
    test(`${code}: ${message}`, () => {
        assert.equal(failureOf(new ApiError(code, message)).kind, kind);
    });
}

test('too many tries: the time is that of the words, else of the header', () => {
    assert.deepEqual(failureOf(new ApiError('RATE_LIMITED',
        'tried too often: try again in 12 minutes')), { kind: 'often', minutes: 12 });
    assert.deepEqual(failureOf(new ApiError('RATE_LIMITED', 'asked too often: try again in 90 s', 90)),
        { kind: 'often', minutes: 2 });
});

test('what is no answer of the server is nobody else’s fault', () => {
    assert.equal(failureOf(new TypeError('x')).kind, 'other');
});
