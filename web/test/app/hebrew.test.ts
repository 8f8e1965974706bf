/* From right to left: the same way, from a first list to the end of a shop. */
import assert from 'node:assert/strict';
import { journey } from './helpers/scene.ts';
import { until } from '../helpers/until.ts';
import { common } from '../../src/i18n/he/common.ts';
import { lists } from '../../src/i18n/he/lists.ts';
import { shop } from '../../src/i18n/he/shop.ts';

journey('a list is planned and shopped in Hebrew, from right to left', async ({ phone, stack }) => {
    const { page } = await phone({ locale: 'he-IL' });
    const field = page.getByRole('combobox', { name: lists.add });
    for (const text of ['2 ליטר milk', 'butter']) {
        await field.fill(text);
        await field.press('Enter');
    }
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang,
        document.documentElement.dir]), ['he', 'rtl']);
    const tick = page.getByRole('checkbox', { name: 'milk' });
    const more = page.getByRole('button', { name: 'milk', exact: true });
    await tick.waitFor();
    assert.ok((await tick.boundingBox())!.x > (await more.boundingBox())!.x); // the thumb's side

    await page.getByRole('navigation').getByRole('link', { name: common.shop }).click();
    await page.getByRole('button', { name: shop.useLocation }).click();
    const plan = page.getByRole('region', { name: shop.plan(1) });
    await plan.waitFor();
    assert.match(await plan.innerText(), /\d+\.\d\d/);
    await page.getByText(shop.notes.ONLINE_STORES(1)).waitFor(); // what was left out, in Hebrew, too
    await page.getByRole('button', { name: shop.shopPlan }).click();
    const open = page.locator('.go-row[aria-pressed=false]');
    await open.first().waitFor();
    while (await open.count() > 0)
        await open.first().click();
    await page.getByRole('button', { name: shop.finish }).click();
    await page.getByRole('heading', { name: shop.doneTitle }).waitFor();
    await page.getByText(shop.doneAll).waitFor();
    assert.equal(await page.evaluate(() =>
        document.documentElement.scrollWidth > innerWidth), false);

    await page.getByRole('button', { name: shop.backToList }).click();
    await page.getByText(lists.inCart(2)).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: common.profile }).click();
    await page.getByRole('combobox', { name: common.language }).selectOption('en');
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
    await until('mails come in English, too', async () => stack.sql(`select count(*) from accounts.person p
        join accounts.member m on m.person_id = p.id join accounts.household h on h.id = m.household_id
        where h.name = 'הבית' and p.locale = 'en'`) === '1');
});
