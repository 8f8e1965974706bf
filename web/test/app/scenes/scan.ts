import { inTurn, press, type } from './acts.ts';
import { hear, paste, refuseCamera, seeBars, untell } from './devices.ts';
import type { Scene } from './scene.ts';

const LIST = { who: 'guest', path: '/', ready: '.row' } as const;
const SCAN = '.add .icon-button >> nth=1';
const SPEAK = '.add .icon-button >> nth=0';
const TURN_ON = 'dialog .button-primary';
const number = (digits: string) => inTurn(press(SCAN), type('dialog input', digits),
    press('dialog [type=submit]'));

export const SCAN_SCENES: Scene[] = [
    { name: 'scan', ...LIST, opens: SCAN, seen: 'dialog form', isMain: true },
    { name: 'scan-on', ...LIST, before: seeBars, act: press(SCAN, TURN_ON), isMain: true,
        seen: 'dialog [aria-pressed]' },
    { name: 'scan-lit', ...LIST, before: seeBars, seen: 'dialog [aria-pressed=true]',
        act: press(SCAN, TURN_ON, 'dialog [aria-pressed]') },
    { name: 'scan-no-camera', ...LIST, act: press(SCAN, TURN_ON), seen: 'dialog [role=alert]' },
    { name: 'scan-refused', ...LIST, before: refuseCamera('NotAllowedError'),
        act: press(SCAN, TURN_ON), seen: 'dialog [role=alert]' },
    { name: 'scan-wrong', ...LIST, act: number('4006381333932'), seen: 'dialog .warning' },
    { name: 'scan-unknown', ...LIST, act: number('4006381333931'), seen: 'dialog [role=alert]' },
    { name: 'review', ...LIST, act: paste('2 l milk\n- 6 eggs\n* bread\n500 g flour\nhoney\n3 lemons'),
        seen: 'dialog .review', isMain: true },
    { name: 'review-nothing', ...LIST, act: paste('-\n.'), seen: 'dialog p' },
    { name: 'voice', ...LIST, opens: SPEAK, seen: 'dialog .button', isMain: true },
    { name: 'voice-listening', ...LIST, before: hear(null), seen: 'dialog [role=status]',
        act: press(SPEAK, 'dialog .button'), after: untell },
    { name: 'voice-heard', ...LIST, before: hear('two milk, bread and a dozen eggs'),
        act: press(SPEAK, 'dialog .button'), seen: 'dialog .review', after: untell },
];
