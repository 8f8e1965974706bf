/* Somebody new: a list at once, asked for nothing until it matters where they shop. */
import assert from 'node:assert/strict';
import { addItems, tickOf } from './helpers/list.ts';
import { journey } from './helpers/scene.ts';

journey('a first list, without an account, to a plan of where to buy it', async ({ phone }) => {
    const { page } = await phone();
    await page.getByRole('heading', { name: 'Shopping' }).waitFor();
    await addItems(page, '2 l milk', 'butter', '12 eggs');
    await tickOf(page, 'milk').waitFor();
    assert.equal(await page.getByRole('checkbox').count(), 3);
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('heading', { name: 'Where do you shop?' }).waitFor();
    await page.getByRole('button', { name: 'Use my location' }).click();
    const plan = page.getByRole('region', { name: /^Plan for \d stores?$/ });
    await plan.waitFor();
    await plan.getByText(/^€\d+\.\d\d$/).waitFor();
});
