/* Two people on one list. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addItems, edit, tickOf, untilSent } from './helpers/list.ts';
import { joined, shareLink } from './helpers/people.ts';
import { journey, type Phone, type Scene } from './helpers/scene.ts';

const TICKS = 40;

async function two(scene: Scene, ...texts: string[]): Promise<[Phone, Phone]> {
    const mara = await scene.phone();
    await addItems(mara.page, ...texts);
    const joel = await joined(scene, await shareLink(mara.page));
    await tickOf(joel.page, texts.at(-1)!).waitFor();
    return [mara, joel];
}

/* When its tick is pressed, by the clock that all pages of a machine have. */
const pressed = (page: Page, name: string): Promise<number> => page.evaluate((wanted) => {
    document.querySelector<HTMLElement>(`[role=checkbox][aria-label="${wanted}"]`)!.click();
    return performance.timeOrigin + performance.now();
}, name);

/* When it has left the open items of this screen, and that was painted. */
const gone = (page: Page, name: string): Promise<number> => page.evaluate((wanted) =>
    new Promise<number>((resolve) => {
        const look = (): void => {
            if (document.querySelector(`[role=checkbox][aria-label="${wanted}"]`) !== null)
                return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() =>
                resolve(performance.timeOrigin + performance.now())));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, attributes: true });
        look();
    }), name);

journey('one follows another’s link, and each change is on the other’s screen', async (scene) => {
    const names = Array.from({ length: TICKS }, (_, at) => `thing ${at}`);
    const [mara, joel] = await two(scene, ...names);
    await addItems(joel.page, 'flour');
    await tickOf(mara.page, 'flour').waitFor();
    const waits: number[] = [];
    for (const [at, name] of names.entries()) {
        const [from, to] = at % 2 === 0 ? [mara.page, joel.page] : [joel.page, mara.page];
        const seen = gone(to, name);
        const at0 = await pressed(from, name);
        waits.push(await seen - at0);
    }
    waits.sort((a, b) => a - b);
    scene.tell(`live, press to the other's paint, ${TICKS} ticks, ms: median ${
        waits[TICKS / 2]!.toFixed(0)}, p95 ${waits[Math.floor(TICKS * 0.95) - 1]!.toFixed(0)}, most ${
        waits.at(-1)!.toFixed(0)}`);
    for (const { page } of [mara, joel])
        assert.deepEqual(await page.getByText('1 to get').count(), 1);
});

journey('what two did to one item without a signal is all kept', async (scene) => {
    const [mara, joel] = await two(scene, 'milk', 'eggs');
    await untilSent(mara.page);
    await mara.setOnline(false);
    await joel.setOnline(false);
    await edit(mara.page, 'milk', async (sheet) => {
        await sheet.getByRole('button', { name: 'More', exact: true }).click();
        await sheet.getByRole('button', { name: 'More', exact: true }).click();
    });
    await edit(joel.page, 'milk', async (sheet) => {
        await sheet.getByRole('textbox', { name: 'Name' }).fill('oat milk');
        await sheet.getByRole('textbox', { name: 'Note' }).fill('the blue one');
        await sheet.getByRole('button', { name: 'More', exact: true }).click();
    });
    await mara.page.getByText('Not sent yet. Saved on this device.').waitFor();
    await joel.setOnline(true);
    await untilSent(joel.page);
    await mara.setOnline(true);
    for (const { page } of [mara, joel]) {
        await tickOf(page, 'oat milk').waitFor();
        await page.getByRole('button', { name: 'Quantity of oat milk: 4' }).waitFor();
        await page.getByText('the blue one').waitFor();
    }
});
