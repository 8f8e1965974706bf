/* Amounts and days, as they are said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMoney } from '../../src/i18n/format.ts';

test('an amount of nothing has no sign', () => {
    assert.equal(formatMoney({ minor: -0, currency: 'EUR' }), '€0.00');
    assert.equal(formatMoney({ minor: -0, currency: 'XXX' }), '0.00');
});
