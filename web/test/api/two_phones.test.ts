/* Two phones of one guest, the whole sync layer of the app, and a real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, openBrowser, type Shop } from './browser.ts';
import { createRandom } from '../unit/helpers/random.ts';
import { missing, type Stack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/until.ts';

const lack = missing();
const shop: Shop = { cookies: new Map() };
let stack: Stack;
let one: Browser;
let two: Browser;
let listId: string;

const itemsIn = ({ core }: Browser) => core.replica.itemsOf(listId).value;
const namesIn = (browser: Browser): string[] => itemsIn(browser).map((item) => item.name);
const isSent = ({ core }: Browser): boolean => core.syncState.value.unsent === 0;

function same(a: Browser, b: Browser): void {
    const told = (browser: Browser) => itemsIn(browser).map(({ id, name, quantityMilli, isTicked, position,
        note }) => ({ id, name, quantityMilli, isTicked, position, note }));
    assert.deepEqual(told(a), told(b));
}

before(async () => {
    if (lack === null)
        stack = await startStack();
});
after(async () => {
    one?.core.stop();
    two?.core.stop();
    one?.setOnline(false);
    two?.setOnline(false);
    await stack?.stop();
});

test('a list made without a signal, by nobody, is the guest\'s when there is one',
    { skip: lack ?? false }, async () => {
        one = await openBrowser(stack.url, shop, undefined, false);
        const local = one.core.edits.createList('Shopping', true);
        listId = local;
        one.core.edits.addItem(local, { name: 'Milk', quantityMilli: 2000 });
        one.core.edits.addItem(local, { name: 'Eggs' });
        assert.deepEqual(namesIn(one), ['Milk', 'Eggs']);
        assert.equal(one.core.syncState.value.unsent, 2);
        one.setOnline(true);
        await until('all is sent', () => isSent(one));
        assert.equal(one.core.session.session.value.kind, 'guest');
        assert.match(one.core.replica.resolve(local), /^l_/);
        listId = one.core.replica.resolve(local);
        assert.deepEqual(namesIn(one), ['Milk', 'Eggs']);
        assert.equal(itemsIn(one).some((item) => item.isUnsent), false);
    });

test('another phone of the same person has it, and hears live of what changes',
    { skip: lack ?? false }, async (t) => {
        two = await openBrowser(stack.url, shop);
        await until('two has the list', () => namesIn(two).length === 2);
        const waits: number[] = [];
        for (let i = 0; i < 40; i++) {
            const [from, to] = i % 2 === 0 ? [one, two] : [two, one];
            const id = itemsIn(from)[i % 2]!.id;
            const isTicked = !itemsIn(from)[i % 2]!.isTicked;
            from.core.edits.tickItems(listId, [id], isTicked);
            waits.push(await until('the tick is heard', () =>
                itemsIn(to).find((item) => item.id === id)!.isTicked === isTicked));
            await until('it is answered', () => isSent(from));
        }
        waits.sort((a, b) => a - b);
        t.diagnostic(`live, ms: median ${waits[20]!.toFixed(0)}, p95 ${waits[37]!.toFixed(0)}, ` +
            `most ${waits[39]!.toFixed(0)}`);
        same(one, two);
    });

test('what two did apart without a signal is merged', { skip: lack ?? false }, async () => {
    one.setOnline(false);
    two.setOnline(false);
    const [milk, eggs] = itemsIn(one);
    one.core.edits.tickItems(listId, [milk!.id], true);
    one.core.edits.stepItem(listId, eggs!.id, 1000);
    two.core.edits.editItem(listId, milk!.id, { name: 'Oat milk', note: 'the blue one' });
    two.core.edits.stepItem(listId, eggs!.id, 1000);
    two.core.edits.addItem(listId, { name: 'Bread' });
    one = await one.reload();
    await until('one has what it kept', () => namesIn(one).length === 2);
    assert.equal(itemsIn(one)[0]!.isTicked, true);
    assert.equal(one.core.syncState.value.unsent, 2);
    one.setOnline(true);
    two.setOnline(true);
    await until('both are sent', () => isSent(one) && isSent(two));
    await until('both have both', () => namesIn(one).length === 3 &&
        itemsIn(one)[1]!.quantityMilli === 3000 && itemsIn(two)[1]!.quantityMilli === 3000 &&
        itemsIn(two)[0]!.isTicked && namesIn(one)[0] === 'Oat milk');
    same(one, two);
});

test('1,000 edits made without a signal arrive once each, whatever replies are lost',
    { skip: lack ?? false }, async (t) => {
        one.setOnline(false);
        const count = itemsIn(one)[1]!.quantityMilli;
        for (let i = 0; i < 400; i++) {
            one.core.edits.addItem(listId, { name: `thing ${i}` });
            one.core.edits.stepItem(listId, itemsIn(one)[1]!.id, 1000);
        }
        one.core.edits.tickItems(listId, itemsIn(one).slice(3, 203).map((item) => item.id), true);
        assert.equal(one.core.syncState.value.unsent, 1000);
        let replies = 0;
        let lost = 0;
        const random = createRandom(6);
        shop.lose = () => ++replies > 0 && random.chance(0.3) && ++lost > 0;
        one.setOnline(true);
        const ms = await until('all is sent', () => isSent(one), 100_000);
        delete shop.lose;
        await until('two has all', () => namesIn(two).length === 403 &&
            itemsIn(two)[1]!.quantityMilli === count + 400_000);
        await until('ticked', () => itemsIn(two).filter((item) => item.isTicked).length >= 200);
        same(one, two);
        assert.ok(lost > 0);
        t.diagnostic(`${replies} replies, ${lost} of them lost; sent within ${ms.toFixed(0)} ms`);
    });

test('a session that is over keeps the edits, and a guest goes on as another',
    { skip: lack ?? false }, async () => {
        const before = namesIn(one);
        two.core.stop();
        two.setOnline(false);
        one.setOnline(false);
        stack.sql('update accounts.session set revoked_at = now()');
        shop.cookies.set('sc_access', `sct_AQ${'A'.repeat(133)}`); // in minutes it is as good as this one
        one.core.edits.addItem(listId, { name: 'Candles' });
        one.setOnline(true);
        await until('all is sent again', () => isSent(one) &&
            one.core.replica.resolve(listId) !== listId &&
            one.core.replica.resolve(listId).startsWith('l_'));
        assert.deepEqual(namesIn(one), [...before, 'Candles']);
    });

test('signing out leaves nothing here', { skip: lack ?? false }, async () => {
    await one.core.session.signOut();
    const { lists, items, ops } = await one.store.read();
    assert.deepEqual([lists, items, ops], [[], [], []]);
    assert.deepEqual(one.core.replica.lists.value, []);
    assert.equal(one.core.session.session.value.kind, 'none');
    assert.equal(shop.cookies.has('sc_access'), false);
});
