/* Where to buy: asked for the first time, and what the plan says. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../../helpers/stack.ts';
import { addItems, tickOf } from './list.ts';

/* What the sample world's household wants (demo/list.txt): enough for a second stop to be worth it. */
export const WEEK = readFileSync(`${ROOT}demo/list.txt`, 'utf8').split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

export const planOf = (page: Page): Locator =>
    page.getByRole('region', { name: /^Plan for \d stores?$/ });

/* The first amount that stands there, in cents. */
export async function centsOf(place: Locator): Promise<number> {
    return Math.round(Number(/€([\d,]+\.\d\d)/.exec(await place.innerText())![1]!.replace(',', '')) * 100);
}

/* A list of one's own, and where to buy it by the device's place. */
export async function planFirst(page: Page, ...texts: string[]): Promise<void> {
    await addItems(page, ...texts);
    await tickOf(page, 'milk').waitFor();
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('button', { name: 'Use my location' }).click();
    await planOf(page).waitFor();
}

/* One of those near the place. */
export async function chooseStore(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'near Cork' }).click();
    await page.getByRole('checkbox', { name: /Larkfield City Quay/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'at 1 store of yours' }).waitFor();
}
