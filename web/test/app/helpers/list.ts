/* What a shopper does on the list screen, as they see it: by the names that are read out. */
import type { Locator, Page } from 'playwright-core';
import { until } from '../../helpers/until.ts';

export const addField = (page: Page): Locator => page.getByRole('combobox', { name: 'Add an item' });
export const tickOf = (page: Page, name: string): Locator =>
    page.getByRole('checkbox', { name, exact: true });

/* One after the other, each by Enter. */
export async function addItems(page: Page, ...texts: string[]): Promise<void> {
    for (const text of texts) {
        await addField(page).fill(text);
        await addField(page).press('Enter');
    }
}

/* By the name of the list that is open, which leads to all of them. */
export async function makeList(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: /, other lists$/ }).click();
    await page.getByRole('textbox', { name: 'Name of the new list' }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
}

/* The open items, in the order in which they stand. */
export const namesOn = (page: Page): Promise<string[]> =>
    page.getByRole('checkbox', { checked: false })
        .evaluateAll((ticks) => ticks.map((tick) => tick.getAttribute('aria-label')!));

/* In whatever order: the words that aisles are guessed from come a moment after the list. */
export async function untilNamed(page: Page, names: readonly string[]): Promise<void> {
    const wanted = names.toSorted().join();
    let last = '';
    await until('the list is this', async () => {
        last = (await namesOn(page)).toSorted().join();
        return last === wanted;
    }).catch((error: Error) => {
        throw new Error(`${error.message}: ${wanted}; it is ${last}`);
    });
}

/* Opens what there is of an item, and closes it after. */
export async function edit(page: Page, name: string,
    change: (sheet: Locator) => Promise<void>): Promise<void> {
    await page.getByRole('button', { name, exact: true }).click();
    const sheet = page.getByRole('dialog');
    await change(sheet);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await sheet.waitFor({ state: 'detached' });
}

/* By a button of the same sheet, which may close it. */
export async function choose(page: Page, name: string, action: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: action, exact: true }).click();
    if (action !== 'Delete')
        await sheet.getByRole('button', { name: 'Close' }).click();
    await sheet.waitFor({ state: 'detached' });
}

/* The worker has all the files: from here on the app opens without a signal. */
export async function untilKept(page: Page): Promise<void> {
    await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        if (navigator.serviceWorker.controller === null)
            await new Promise((resolve) => navigator.serviceWorker
                .addEventListener('controllerchange', resolve, { once: true }));
    });
}

/* How much waits to be sent, of all that was done so far: it is written behind the paint of it. */
export const unsentOn = (page: Page): Promise<number> => page.evaluate(async () => {
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('smartcart');
        open.onerror = () => reject(open.error!);
        open.onsuccess = () => {
            const count = open.result.transaction('outbox').objectStore('outbox').count();
            count.onsuccess = () => {
                open.result.close();
                resolve(count.result);
            };
        };
    });
});

export async function untilSent(page: Page, limitMs?: number): Promise<number> {
    return until('all is sent', async () => await unsentOn(page) === 0, limitMs);
}
