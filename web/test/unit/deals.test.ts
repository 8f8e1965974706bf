/* Whom a deal is for, and whether a price is a good one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PriceFacts } from '../../src/api/types.ts';
import { type Asked, keyOf, storesOf } from '../../src/deals/asked.ts';
import { textBeside } from '../../src/deals/beside.ts';
import { byReach, isForAll } from '../../src/deals/group.ts';
import { judge, type ShelfPrice, type Span } from '../../src/product/good-price.ts';
import { spansOf, stepsOf } from '../../src/product/history.ts';

const NOW = Date.UTC(2026, 10, 26);
const ago = (days: number): number => NOW - days * 86_400_000;
const span = (minor: number, from: number, to: number): Span =>
    ({ minor, fromMs: ago(from), toMs: ago(to) });
const shelf = (minor: number, since: number, more: Partial<ShelfPrice> = {}): ShelfPrice =>
    ({ minor, sinceMs: ago(since), regularMinor: null, lowestMinor: null, ...more });

test('deals that ask for a card or a coupon stand apart, each deal once', () => {
    const deals = [
        { id: 'a', coupon: null, audiences: [] },
        { id: 'b', coupon: 'FIVE', audiences: [] },
        { id: 'c', coupon: null, audiences: ['card:konzum'] },
        { id: 'a', coupon: null, audiences: [] },
        { id: 'd', coupon: null, audiences: [] },
    ];
    const { forAll, conditional } = byReach(deals, (deal) => deal);
    assert.deepEqual(forAll.map((deal) => deal.id), ['a', 'd']);
    assert.deepEqual(conditional.map((deal) => deal.id), ['b', 'c']);
    assert.deepEqual(deals.map(isForAll), [true, false, false, true, true]);
});

test('a deal’s text is said without the product’s name, and the figure', () => {
    const name = 'Nonna Livia Spaghetti No. 5, 500 g';
    const beside = (text: string, figure: string | null = null): string => textBeside(text, name, figure);
    assert.equal(beside('Nonna Livia Spaghetti No. 5 500 g: 2 for 1.49'), '2 for 1.49');
    assert.equal(beside('Nonna Livia Spaghetti No. 5 500 g: 2 for 1.49', '2 for €1.49'), '');
    assert.equal(beside('Nonna Livia Spaghetti No. 5 500 g: 2 for 1.49 each', '2 for €1.49'), '2 for 1.49 each');
    assert.equal(beside('NONNA LIVIA SPAGHETTI No 5 - 500g -20 %'), '-20 %');
    assert.equal(beside('Nonna Livia spaghetti no. 5, 500 g', '€1.49'), '');
    for (const text of ['Any two of Nonna Livia', 'Nonna Livia Spaghetti', 'Nonna Livia Spaghetti No. 5 500 go'])
        assert.equal(beside(text, '€1.49'), text);
    assert.equal(textBeside('קוטג׳ 5% 250 גרם ב-5.90', 'קוטג׳ 5% 250 גרם', null), 'ב-5.90');
});

test('a price that nobody knows for long is not judged', () => {
    assert.deepEqual(judge(shelf(199, 3), [], NOW),
        { kind: 'unknown', usualMinor: null, lowMinor: null });
});

test('a price that has not moved is the usual one', () => {
    assert.equal(judge(shelf(199, 60), [], NOW).kind, 'usual');
});

test('below the usual, it is the lowest of 30 days or merely good', () => {
    assert.deepEqual(judge(shelf(149, 3), [span(199, 80, 3)], NOW),
        { kind: 'lowest', usualMinor: 199, lowMinor: 199 });
    const before = [span(199, 80, 20), span(129, 20, 15), span(199, 15, 3)];
    assert.deepEqual(judge(shelf(149, 3), before, NOW),
        { kind: 'good', usualMinor: 199, lowMinor: 129 });
});

test('a low of more than 30 days ago does not count as one', () => {
    assert.equal(judge(shelf(149, 3), [span(129, 45, 40), span(199, 40, 3)], NOW).kind, 'lowest');
});

test('the lowest of 30 days is said of a price that is known for as long, or told by the shop', () => {
    assert.equal(judge(shelf(149, 1, { regularMinor: 199 }), [], NOW).kind, 'good');
    assert.equal(judge(shelf(149, 3), [span(199, 29, 3)], NOW).kind, 'good');
    assert.equal(judge(shelf(149, 3), [span(199, 30, 3)], NOW).kind, 'lowest');
    assert.equal(judge(shelf(149, 1, { regularMinor: 199, lowestMinor: 149 }), [], NOW).kind, 'lowest');
});

test('above the usual is high, also when it is called special', () => {
    assert.equal(judge(shelf(249, 3, { regularMinor: 299 }), [span(199, 80, 3)], NOW).kind, 'high');
});

test('a low price that lasts becomes the usual one', () => {
    assert.equal(judge(shelf(149, 60), [span(199, 90, 60)], NOW).kind, 'usual');
});

test('with no history, the shop’s own regular price and 30-day low are what there is', () => {
    assert.deepEqual(judge(shelf(149, 1, { regularMinor: 199, lowestMinor: 139 }), [], NOW),
        { kind: 'good', usualMinor: 199, lowMinor: 139 });
});

test('what is as good as the same is the same', () => {
    assert.equal(judge(shelf(195, 3), [span(199, 80, 3)], NOW).kind, 'usual');
    assert.equal(judge(shelf(204, 3), [span(199, 80, 3)], NOW).kind, 'usual');
});

test('steps of a chart: one for each price, a gap while it was on no shelf', () => {
    const spans = [{ minor: 2, fromMs: 0, toMs: 1000 }, { minor: 3, fromMs: 1000, toMs: 2000 },
        { minor: 4, fromMs: 4000, toMs: 5000 }];
    assert.deepEqual(stepsOf(spans), [[0, 1, 2, 3, 4, 5], [2, 3, 3, null, 4, 4]]);
});

test('a history is of one code and one currency, the oldest first', () => {
    const change = (code: string, currency: string, day: number) => ({ code, isSpecial: false,
        isGone: false, price: { minor: day, currency }, fromAt: new Date(ago(day)).toISOString(),
        toAt: new Date(ago(day - 1)).toISOString() });
    const price = { code: 'x', price: { minor: 1, currency: 'EUR' } } as PriceFacts;
    const spans = spansOf([change('x', 'EUR', 2), change('y', 'EUR', 3), change('x', 'XXX', 4),
        change('x', 'EUR', 9)], price);
    assert.deepEqual(spans.map(({ minor }) => minor), [9, 2]);
});

test('deals are asked for at one store or at all, and each question is kept apart', () => {
    const store = (id: string) =>
        ({ id, name: null, address: null, city: null, retailer: 'Larkfield', distanceM: null });
    const [a, b] = [store('a'), store('b')];
    const all: Asked = { areToCome: false, storeId: '', category: '' };
    assert.deepEqual(storesOf(all, [a, b]), [a, b]);
    assert.deepEqual(storesOf({ ...all, storeId: 'b' }, [a, b]), [b]);
    assert.deepEqual(storesOf({ ...all, storeId: 'left' }, [a, b]), [a, b]);
    assert.equal(keyOf(all, [a, b]), keyOf(all, [b, a]));
    const keys = [all, { ...all, areToCome: true }, { ...all, storeId: 'a' },
        { ...all, category: 'Cheese' }].map((one) => keyOf(one, [a, b]));
    assert.equal(new Set(keys).size, keys.length);
});
