/* A link to one list, for whoever has it. */
import assert from 'node:assert/strict';
import { endListLink, listLinks } from '../../src/lists/share.graphql.ts';
import { until } from '../helpers/until.ts';
import {
    addField, addItems, makeList, tickOf, untilKept, untilNamed, untilSent,
} from './helpers/list.ts';
import { endLink, listLink } from './helpers/people.ts';
import { hold, journey } from './helpers/scene.ts';
import { centsOf, chooseStore, planOf } from './helpers/shop.ts';

journey('a link opens one list, without an account, until it is ended', async (scene) => {
    const { page } = await scene.phone();
    await addItems(page, 'milk', 'eggs');
    const link = await listLink(page);
    const guest = await scene.phone({ path: link });
    guest.allow(/status of 401/); // of a link that has ended
    await untilNamed(guest.page, ['milk', 'eggs']);

    await addItems(guest.page, 'bread');
    await tickOf(page, 'bread').waitFor();
    await tickOf(page, 'milk').click();
    await tickOf(guest.page, 'milk').waitFor({ state: 'detached' });

    await untilKept(guest.page);
    await guest.setOnline(false);
    await addItems(guest.page, 'flour');
    await guest.page.reload();
    await untilNamed(guest.page, ['eggs', 'bread', 'flour']);
    await guest.setOnline(true);
    await untilSent(guest.page);
    await tickOf(page, 'flour').waitFor();

    await endLink(page);
    await addItems(guest.page, 'late');
    await guest.page.getByRole('alert').getByText('The link to Shopping has ended').waitFor();
    await tickOf(guest.page, 'bread').waitFor({ state: 'detached' });
});

journey('a link is made, and another ended, while those that hold are still asked for', async ({ phone }) => {
    const { page, context } = await phone();
    await addItems(page, 'milk');
    await listLink(page);
    const letGo = await hold(context, listLinks);
    await page.getByRole('button', { name: 'Share the list' }).click();
    const sheet = page.getByRole('dialog');
    const ends = sheet.getByRole('button', { name: /^End: / });
    await sheet.getByRole('button', { name: /^Make a link .*alone$/ }).click();
    await ends.waitFor();
    letGo();
    await until('both are told', async () => await ends.count() === 2);
    const wait = await hold(context, endListLink);
    await ends.first().click();
    await ends.last().click();
    wait();
    await ends.first().waitFor({ state: 'detached' });
});

journey('a list by a link is planned and shopped without an account', async ({ phone, stack }) => {
    const { page } = await phone();
    await addItems(page, 'milk', 'eggs', 'butter');
    const link = await listLink(page);
    const guest = await phone({ path: link });
    await untilNamed(guest.page, ['milk', 'eggs', 'butter']);
    const people = stack.sql('select count(*) from accounts.person');

    await guest.page.getByRole('link', { name: 'Shop', exact: true }).click();
    await guest.page.getByText('it is kept on this device alone').waitFor();
    await guest.page.getByRole('button', { name: 'Use my location' }).click();
    await planOf(guest.page).waitFor();
    assert.ok(await centsOf(planOf(guest.page)) > 100);

    await guest.page.getByRole('link', { name: 'Deals' }).click();
    await guest.page.getByRole('region', { name: 'For Shopping' }).getByRole('listitem').first().waitFor();
    await guest.page.reload(); // where they shop is known here still
    await guest.page.getByRole('link', { name: 'Shop', exact: true }).click();
    await guest.page.getByRole('button', { name: 'Shop this plan' }).click();
    const open = guest.page.locator('.go-row[aria-pressed=false]');
    await open.first().waitFor();
    while (await open.count() > 0)
        await open.first().click();
    await guest.page.getByText(/^That is all from /).waitFor();
    await page.getByText('In the cart, 3').waitFor(); // where the list is from
    await guest.page.getByRole('button', { name: 'Done shopping' }).click();
    await guest.page.getByRole('heading', { name: 'All done' }).waitFor();
    assert.equal(stack.sql('select count(*) from accounts.person'), people);
    assert.deepEqual(await guest.context.cookies(), []);

    // a list of their own: a household, which shops where they said
    await guest.page.getByRole('button', { name: 'Back to the list' }).click();
    await makeList(guest.page, 'Mine');
    const places = stack.sql('select count(*) from accounts.household_home');
    await addItems(guest.page, 'bread');
    await untilSent(guest.page);
    await guest.page.getByRole('link', { name: 'Shop', exact: true }).click();
    await planOf(guest.page).waitFor();
    assert.equal(Number(stack.sql('select count(*) from accounts.household_home')), Number(places) + 1);
});

