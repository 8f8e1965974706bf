/* The rule of merging, held to the same cases as the server's (tests/vectors/sync.json). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isStamp, nextStamp } from '../../src/sync/clock.ts';
import { compareValues, emptyState, type Field, FIELDS, mergeOp, quantityOf, setIn, type Value }
    from '../../src/sync/merge.ts';
import type { Op } from '../../src/sync/model.ts';
import { isPosition, positionBetween, spreadPositions } from '../../src/sync/position.ts';

interface VectorOp {
    id: string;
    stamp: string;
    set?: Record<string, string | null>;
    quantity?: number;
    step?: number;
    base?: string;
}

const vectors = JSON.parse(readFileSync(
    new URL('../../../tests/vectors/sync.json', import.meta.url), 'utf8'));
const OURS: Record<string, Field> = { product: 'productId', ticked: 'isTicked', deleted: 'isDeleted' };

function fieldOf(name: string): Field {
    return OURS[name] ?? name as Field;
}

function valueOf(value: string | null): Value {
    return value === 'true' || value === 'false' ? value === 'true' : value;
}

function opOf({ id, stamp, set = {}, quantity, step, base }: VectorOp): Op {
    const fields = Object.fromEntries(Object.entries(set).map(([name, value]) =>
        [fieldOf(name), valueOf(value)]));
    return setIn({ id, listId: 'l', itemId: 'i', stamp, quantityMilli: quantity ?? null,
        stepMilli: step ?? null, base: base ?? null }, fields);
}

function mergeAll(ops: VectorOp[]) {
    const state = emptyState();
    const done = new Set<string>();
    for (const op of ops.filter((one) => !done.has(one.id) && done.add(one.id)))
        mergeOp(state, opOf(op));
    return { values: state.values, quantity: quantityOf(state) };
}

test('stamps sort as they are told, and others are refused', () => {
    const stamps: string[] = vectors.stamps_ascending;
    assert.deepEqual([...stamps].sort(), stamps);
    assert.ok(stamps.every(isStamp));
    assert.ok(!vectors.stamps_refused.some(isStamp));
});

test('the next stamp', () => {
    for (const { last, now, device, next } of vectors.next)
        assert.equal(nextStamp(last ?? '', now, device), next);
});

test('places', () => {
    for (const { after, before, between } of vectors.positions)
        assert.equal(positionBetween(after, before), between, `${after} ${before}`);
    for (const { after, before } of vectors.positions_refused)
        assert.equal(positionBetween(after, before), null, `${after} ${before}`);
});

test('spread places are in order, and there is room between them', () => {
    for (const count of [1, 2, 59, 61, 500, 3799, 3801, 10_000]) {
        const places = spreadPositions(count);
        assert.equal(places.length, count);
        assert.ok(places.every(isPosition));
        places.slice(1).forEach((place, i) => assert.ok(positionBetween(places[i]!, place)));
    }
});

test('values are compared by the bytes of UTF-8', () => {
    const texts = ['', 'Z', 'a', 'ä', '\ud7ff', '\ue000', '\uffff', '😀'];
    const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
    for (const a of texts)
        for (const b of texts)
            assert.equal(Math.sign(compareValues(a, b)), Buffer.compare(bytes(a), bytes(b)));
    assert.ok(compareValues(null, '') < 0);
    assert.ok(compareValues(true, false) > 0);
});

for (const { says, ops, state } of vectors.merge as
    { says: string; ops: VectorOp[]; state: Record<string, string | number> }[])
    test(`merge: ${says}`, () => {
        const { quantity, ...set } = state;
        const expected = { ...emptyState().values, ...Object.fromEntries(Object.entries(set)
            .map(([name, value]) => [fieldOf(name), valueOf(value as string)])) };
        assert.equal(FIELDS.length, Object.keys(expected).length);
        assert.deepEqual(mergeAll(ops), { values: expected, quantity });
        if (!ops.some((op) => op.step !== undefined))
            assert.deepEqual(mergeAll([...ops].reverse()), { values: expected, quantity });
    });
