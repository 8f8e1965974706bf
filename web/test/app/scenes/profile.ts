import {
    cardNumber, deleteAccount, exportProgress, invite, profile, requestExport, retailers,
} from '../../../src/profile/profile.graphql.ts';
import { hang, inTurn, loseSignal, press, refuseOne, tell, type, undo } from './acts.ts';
import { OFFLINE, REFUSED, type Scene } from './scene.ts';

const PROFILE = { path: '/profile', ready: '.plan' };
const HOUSEHOLD = '.profile-card:has(.profile-part ol)';
const INVITE = `${HOUSEHOLD} > .profile-actions .button`;
const LINK = 'https://smartcart.example/join#sci_4k2vq8m1c7d0w3nfa6xz';
const part = (at: number, control: string): string =>
    `${HOUSEHOLD} >> nth=0 >> .profile-part >> nth=${at} >> ${control}`;
const DATA = '.profile-card[aria-labelledby=data]';

export const PROFILE_SCENES: Scene[] = [
    // the first of them: later the device has what it was told
    { name: 'profile-loading', ...PROFILE, ready: '.skeleton', seen: '.skeleton', before: hang },
    { name: 'profile', ...PROFILE, seen: '.plan', isMain: true },
    { name: 'profile-guest', who: 'guest', ...PROFILE, seen: '.plan', isMain: true },
    { name: 'profile-nobody', who: 'nobody', path: '/profile', ready: '.profile-card',
        seen: '.profile-card' },
    { name: 'profile-leaver', who: 'leaver', ...PROFILE, seen: '.profile-part .warning' },
    { name: 'profile-failed', ...PROFILE, ready: '.profile', seen: '[role=alert], header [role=status]',
        before: refuseOne(profile.id, 'UNAVAILABLE', 503), allow: REFUSED },
    { name: 'profile-offline', ...PROFILE, act: loseSignal, seen: 'header [role=status]',
        allow: OFFLINE },
    { name: 'profile-invite', ...PROFILE, opens: INVITE, seen: 'dialog form' },
    { name: 'profile-invited', ...PROFILE, seen: 'dialog .sheet-actions', act: inTurn(tell(invite.id,
        { inviteToHousehold: { id: 'i_1', link: LINK, expiresAt: '2027-01-02T12:00:00Z' } }),
    press(INVITE, 'dialog [type=submit]')) },
    { name: 'profile-rename', ...PROFILE, opens: `${HOUSEHOLD} .profile-head .icon-button`,
        seen: 'dialog form' },
    { name: 'profile-member', ...PROFILE, opens: `${HOUSEHOLD} > .profile-rows .icon-button`,
        seen: '.menu' },
    { name: 'profile-hand-over', ...PROFILE, seen: 'dialog form',
        act: press(`${HOUSEHOLD} > .profile-rows .icon-button`, '.menu-item >> nth=2') },
    { name: 'profile-member-gone', ...PROFILE, seen: '.toast', after: undo,
        act: press(`${HOUSEHOLD} > .profile-rows .icon-button`, '.menu-danger') },
    { name: 'profile-store', ...PROFILE, opens: part(0, '.icon-button'), seen: '.menu' },
    { name: 'profile-add-store', ...PROFILE, opens: part(0, '> .button'), seen: 'dialog select' },
    { name: 'profile-find-store', ...PROFILE, seen: 'dialog .profile-row', act: async (page) => {
        await press(part(0, '> .button'))(page);
        await page.locator('dialog select').selectOption({ index: 1 });
    } },
    { name: 'profile-add-store-failed', ...PROFILE, seen: 'dialog .warning', allow: REFUSED,
        act: inTurn(refuseOne(retailers.id, 'UNAVAILABLE', 503), press(part(0, '> .button'))) },
    { name: 'profile-add-card', ...PROFILE, opens: part(1, '> .button'), seen: 'dialog form' },
    { name: 'profile-card', ...PROFILE, opens: part(1, '.button-soft'), seen: 'dialog .card-number' },
    { name: 'profile-card-failed', ...PROFILE, seen: 'dialog .warning, dialog .card-number',
        allow: REFUSED, act: inTurn(refuseOne(cardNumber.id, 'UNAVAILABLE', 503),
            press(part(1, '.button-soft'))) },
    { name: 'profile-export', ...PROFILE, seen: `${DATA} [role=status] .meta`, act: inTurn(
        tell(requestExport.id, { requestExport: { state: 'ASKED' } }),
        tell(exportProgress.id, { myExport: { state: 'ASKED', expiresAt: null,
            job: { state: 'RUNNING', done: 3, total: 12 } } }), press(`${DATA} .button`)) },
    { name: 'profile-export-failed', ...PROFILE, seen: `${DATA} .warning`, allow: REFUSED, act: inTurn(
        refuseOne(requestExport.id, 'UNAVAILABLE', 503), press(`${DATA} .button`)) },
    { name: 'profile-delete', ...PROFILE, opens: `${DATA} .button-danger`, seen: 'dialog form' },
    { name: 'profile-delete-refused', ...PROFILE, seen: 'dialog .warning', allow: REFUSED, act: inTurn(
        refuseOne(deleteAccount.id, 'UNAUTHENTICATED: password'),
        press(`${DATA} .button-danger`), type('dialog input', 'wrong'),
        press('dialog [type=submit]')) },
    { name: 'profile-sign-out', ...PROFILE, seen: '.toast', after: undo,
        act: press('[aria-labelledby=sessions] .profile-actions .button') },
];
