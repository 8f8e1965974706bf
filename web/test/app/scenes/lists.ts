import type { Page } from 'playwright-core';
import { apply, createList } from '../../../src/api/lists.graphql.ts';
import { invite } from '../../../src/profile/profile.graphql.ts';
import { planInput } from '../../../src/shop/shop.graphql.ts';
import { appear, asReader, centre, enter, hang, inTurn, keepNothing, loseSignal, press,
    refuse, refuseOne, tell, type, undo } from './acts.ts';
import { OFFLINE, REFUSED, type Scene } from './scene.ts';
import type { Home } from './world.ts';

const WEEKLY = { path: ({ lists }: Home) => `/lists/${lists.weekly}`, ready: '.row-price' };
const READ = { who: 'leaver', path: '/lists', before: asReader, ready: '.list-note',
    allow: OFFLINE } as const;
const SHARE = '.list-top > .icon-button >> nth=0';
const MORE = '.list-top > .icon-button >> nth=1';
const UNKNOWN = '.row:has(.price > [aria-hidden])';
const INVITE = '[aria-labelledby=share-household] .button';
const LINK = 'https://smartcart.example/join#sci_4k2vq8m1c7d0w3nfa6xz';
const write = async (page: Page): Promise<void> => {
    await type('.add input', '2 Milk')(page);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
};
const WRITTEN = { who: 'nobody', path: '/', ready: '.add', seen: '.trouble', allow: REFUSED,
    act: write } as const;
const UNSENT = { who: 'nobody', path: '/', ready: '.add', seen: '.trouble', allow: OFFLINE,
    act: inTurn(loseSignal, write) } as const;

export const LIST_SCENES: Scene[] = [
    { name: 'list', ...WEEKLY, seen: '.best:visible', isMain: true },
    { name: 'list-first', who: 'nobody', path: '/', ready: '.add', seen: '.empty', isMain: true },
    { name: 'list-guest', who: 'guest', path: '/', ready: '.row', seen: '.row' },
    { name: 'list-adding', ...WEEKLY, act: press('.add input'), seen: '.found li', isMain: true },
    { name: 'list-typing', ...WEEKLY, act: type('.add input', '2 pe'), seen: '.found li' },
    { name: 'list-cart', ...WEEKLY, seen: '.cart-clear', act: inTurn((page) => enter(page, '.cart summary'),
        centre('.cart-clear')) },
    { name: 'list-ticked', ...WEEKLY, act: press('.row-tick'), seen: '.toast', after: undo,
        isMain: true },
    { name: 'list-deleted', ...WEEKLY, seen: '.toast', after: undo, act: async (page) => {
        await page.locator('.row-open').nth(1).focus();
        await page.keyboard.press('Delete');
    } },
    { name: 'list-item-menu', ...WEEKLY, opens: '.row-more', seen: '.menu' },
    { name: 'list-quantity', ...WEEKLY, opens: 'button.row-quantity', seen: '.popup .stepper' },
    { name: 'list-item', ...WEEKLY, opens: '.row-open', seen: 'dialog .details-pair', isMain: true },
    { name: 'list-switcher', ...WEEKLY, opens: '.list-name', seen: 'dialog .switcher-line' },
    { name: 'list-menu', ...WEEKLY, opens: MORE, seen: '.menu' },
    { name: 'list-rename', ...WEEKLY, act: press(MORE, '.menu-item'), seen: 'dialog .switcher-new' },
    { name: 'list-share', ...WEEKLY, opens: SHARE, seen: 'dialog .share-part', isMain: true },
    { name: 'list-shared', ...WEEKLY, seen: 'dialog input', act: inTurn(tell(invite.id,
        { inviteToHousehold: { id: 'i_1', link: LINK, expiresAt: '2027-01-02T12:00:00Z' } }),
    press(SHARE, INVITE)) },
    { name: 'list-share-failed', ...WEEKLY, seen: 'dialog .warning', allow: REFUSED,
        act: inTurn(refuseOne(invite.id, 'UNAVAILABLE', 503),
            press(SHARE, INVITE)) },
    { name: 'list-no-stores', path: ({ lists }) => `/lists/${lists.garden}`, ready: '.row',
        before: refuseOne(planInput.id, 'NOT_FOUND'), seen: '.best-none:visible' },
    { name: 'list-unknown', ...WEEKLY, seen: UNKNOWN, act: centre(UNKNOWN) },
    { name: 'list-done', path: ({ lists }) => `/lists/${lists.done}`, ready: '.list-name',
        seen: '.empty' },
    { name: 'list-read', ...READ, seen: '.list-note' },
    { name: 'list-read-item', ...READ, opens: '.row-open', seen: 'dialog .field' },
    { name: 'list-read-share', ...READ, opens: SHARE, seen: 'dialog p' },
    { name: 'list-offline', ...WEEKLY, act: inTurn(loseSignal, appear(WEEKLY.ready)),
        seen: '.trouble', allow: OFFLINE, isMain: true },
    { name: 'list-unsent', ...UNSENT },
    { name: 'list-unkept', ...UNSENT, before: keepNothing },
    { name: 'list-refused', ...WRITTEN, before: refuseOne(apply.id, 'BAD_USER_INPUT') },
    { name: 'list-only-here', ...WRITTEN,
        before: refuseOne(createList.id, 'BAD_USER_INPUT', 200, 'LIMIT_REACHED') },
    { name: 'list-signed-out', ...WEEKLY, seen: '.trouble', allow: REFUSED, act: async (page) => {
        await refuse('UNAUTHENTICATED', 401)(page);
        await page.reload();
        await appear(WEEKLY.ready)(page); // rows move when prices come
    } },
    { name: 'list-no-answer', who: 'nobody', before: hang, path: '/', ready: '.add', seen: '.empty' },
    { name: 'nowhere', path: '/a/page/that/is/none', ready: '.empty', seen: '.empty' },
];
