/* What is known of an answer while it is asked for, and what is shown of it then. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type ComponentChildren, Fragment, h, render, toChildArray, type VNode } from 'preact';
import { createServer, type ViteDevServer } from 'vite';
import { ApiError } from '../../src/api/ask.ts';
import { type Answer, troubleOf, useAnswer } from '../../src/sync/answers.ts';
import { core, syncState } from '../../src/sync/lists.ts';
import { until } from '../helpers/until.ts';

interface Asked {
    signal: AbortSignal;
    answer(data: string): void;
    fail(code: string, retryAfterS?: number): void;
}

/* A component that asks, on a page where it shows nothing; what it was asked, and knows last. */
function open(key: string | null, version?: string) {
    const page = { nodeType: 1, firstChild: null, childNodes: [], ownerDocument: {} };
    const asked: Asked[] = [];
    let now: Answer<string>;
    const load = (signal: AbortSignal) => new Promise<string>((answer, reject) => {
        asked.push({ signal, answer, fail: (code, retryAfterS) =>
            reject(new ApiError(code, 'no',
                retryAfterS === undefined ? {} : { retryAfterS })) });
    });
    function Asking(props: { of: string | null; version: string | undefined }) {
        now = useAnswer(props.of, load, props.version);
        return null;
    }
    const ask = (of: string | null, version?: string): void =>
        render(h(Asking, { of, version }), page as never);
    ask(key, version);
    return {
        asked,
        ask,
        close: () => render(null, page as never),
        again: () => now.again(),
        known: () => [now.data, now.trouble] as const,
        at: () => now.at,
        /* The last of them, which is there by then. */
        async last(count: number): Promise<Asked> {
            await until(`it is asked for the ${count}. time`, () => asked.length === count);
            return asked.at(-1)!;
        },
        untilKnown: (data: string | null, trouble: Answer<string>['trouble']) =>
            until(`it is ${data}, ${trouble}`, () => now.data === data && now.trouble === trouble),
    };
}

const passing = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let isReached = true; // the server, which knows nobody
let vite: ViteDevServer;

before(async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    Object.assign(globalThis, { document: page, window: page,
        addEventListener: page.addEventListener.bind(page),
        fetch: async () => {
            if (!isReached)
                throw new TypeError('no signal');
            return Response.json({ errors: [{ message: 'nobody',
                extensions: { code: 'UNAUTHENTICATED' } }] });
        } });
    await core.network();
    vite = await createServer({ root: fileURLToPath(new URL('../..', import.meta.url)),
        server: { middlewareMode: true, ws: false }, appType: 'custom',
        optimizeDeps: { noDiscovery: true }, logLevel: 'error' });
});
after(async () => {
    core.stop();
    await vite.close();
});

/* As the browser tells it. */
async function setOnline(isOnline: boolean): Promise<void> {
    isReached = isOnline;
    document.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
    if (isOnline)
        core.fetchAll();
    await until(`online: ${isOnline}`, () => syncState.value.isOnline === isOnline);
}

test('an answer is known when it is there, and kept for the next time it is looked at', async () => {
    const first = open('price');
    assert.deepEqual(first.known(), [null, null]);
    (await first.last(1)).answer('0.99');
    await first.untilKnown('0.99', null);
    const at = first.at();
    first.close();

    const next = open('price');
    assert.deepEqual(next.known(), ['0.99', null]);
    assert.equal(next.at(), at);
    (await next.last(1)).answer('1.09');
    await next.untilKnown('1.09', null);
    assert.ok(next.at() >= at);
    next.close();
});

test('nothing is asked while there is nothing to ask', async () => {
    const page = open(null);
    await passing(80);
    assert.equal(page.asked.length, 0);
    assert.deepEqual(page.known(), [null, null]);
    page.ask('aisles');
    (await page.last(1)).answer('dairy');
    await page.untilKnown('dairy', null);
    page.ask(null);
    assert.deepEqual(page.known(), [null, null]);
    page.close();
});

test('of another version it is shown as it was until it is asked for anew', async () => {
    const page = open('deals', 'milk');
    (await page.last(1)).answer('milk 20% off');
    await page.untilKnown('milk 20% off', null);
    page.ask('deals', 'milk, eggs');
    assert.deepEqual(page.known(), ['milk 20% off', null]);
    (await page.last(2)).answer('both 20% off');
    await page.untilKnown('both 20% off', null);
    page.close();
});

test('an answer to what is asked no more is kept, and not shown', async () => {
    const page = open('store 1');
    const first = await page.last(1);
    page.ask('store 2');
    (await page.last(2)).answer('two');
    assert.equal(first.signal.aborted, true);
    first.answer('one');
    await page.untilKnown('two', null);
    page.ask('store 1');
    assert.deepEqual(page.known(), ['one', null]);
    const last = await page.last(3);
    page.close();
    await until('nobody waits for it', () => last.signal.aborted);
});

