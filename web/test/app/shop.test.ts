/* A plan is changed, and shopped. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { until } from '../helpers/until.ts';
import {
    addItems, choose, edit, tickOf, unsentOn, untilKept, untilNamed, untilSent,
} from './helpers/list.ts';
import { journey } from './helpers/scene.ts';
import { centsOf, planFirst, planOf, WEEK } from './helpers/shop.ts';

async function openSlips(page: Page): Promise<void> {
    for (const slip of await page.getByRole('region', { name: 'Each stop, proven' }).locator('details').all())
        await slip.evaluate((element: HTMLDetailsElement) => { element.open = true; });
}

journey('another product is pinned, and the plan moves', async ({ phone }) => {
    const { page } = await phone();
    await planFirst(page, ...WEEK);
    const before = await centsOf(planOf(page));
    const change = page.getByRole('button',
        { name: 'Change the product for house blend ground coffee' });
    await openSlips(page);
    await change.click();
    const other = page.getByRole('dialog').getByRole('list', { name: 'Products' })
        .getByRole('button', { pressed: false }).last();
    const name = (await other.locator('b').innerText()).trim();
    await other.click();
    await page.getByText(`Now exactly ${name}`).waitFor();
    await planOf(page).getByText(`€${(before / 100).toFixed(2)}`).first().waitFor({ state: 'detached' });
    const after = await centsOf(planOf(page));
    assert.ok(after > before, `${after} after ${before}`);
    await openSlips(page);
    await page.getByRole('listitem').filter({ has: change }).getByText(name).waitFor();

    await page.getByRole('button', { name: 'Undo' }).click();
    await planOf(page).getByText(`€${(before / 100).toFixed(2)}`).first().waitFor();
});

journey('another place, by keys alone', async ({ phone }) => {
    const { page } = await phone();
    await planFirst(page, 'milk');
    const place = page.getByRole('button', { name: /^near / });
    await place.press('Enter');
    await page.getByRole('button', { name: 'Another place' }).press('Enter');
    const title = page.getByRole('dialog').getByRole('heading', { name: 'Where do you shop?' });
    await title.waitFor();
    assert.ok(await title.evaluate((heading) => heading === document.activeElement));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.ok(await place.evaluate((button) => button === document.activeElement));
});

journey('a plan is shopped, stop by stop, to its end', async ({ phone }) => {
    const { page, setOnline } = await phone();
    await planFirst(page, ...WEEK);
    await page.getByText('2 stores', { exact: true }).click();
    const planned = await centsOf(planOf(page));
    await page.getByRole('button', { name: 'Shop this plan' }).click();
    await page.getByText('Stop 1 of 2').waitFor();

    await setOnline(false); // as it is between shelves
    for (const stop of [1, 2]) {
        await page.getByText(`Stop ${stop} of 2`).waitFor();
        const open = page.locator('.go-row[aria-pressed=false]');
        while (await open.count() > 0)
            await open.first().click();
        await page.getByText(/^That is all from /).waitFor();
        await page.getByRole('button', { name: stop === 1 ? /^Next: / : 'Done shopping' }).click();
    }
    await page.getByRole('heading', { name: 'All done' }).waitFor();
    assert.equal(await centsOf(page.getByRole('main')), planned);
    await page.getByText(`${WEEK.length} of ${WEEK.length} planned items`).waitFor();
    await setOnline(true);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByText(`In the cart, ${WEEK.length}`).waitFor();
    assert.equal(await tickOf(page, 'milk').count(), 0); // folded away with the others
});

journey('a row says how many to take, whatever the item is called and when it is changed', async ({ phone }) => {
    const { page } = await phone();
    await planFirst(page, '3 milk');
    await page.getByRole('button', { name: 'Shop this plan' }).click();
    const row = page.locator('.go-row');
    const said = await row.locator('.go-text span').first().innerText();
    assert.match(said, /^3 × /);
    const product = said.replaceAll(/^3 × |[\u2068\u2069]/gu, '');

    const at = page.url();
    const change = async (name: string, by: (sheet: Locator) => Promise<void>): Promise<void> => {
        await page.goto(at.replace('/shop/', '/lists/').replace('/go', ''));
        await edit(page, name, by);
        await page.goto(at);
    };
    await change('milk', (sheet) => sheet.getByRole('textbox', { name: 'Name' }).fill(product));
    await row.getByText('3 ×', { exact: true }).waitFor();
    await change(product, (sheet) => sheet.getByRole('button', { name: 'More', exact: true }).click());
    await row.getByText('4 ×', { exact: true }).waitFor();
    assert.equal(await row.locator('.price').count(), 0);
});

/* As browsers close it under a page that was in the background. */
const closeDatabase = (page: Page): Promise<void> => page.evaluate(() => new Promise<void>((resolve) => {
    const open = indexedDB.open('smartcart', 1000);
    open.onupgradeneeded = () => open.transaction!.abort(); // it is as it was
    open.onerror = () => resolve();
}));

journey('a list is planned on this device, though what is kept was closed under the page', async (scene) => {
    const one = await scene.phone();
    const { page } = one;
    await planFirst(page, 'milk');
    await untilSent(page);
    await untilKept(page);
    await page.getByRole('link', { name: 'Profile' }).click();
    await one.setOnline(false);
    await page.reload();
    await closeDatabase(page);
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await planOf(page).waitFor();
    await page.getByRole('link', { name: 'Lists' }).click();
    await addItems(page, 'eggs');
    await until('it is kept', async () => await unsentOn(page) > 0);
    await page.reload();
    await untilNamed(page, ['milk', 'eggs']);
});

journey('that there is no newer plan is said no longer than there is one to make', async (scene) => {
    const one = await scene.phone();
    await planFirst(one.page, 'milk');
    await untilSent(one.page);
    const other = await one.tab();
    await tickOf(other, 'milk').waitFor();
    await one.setOnline(false);
    const notice = one.page.getByText(/^No signal: planned on this device/);
    await notice.waitFor();
    await addItems(other, 'eggs');
    await one.page.getByText('2 items').waitFor();
    await choose(other, 'eggs', 'Delete');
    await one.page.getByText('1 item', { exact: true }).waitFor();
    await one.setOnline(true); // and the plan is as new as before
    await notice.waitFor({ state: 'detached' });
});
