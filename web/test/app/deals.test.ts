/* What is on now, and onto the list with it. */
import assert from 'node:assert/strict';
import { addItems, tickOf } from './helpers/list.ts';
import { journey } from './helpers/scene.ts';
import { chooseStore, planFirst } from './helpers/shop.ts';

journey('a deal goes onto the list', async ({ phone }) => {
    const { page } = await phone();
    await planFirst(page, 'milk');
    await chooseStore(page);
    await page.getByRole('link', { name: 'Deals' }).click();
    const add = page.getByRole('button', { name: / to Shopping$/ }).first();
    const name = /^Add (.*) to Shopping$/.exec((await add.getAttribute('aria-label'))!)![1]!;
    await add.click();
    await page.getByText(`${name} is on the list`).waitFor();
    await page.getByRole('link', { name: 'Lists' }).click();
    await tickOf(page, name).waitFor();
    await page.reload();
    await tickOf(page, name).waitFor();
    assert.equal(await page.getByRole('checkbox').count(), 2);
});

journey('a deal is taken for what is on the list already', async ({ phone }) => {
    const { page } = await phone();
    await planFirst(page, 'milk');
    await page.getByRole('link', { name: 'Lists' }).click();
    await addItems(page, 'crisps');
    await page.getByRole('link', { name: 'Deals' }).click();
    const choose = page.getByRole('region', { name: 'For Shopping' })
        .getByRole('button', { name: /^Take .* for / }).first();
    const [, product, item] = /^Take (.*) for (.*)$/.exec((await choose.getAttribute('aria-label'))!)!;
    await choose.click();
    await page.getByText(`${item}: ${product}`).waitFor();
    await page.getByRole('link', { name: 'Lists' }).click();
    await page.getByRole('button', { name: item!, exact: true }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Prices and deals' }).click();
    await page.getByRole('heading', { name: product!, exact: true }).waitFor();
});
