import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLock } from '../../src/api/locks.ts';
import { ApiError, createApi } from '../../src/api/ask.ts';
import { news, type News } from '../../src/api/lists.graphql.ts';
import { me, refresh, signIn } from '../../src/api/session.graphql.ts';
import { createEventReader } from '../../src/api/sse.ts';

interface Asked {
    path: string;
    id: string;
    headers: Record<string, string>;
}

/* An API whose answers are told by the test. */
function fake(answer: (asked: Asked, signal: AbortSignal) => Response | Promise<Response>) {
    const asked: Asked[] = [];
    const api = createApi(async (path, init) => {
        const one = { path: String(path), id: JSON.parse(init!.body as string).documentId,
            headers: init!.headers as Record<string, string> };
        asked.push(one);
        return answer(one, init!.signal!);
    }, withLock);
    return { api, asked };
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