journey('what one may only look at is planned and shopped without a control that changes it',
    async ({ phone }) => {
        const { page } = await phone();
        await makeList(page, 'Party');
        await addItems(page, 'milk', 'eggs');
        const guest = await phone();
        const follow = async (path: string): Promise<unknown> =>
            guest.page.goto(new URL(path, guest.page.url()).href);
        await guest.page.getByRole('heading', { name: 'Shopping' }).waitFor(); // their own
        await follow(await listLink(page));
        guest.allow(/status of 401/); // of the first link
        await untilNamed(guest.page, ['milk', 'eggs']);
        await guest.page.getByRole('link', { name: 'Shop', exact: true }).click();
        await guest.page.getByRole('button', { name: 'Use my location' }).click();
        await guest.page.getByRole('button', { name: 'Shop this plan' }).click();
        await guest.page.locator('button.go-row').first().waitFor();
        await endLink(page);

        await follow(await listLink(page, 'Only look'));
        await untilNamed(guest.page, ['milk', 'eggs']);
        const only = guest.page.getByText('You can look at this list, and not change it.');
        await only.waitFor();
        assert.equal(await addField(guest.page).count(), 0);
        await guest.page.getByRole('link', { name: 'Shop', exact: true }).click();
        await planOf(guest.page).waitFor();
        await only.waitFor();
        const controls = guest.page.getByRole('button',
            { name: /^(Shop this plan|Change the product|Choose a product|Scan)/ });
        assert.equal(await controls.count(), 0);

        await guest.page.getByRole('link', { name: /^Go on shopping at / }).click(); // begun before
        await guest.page.locator('.go-row').first().waitFor();
        await only.waitFor();
        assert.equal(await guest.page.locator('button.go-row').count(), 0);
        assert.equal(await controls.count(), 0);

        await guest.page.getByRole('button', { name: 'Back to the plan' }).click();
        await chooseStore(guest.page);
        await guest.page.getByRole('link', { name: 'Deals' }).click();
        const deals = guest.page.getByRole('region', { name: 'For Party' });
        await deals.getByRole('listitem').first().waitFor();
        assert.equal(await deals.getByRole('button').count(), 0);
        // at the stores, things go to a list of their own
        await guest.page.getByRole('button', { name: /^Add .* to Shopping$/ }).first().waitFor();
        assert.equal(await guest.page.getByRole('button', { name: /to Party$/ }).count(), 0);
    });

journey('the end of a link is told to who was about to go shopping', async ({ phone }) => {
    const { page } = await phone();
    await addItems(page, 'milk');
    const guest = await phone({ path: await listLink(page) });
    guest.allow(/status of 401/);
    await untilNamed(guest.page, ['milk']);
    await guest.page.getByRole('link', { name: 'Shop', exact: true }).click();
    await guest.page.getByRole('heading', { name: 'Where do you shop?' }).waitFor();
    await endLink(page);
    await guest.page.getByRole('alert').getByText('The link to Shopping has ended').waitFor();
    await guest.page.getByRole('heading', { name: 'Nothing to buy yet' }).waitFor(); // on their own
    await guest.page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    await guest.page.getByRole('alert').getByText('The link').waitFor({ state: 'detached' });
});
