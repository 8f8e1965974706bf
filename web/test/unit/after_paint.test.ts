import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { afterPaint } from '../../src/sync/after-paint.ts';

/* A page, and a frame of it when `paint` is called. */
function openPage(visibilityState: string) {
    const frames: (() => void)[] = [];
    const document = Object.assign(new EventTarget(), { visibilityState });
    Object.assign(globalThis, { document, requestAnimationFrame: (run: () => void) => frames.push(run) });
    return { document, paint: () => frames.splice(0).forEach((run) => run()) };
}

test('after paint: it waits for a frame, and is done once', async () => {
    const { document, paint } = openPage('visible');
    let done = 0;
    afterPaint(() => done++);
    await pause(5);
    assert.equal(done, 0);
    paint();
    assert.equal(done, 0); // the frame itself is still to come
    await pause(5);
    assert.equal(done, 1);
    document.dispatchEvent(new Event('visibilitychange'));
    assert.equal(done, 1);
});

test('after paint: who leaves the page loses nothing', async () => {
    const { document, paint } = openPage('visible');
    let done = 0;
    afterPaint(() => done++);
    document.dispatchEvent(new Event('visibilitychange'));
    assert.equal(done, 1);
    paint();
    await pause(5);
    assert.equal(done, 1);
});

test('after paint: nothing waits for a page that is not to be seen', async () => {
    openPage('hidden');
    let done = 0;
    afterPaint(() => done++);
    await pause(5);
    assert.equal(done, 1);
});
