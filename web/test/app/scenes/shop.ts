import { planInput, towns } from '../../../src/shop/shop.graphql.ts';
import { centre, hang, inTurn, loseSignal, press, refuseOne, type, undo } from './acts.ts';
import { OFFLINE, REFUSED, type Scene } from './scene.ts';
import type { Home } from './world.ts';

/* The newest plan: not while another look is taken. */
const PLANNED = '.shop:not(:has([role=status] > p)) .hero-total';
const WEEKLY = { path: ({ lists }: Home) => `/shop/${lists.weekly}`,
    ready: PLANNED };
/* Another list, so that the weekly shop has no trip. */
const TRIP = { path: ({ lists }: Home) => `/shop/${lists.party}`,
    ready: PLANNED };
const PLACE = '.shop-about .link[aria-haspopup=dialog]';
const ROW = '.go-row:not(.go-ticked)';

/* From the plan, or from where the trip was left. */
const begin = press('.hero-go');

export const SHOP_SCENES: Scene[] = [
    { name: 'shop', ...WEEKLY, seen: '.ranks', isMain: true },
    { name: 'shop-one', ...WEEKLY, act: press('.segmented label'), seen: '.hero-total' },
    { name: 'shop-slip', ...WEEKLY, seen: '.slip[open] .slip-sum', isMain: true,
        act: inTurn(press('.slip summary'),
            centre('.slip-lines')) },
    { name: 'shop-all', ...WEEKLY, seen: '.ranks > :nth-child(6)', act: inTurn(
        press('section:has(> .ranks) > .button'),
        centre('.ranks > :nth-child(6)')) },
    { name: 'shop-matrix', ...WEEKLY, seen: '.matrix table', act: async (page) => {
        if (await page.locator('.matrix table').count() === 0)
            await press('.matrix summary')(page);
        await centre('.matrix table')(page);
    } },
    { name: 'shop-product', ...WEEKLY, act: press('.slip summary'), opens: '.slip-source .link',
        seen: 'dialog .choice', isMain: true },
    { name: 'shop-product-none', ...WEEKLY, seen: 'dialog [role=status]', act: inTurn(
        press('.slip summary', '.slip-source .link'), type('dialog input', 'zzyzx')) },
    { name: 'shop-other-list', ...WEEKLY, opens: '.shop-about .link[aria-haspopup=menu]',
        seen: '.menu' },
    { name: 'shop-stores', ...WEEKLY, opens: PLACE, seen: 'dialog .store-pick', isMain: true },
    { name: 'shop-place', ...WEEKLY, act: press(PLACE, '.sheet-actions .button'),
        seen: 'dialog .town' },
    { name: 'shop-where', who: 'guest', path: '/shop', ready: '.where', seen: '.town', isMain: true },
    { name: 'shop-no-town', who: 'guest', path: '/shop', ready: '.town', seen: '.places [role=status]',
        act: type('.places input', 'zzyzx') },
    { name: 'shop-no-towns', who: 'guest', path: '/shop', ready: '.where', seen: '.where',
        before: refuseOne(towns.id, 'UNAVAILABLE', 503), allow: REFUSED },
    { name: 'shop-nothing', path: ({ lists }) => `/shop/${lists.done}`, ready: '.empty',
        seen: '.empty' },
    { name: 'shop-planning', path: ({ lists }) => `/shop/${lists.garden}`, before: hang,
        ready: '.skeleton', seen: '.skeleton' },
    { name: 'shop-failed', path: ({ lists }) => `/shop/${lists.garden}`,
        before: refuseOne(planInput.id, 'INTERNAL', 500), ready: '.empty', seen: '.empty',
        allow: REFUSED },
    { name: 'shop-no-stores', path: ({ lists }) => `/shop/${lists.garden}`,
        before: refuseOne(planInput.id, 'NOT_FOUND'), ready: '.empty', seen: '.empty' },
    { name: 'shop-offline', ...WEEKLY, act: loseSignal, seen: '.trouble', allow: OFFLINE },
    { name: 'go-none', path: ({ lists }) => `/shop/${lists.done}/go`, ready: '.empty',
        seen: '.empty' },
    { name: 'go', ...TRIP, act: begin, seen: ROW, isMain: true },
    { name: 'go-cart', ...TRIP, seen: '.go-ticked', act: inTurn(begin, press(ROW)),
        after: press('.go-ticked') },
    { name: 'go-order', ...TRIP, act: begin, opens: '.go-head .icon-button >> nth=1',
        seen: 'dialog .aisle-move' },
    { name: 'shop-trip-on', ...TRIP, seen: '.trip-on',
        act: inTurn(begin, press('.go-head .icon-button:last-child')) },
    { name: 'go-offline', ...TRIP, seen: ROW, allow: OFFLINE, act: inTurn(begin, loseSignal) },
    { name: 'go-done', ...TRIP, seen: '.trip-done', isMain: true, act: async (page) => {
        await begin(page);
        await page.locator(ROW).first().waitFor();
        for (let left = await page.locator(ROW).count(); left > 0; left--)
            await press(ROW)(page);
        while (await page.locator('.trip-done').count() === 0)
            await press('.go-foot .button:last-child')(page);
    }, after: inTurn(undo, press('.trip-acts .button:last-child')) },
];