test('a failure is told, with what was known before it; asking again puts it right', async () => {
    const page = open('history');
    (await page.last(1)).fail('INTERNAL');
    await page.untilKnown(null, 'failed');
    page.again();
    (await page.last(2)).answer('since May');
    await page.untilKnown('since May', null);
    page.again();
    (await page.last(3)).fail('BAD_USER_INPUT');
    await page.untilKnown('since May', 'failed');
    await passing(80);
    assert.equal(page.asked.length, 3); // it would fail again: the reader says when
    page.close();
    const next = open('history');
    (await next.last(1)).fail('INTERNAL');
    await next.untilKnown('since May', 'failed');
    next.close();
});

test('what may be over the next time is asked again by itself', async () => {
    for (const code of ['OFFLINE', 'TIMEOUT', 'UNAVAILABLE']) {
        const page = open(`busy ${code}`);
        (await page.last(1)).fail(code, 0.01);
        await page.untilKnown(null, code === 'OFFLINE' ? 'offline' : 'failed');
        (await page.last(2)).answer('there');
        await page.untilKnown('there', null);
        page.close();
    }
});

test('having asked too often is no news: it is asked again when that was said to be allowed', async () => {
    const page = open('often');
    (await page.last(1)).fail('RATE_LIMITED', 0.01);
    const second = await page.last(2);
    assert.deepEqual(page.known(), [null, null]);
    second.answer('in time');
    await page.untilKnown('in time', null);
    page.close();
});

test('who has gone is asked for nothing more', async () => {
    const page = open('left');
    (await page.last(1)).fail('UNAVAILABLE', 0.05);
    await page.untilKnown(null, 'failed');
    page.close();
    await passing(120);
    assert.equal(page.asked.length, 1);
});

test('without a signal it is as it was, and asked for with the first signal', async () => {
    const page = open('offline');
    (await page.last(1)).answer('before');
    await page.untilKnown('before', null);
    await setOnline(false);
    (await page.last(2)).fail('OFFLINE', 0.01);
    await page.untilKnown('before', 'offline');
    await passing(80);
    assert.equal(page.asked.length, 2); // the signal is waited for, not the clock
    await setOnline(true);
    (await page.last(3)).answer('after');
    await page.untilKnown('after', null);
    page.close();
});

test('the last twelve are kept', async () => {
    for (let n = 1; n <= 13; n++) {
        const page = open(`answer ${n}`);
        (await page.last(1)).answer(String(n));
        await page.untilKnown(String(n), null);
        page.close();
    }
    const first = open('answer 1');
    const second = open('answer 2');
    assert.deepEqual([first.known(), second.known()], [[null, null], ['2', null]]);
    first.close();
    second.close();
});

test('only a signal that is missing is called so', () => {
    assert.equal(troubleOf(new ApiError('OFFLINE', '')), 'offline');
    assert.equal(troubleOf(new ApiError('TIMEOUT', '')), 'failed');
    assert.equal(troubleOf(new Error('bug')), 'failed');
});

type Props = Record<string, unknown>;

/* Its elements by their names, and what they are given; not what components make of it. */
function elementsIn(children: ComponentChildren): [name: string, props: Props][] {
    return toChildArray(children).flatMap((one) => {
        if (typeof one !== 'object')
            return [];
        const below = elementsIn(one.props.children);
        const name = typeof one.type === 'string' ? one.type : one.type.name;
        return one.type === Fragment ? below : [[name, one.props as Props] as [string, Props], ...below];
    });
}

async function shown(known: Partial<Answer<string>>, props = {}) {
    const { Answered } = await vite.ssrLoadModule('/src/deals/answered.tsx') as
        typeof import('../../src/deals/answered.tsx');
    let agains = 0;
    const elements = elementsIn(Answered<string>({ ...props,
        answer: { data: null, at: 0, trouble: null, again: () => void agains++, ...known },
        children: (data) => h('output', null, data) }));
    return { names: elements.map(([name]) => name), elements: new Map(elements), agains: () => agains };
}

test('shown: that it is coming, and on a page of its own under a heading', async () => {
    assert.deepEqual((await shown({})).names, ['Skeleton']);
    assert.deepEqual((await shown({}, { isAlone: true })).names, ['h1', 'Skeleton']);
});

test('shown: why there is none, and a way to ask again', async () => {
    for (const [trouble, title] of [['offline', 'No signal'],
        ['failed', 'That could not be fetched']] as const) {
        const { names, elements, agains } = await shown({ trouble }, { isAlone: true });
        assert.deepEqual(names, ['EmptyState']);
        const props = elements.get('EmptyState')!;
        assert.deepEqual([props.title, props.isAlone], [title, true]);
        (props.action as VNode<{ onPress: () => void }>).props.onPress();
        assert.equal(agains(), 1);
    }
});

test('shown: the answer, with its age where it could not be asked for anew', async () => {
    assert.deepEqual((await shown({ data: 'milk' })).names, ['output']);
    const old = await shown({ data: 'milk', trouble: 'failed', at: Date.now() - 3_600_000 });
    assert.deepEqual(old.names, ['div', 'Icon', 'span', 'Button', 'output']);
    assert.match(String(old.elements.get('span')!.children), /^As it was 1 hr/);
    (old.elements.get('Button')!.onPress as () => void)();
    assert.equal(old.agains(), 1);
    assert.deepEqual((await shown({ data: 'milk', trouble: 'offline' }, { isAgeless: true })).names,
        ['output']);
});
