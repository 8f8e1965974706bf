import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved } from '../../src/profile/order.ts';

test('a row moves among the others, and not off the ends', () => {
    const rows = ['a', 'b', 'c'];
    assert.deepEqual(moved(rows, 0, 1), ['b', 'a', 'c']);
    assert.deepEqual(moved(rows, 2, -1), ['a', 'c', 'b']);
    assert.deepEqual(moved(rows, 2, -2), ['c', 'a', 'b']);
    assert.equal(moved(rows, 0, -1), null);
    assert.equal(moved(rows, 2, 1), null);
    assert.equal(moved(rows, -1, 1), null);
    assert.deepEqual(rows, ['a', 'b', 'c']);
});
