import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLock } from '../../src/api/locks.ts';
import { ApiError, createApi } from '../../src/api/ask.ts';
import { news, type News } from '../../src/api/lists.graphql.ts';
import { guest, me, refresh, signIn, signOut } from '../../src/api/session.graphql.ts';
import { createEventReader } from '../../src/api/sse.ts';
import { dealCategories } from '../../src/deals/deals.graphql.ts';

interface Asked {
    path: string;
    id: string;
    headers: Record<string, string>;
}

/* An API whose answers are told by the test. */
function fake(answer: (asked: Asked, signal: AbortSignal) => Response | Promise<Response>) {
    const asked: Asked[] = [];
    let updates = 0;
    const api = createApi(async (path, init) => {
        const one = { path: String(path), id: JSON.parse(init!.body as string).documentId,
            headers: init!.headers as Record<string, string> };
        asked.push(one);
        return answer(one, init!.signal!);
    }, withLock, () => updates++);
    return { api, asked, updates: () => updates };
}

function failed(code: string, status = 200, headers = {}): Response {
    return Response.json({ errors: [{ message: code, extensions: { code } }] }, { status, headers });
}

const events = (text: string): Response =>
    new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });

test('events are read out of any pieces', () => {
    const text = 'retry: 1500\n\n: hello\nevent: next\nid: 1:2\r\ndata: {"a":\r\ndata:  1}\n\n' +
        'event: complete\n\ndata: x\r\r';
    const whole = [{ event: 'next', data: '{"a":\n 1}' }, { event: 'complete', data: '' },
        { event: 'message', data: 'x' }];
    for (let size = 1; size <= text.length; size++) {
        const reader = createEventReader();
        const found = [];
        for (let at = 0; at < text.length; at += size)
            found.push(...reader.read(text.slice(at, at + size)));
        found.push(...reader.read('\n')); // what ends a lone \r
        assert.deepEqual(found, whole, `pieces of ${size}`);
        assert.equal(reader.retryMs(), 1500);
    }
});

test('many who meet an old token wait for one refresh, and ask again', async () => {
    let isFresh = false;
    const { api, asked } = fake(async ({ id }) => {
        if (id === refresh.id) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            isFresh = true;
            return Response.json({ data: {} });
        }
        return isFresh ? Response.json({ data: { me: null } }) : failed('UNAUTHENTICATED', 401);
    });
    await Promise.all([api.ask(me, {}), api.ask(me, {}), api.ask(me, {})]);
    const refreshes = asked.filter(({ id }) => id === refresh.id);
    assert.deepEqual(refreshes.map(({ path }) => path), ['/graphql/session']);
    assert.equal(asked.length, 7);
    assert.ok(asked.every(({ headers }) => headers['SmartCart-Tokens'] === 'cookie'));
});

test('a session that is over says so, whatever was wrong with its token', async () => {
    const { api } = fake(({ id }) =>
        failed(id === refresh.id ? 'BAD_USER_INPUT' : 'UNAUTHENTICATED'));
    await assert.rejects(api.ask(me, {}), { code: 'UNAUTHENTICATED' });
});

test('a refresh that gets no answer says nothing of the session', async () => {
    const { api } = fake(({ id }) => {
        if (id === refresh.id)
            throw new TypeError('no signal');
        return failed('UNAUTHENTICATED', 401);
    });
    await assert.rejects(api.ask(me, {}), { code: 'OFFLINE' });
});

/* A browser whose session the server has ended: its cookies stay until a refresh was refused. */
function signedOut() {
    let hasCookies = true;
    return fake(({ id }) => {
        if (id === refresh.id)
            hasCookies = false;
        else if (hasCookies)
            return failed('UNAUTHENTICATED', 401);
        return [refresh.id, me.id].includes(id) ? failed('UNAUTHENTICATED')
            : Response.json({ data: { signIn: {}, createGuest: {}, dealCategories: {} } });
    });
}

test('who was signed out by the server signs in again, or goes on as a guest', async () => {
    const given = { email: 'a@example.com', password: 'x' };
    const one = signedOut();
    await one.api.ask(signIn, given, { hasPassword: true });
    assert.equal(one.asked.length, 3);
    await signedOut().api.ask(guest, { country: 'IE' });
    await signedOut().api.ask(dealCategories, {});
});

test('who was signed out by the server is told so, and not asked for more', async () => {
    const { api, asked } = signedOut();
    await assert.rejects(api.ask(me, {}), { code: 'UNAUTHENTICATED' });
    assert.equal(asked.length, 3);
});

