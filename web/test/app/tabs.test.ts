/* Two tabs of one browser are one device. */
import assert from 'node:assert/strict';
import type { Page, Request } from 'playwright-core';
import { addItems, tickOf, untilKept, untilNamed, untilSent } from './helpers/list.ts';
import { journey } from './helpers/scene.ts';
import { apply } from '../../src/api/lists.graphql.ts';
import { until } from '../helpers/until.ts';

const isApply = (request: Request): boolean =>
    request.postData()?.includes(apply.id) === true;

/* How many tabs hold the right to send, and how many wait for it. */
const senders = (page: Page): Promise<[held: number, pending: number]> => page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    const of = (locks: LockInfo[]): number =>
        locks.filter(({ name }) => name === 'smartcart-sync').length;
    return [of(held!), of(pending!)];
});

journey('an edit shows in the other tab, and one tab sends for both', async (scene) => {
    const one = await scene.phone();
    await addItems(one.page, 'milk');
    await untilSent(one.page);
    await untilKept(one.page);
    const other = await one.tab();
    await tickOf(other, 'milk').waitFor();
    await until('the second tab waits for its turn', async () =>
        (await senders(other)).join() === '1,1');

    await one.setOnline(false); // what one tab has, the other can only have from it
    await addItems(one.page, 'eggs');
    await untilNamed(other, ['milk', 'eggs']);
    await addItems(other, 'pumpernickel');
    await untilNamed(one.page, ['milk', 'eggs', 'pumpernickel']);

    const sent = new Map<Page, number>([[one.page, 0], [other, 0]]);
    for (const page of sent.keys())
        page.on('request', (request) => {
            if (isApply(request))
                sent.set(page, sent.get(page)! + 1);
        });
    await one.setOnline(true);
    await untilSent(one.page);
    assert.deepEqual([...sent.values()].filter((count) => count > 0).length, 1);
    assert.equal(scene.stack.sql("select count(*) from lists.item where name = 'pumpernickel'"), '1');

    await one.page.close(); // who has sent so far
    await until('the other tab sends', async () => (await senders(other)).join() === '1,0');
    await addItems(other, 'buckwheat');
    await untilSent(other);
    assert.equal(scene.stack.sql("select count(*) from lists.item where name = 'buckwheat'"), '1');
});
