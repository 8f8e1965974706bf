/*
 * What holds for every screen and state of the app: axe's rules in both themes, no sideways scroll,
 * text that has room, targets, focus, keys, and nothing that moves where that is not wanted.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missing } from '../../helpers/stack.ts';
import { lackOfBrowser } from '../helpers/chromium.ts';
import { violations } from './axe.ts';
import { escape, walk } from './keys.ts';
import { clipped, sideways, small } from './looks.ts';
import type { Scene } from './scene.ts';
import { movedOn, openStage, type Shown, SIZES, type Stage, type View } from './stage.ts';

const skip = missing({ hasApp: true, hasDemo: true }) ?? lackOfBrowser() ?? false;
const NARROW = { width: 320, height: 640 };
let stage: Promise<Stage> | undefined;

after(async () => (await stage?.catch(() => undefined))?.close());

/* A test by this name: the scene is shown, and nothing is found to be wrong with it. */
export function checkScene(name: string, scene: Scene, view: View,
    by: (scene: Scene, shown: Shown) => Promise<string[]>): void {
    test(name, { skip }, async () => {
        stage ??= openStage();
        const shown = await (await stage).show(scene, view);
        try {
            const faults = await by(scene, shown);
            assert.deepEqual([...faults, ...shown.faults], []);
        } finally {
            await shown.close();
        }
    });
}

/* WCAG 1.4.4 wants 200 % without a loss: phones do it by the size of text alone, which is the harder
   of its two ways, so that is what is tried; on desktops it is the page's zoom, which leaves 640 px
   of 1280: more than the narrowest that is tried here. */
async function largeText({ page }: Shown): Promise<string[]> {
    await page.evaluate(() => void (document.documentElement.style.fontSize = '200%'));
    const faults = await sideways(page, SIZES.phone.width);
    await page.evaluate(() => void document.documentElement.style.removeProperty('font-size'));
    return faults.map((fault) => `with text twice as large: ${fault}`);
}

async function narrow({ page }: Shown): Promise<string[]> {
    await page.setViewportSize(NARROW);
    const faults = await sideways(page, NARROW.width);
    await page.setViewportSize(SIZES.phone);
    return faults;
}

async function dark({ page }: Shown): Promise<string[]> {
    await page.emulateMedia({ colorScheme: 'dark' });
    return (await violations(page, true)).map((fault) => `dark: ${fault}`);
}

/* In longer words than any language has, so that what has room for them has room. */
export async function onPhone(scene: Scene, shown: Shown): Promise<string[]> {
    const { page } = shown;
    return [
        ...await violations(page),
        ...await dark(shown),
        ...await clipped(page),
        ...await narrow(shown),
        ...await largeText(shown),
        ...await small(page),
        ...scene.opens === undefined ? await walk(page) : await escape(page, scene.opens, scene.seen),
        ...await movedOn(page),
    ];
}

export async function elsewhere(_: Scene, { page }: Shown): Promise<string[]> {
    const { width } = page.viewportSize()!;
    return [...await violations(page), ...await clipped(page), ...await sideways(page, width)];
}