test('what a refresh says of anything but its token ends no session', async () => {
    for (const code of ['PERSISTED_QUERY_NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED', 'CONFLICT', 'COST_LIMIT',
        'FORBIDDEN', 'INTERNAL']) {
        const { api } = fake(({ id }) => (id === refresh.id ? failed(code) : failed('UNAUTHENTICATED', 401)));
        await assert.rejects(api.ask(me, {}), { code });
    }
});

test('a build that the server does not know looks for the next one', async () => {
    const { api, updates } = fake(() => failed('PERSISTED_QUERY_NOT_FOUND'));
    await assert.rejects(api.ask(me, {}), { code: 'PERSISTED_QUERY_NOT_FOUND' });
    assert.equal(updates(), 1);
    const { api: other, updates: none } = fake(() => failed('NOT_FOUND'));
    await assert.rejects(other.ask(me, {}), { code: 'NOT_FOUND' });
    assert.equal(none(), 0);
});

test('an answer of which the signal lets through a part is none', async () => {
    const part = (end: (stream: ReadableStreamDefaultController, signal: AbortSignal) => void) =>
        fake((_asked, signal) => new Response(new ReadableStream({ start(stream) {
            stream.enqueue(new TextEncoder().encode('{"data":{"signOut":'));
            end(stream, signal);
        } })));
    const cut = part((stream) => setTimeout(() => stream.error(new TypeError('network error')), 1));
    await assert.rejects(cut.api.ask(signOut, {}), { code: 'OFFLINE' });
    const slow = part((stream, signal) => signal.addEventListener('abort', () =>
        stream.error(new DOMException('', 'AbortError'))));
    await assert.rejects(slow.api.ask(signOut, {}, { limitMs: 5 }), { code: 'OFFLINE' });
});

test('what a portal of a shop answers, that there is a network to sign in to, is none', async () => {
    for (const page of ['<html>our guests surf free', '{}']) {
        const portal = fake(() => new Response(page));
        await assert.rejects(portal.api.ask(signOut, {}), { code: 'UNAVAILABLE' });
    }
});

test('no answer, one that is no JSON, and one that asks for patience', async () => {
    const hangs = fake((_asked, signal) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    }));
    await assert.rejects(hangs.api.ask(me, {}, { limitMs: 5 }), { code: 'OFFLINE' });
    const gateway = fake(() => new Response('<html>', { status: 502 }));
    await assert.rejects(gateway.api.ask(me, {}), { code: 'UNAVAILABLE' });
    const busy = fake(() => failed('RATE_LIMITED', 429, { 'Retry-After': '7' }));
    await assert.rejects(busy.api.ask(me, {}), (error: ApiError) =>
        error.code === 'RATE_LIMITED' && error.retryAfterS === 7);
});

test('a stream gives its events, and says how it ended', async () => {
    const event = `event: next\ndata: ${JSON.stringify({ data: { listNews: { listId: 'l_1' } } })}\n\n`;
    const heard: News[] = [];
    const { signal } = new AbortController();
    const ended = fake(() => events(`retry: 900\n\n${event}: still here\n\n${event}`));
    assert.deepEqual(await ended.api.stream(news, { lists: [] }, (one) => heard.push(one), signal),
        { isComplete: false, retryMs: 900 });
    assert.equal(heard.length, 2);
    const complete = fake(() => events(`${event}event: complete\ndata:\n\n`));
    assert.equal((await complete.api.stream(news, { lists: [] }, () => undefined, signal)).isComplete,
        true);
    const refused = fake(() => failed('RATE_LIMITED', 429, { 'Retry-After': '3' }));
    await assert.rejects(refused.api.stream(news, { lists: [] }, () => undefined, signal),
        { code: 'RATE_LIMITED' });
});

test('a password that is wrong is tried once; a token that has run out is refreshed first', async () => {
    const wrong = fake(() => failed('UNAUTHENTICATED'));
    const given = { email: 'a@example.com', password: 'x' };
    await assert.rejects(wrong.api.ask(signIn, given, { hasPassword: true }),
        { code: 'UNAUTHENTICATED' });
    assert.equal(wrong.asked.length, 1);
    let isFresh = false;
    const stale = fake(({ id }) => {
        isFresh ||= id === refresh.id;
        return isFresh ? Response.json({ data: {} }) : failed('UNAUTHENTICATED', 401);
    });
    await stale.api.ask(signIn, given, { hasPassword: true });
    assert.equal(stale.asked.length, 3);
});
