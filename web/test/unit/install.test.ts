import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installWay, type Where } from '../../src/install/may.ts';

const where: Where = { isInstalled: false, hasOffer: true, isApple: false, isRefused: false,
    itemCount: 3 };

test('installing is offered once there is something to lose', () => {
    assert.equal(installWay(where), 'button');
    assert.equal(installWay({ ...where, itemCount: 2 }), null);
});

test('it is offered by words where the browser has no button for it', () => {
    assert.equal(installWay({ ...where, hasOffer: false, isApple: true }), 'by-hand');
    assert.equal(installWay({ ...where, hasOffer: false }), null);
});

test('it is offered to nobody who has it, or has said no', () => {
    assert.equal(installWay({ ...where, isInstalled: true }), null);
    assert.equal(installWay({ ...where, isRefused: true }), null);
});
