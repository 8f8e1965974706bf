import { forgotPassword, join, register, verify } from '../../../src/welcome/welcome.graphql.ts';
import { cut, hang, inTurn, lose, press, refuseOne, tell, type } from './acts.ts';
import { OFFLINE, REFUSED, type Scene } from './scene.ts';

const SIGN_IN = { who: 'nobody', path: '/sign-in', ready: 'form' } as const;
const send = press('form [type=submit]');
const address = type('[name=email]', 'joel@example.com');

export const WELCOME_SCENES: Scene[] = [
    { name: 'sign-in', ...SIGN_IN, seen: '[name=password]', isMain: true },
    { name: 'sign-in-refused', ...SIGN_IN, seen: 'form .warning',
        act: inTurn(address, type('[name=password]', 'wrong'), send), allow: REFUSED },
    { name: 'register', ...SIGN_IN, path: '/sign-in?new', seen: '[name=name]', isMain: true },
    { name: 'register-guest', who: 'guest', path: '/sign-in?new', ready: 'form', seen: '.form-note' },
    { name: 'register-sent', who: 'guest', path: '/sign-in?new', ready: 'form', seen: '.empty',
        act: inTurn(tell(register.id, { registerAccount: true }), address,
            type('[name=password]', 'long enough, I say'), send) },
    { name: 'forgot', ...SIGN_IN, act: press('form + div .button'), seen: '[name=email]' },
    { name: 'forgot-sent', ...SIGN_IN, seen: '.empty', act: inTurn(
        tell(forgotPassword.id, { requestPasswordReset: true }), press('form + div .button'), address,
        send) },
    { name: 'signed-in', path: '/sign-in', ready: '.empty', seen: '.empty' },
    { name: 'verify', who: 'nobody', path: '/verify#scv_x', ready: 'form', seen: '[name=password]' },
    { name: 'verify-refused', who: 'nobody', path: '/verify#scv_x', ready: 'form', allow: REFUSED,
        seen: 'form .warning', act: inTurn(refuseOne(verify.id, 'BAD_USER_INPUT'),
            type('[name=password]', 'long enough, I say'), send) },
    { name: 'reset', who: 'nobody', path: '/reset#scr_x', ready: 'form', seen: '[name=password]' },
    { name: 'email', path: '/email#sce_x', ready: 'form', seen: '[name=password]' },
    { name: 'link-cut', who: 'nobody', path: '/verify', ready: '.empty', seen: '.empty' },
    { name: 'join', who: 'guest', path: '/join#sci_x', ready: 'form', seen: 'form', isMain: true },
    { name: 'join-account', path: '/join#sci_x', ready: 'form', seen: 'form' },
    { name: 'link', who: 'nobody', path: ({ link }) => link, ready: '.row', seen: '.row' },
    { name: 'link-opening', who: 'nobody', before: hang, path: '/l#scg_x', ready: '.skeleton',
        seen: '.skeleton' },
    { name: 'link-over', who: 'nobody', path: '/l#scg_x', ready: '.empty', seen: '.empty',
        allow: REFUSED },
    { name: 'link-offline', who: 'nobody', before: cut, path: '/l#scg_x', ready: '.empty',
        seen: '.empty', allow: OFFLINE },
    { name: 'broken', who: 'nobody', before: lose('**/sign-in-*.js'), path: '/sign-in',
        ready: '.empty', seen: '.empty', allow: /ERR_FAILED|dynamically imported/ },
    { name: 'join-refused', who: 'guest', path: '/join#sci_x', ready: 'form', seen: 'form .warning',
        act: inTurn(refuseOne(join.id, 'NOT_FOUND'), send), allow: REFUSED },
];
