/* Somebody new: a list at once, asked for nothing until it matters where they shop. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { setPlace } from '../../src/household/household.graphql.ts';
import { towns } from '../../src/shop/shop.graphql.ts';
import { addField, addItems, makeList, untilNamed, untilSent } from './helpers/list.ts';
import { addAccount, signedIn } from './helpers/people.ts';
import { hold, journey } from './helpers/scene.ts';
import { centsOf, planOf, WEEK } from './helpers/shop.ts';

journey('a first list, without an account, to a plan of where to buy it', async ({ phone }) => {
    const { page } = await phone();
    await page.getByRole('heading', { name: 'Shopping' }).waitFor();
    await addItems(page, ...WEEK);
    await page.getByText(`${WEEK.length} to get`).waitFor();
    assert.equal(await page.getByRole('checkbox').count(), WEEK.length);
    assert.equal(await page.getByRole('dialog').count(), 0);

    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('heading', { name: 'Where do you shop?' }).waitFor();
    await page.getByRole('button', { name: 'Use my location' }).click();
    await planOf(page).waitFor();
    assert.ok(await centsOf(planOf(page)) > 500);

    const counts = page.getByRole('group', { name: 'How many stores' });
    const totals = new Map<number, number>();
    for (const count of await counts.getByRole('radio').all()) {
        await count.check({ force: true }); // its label is what is pressed, over it
        const stores = planOf(page).getByRole('listitem');
        totals.set(await stores.count(), await centsOf(planOf(page)));
        const tills = await Promise.all((await stores.all()).map(centsOf));
        assert.equal(tills.reduce((sum, till) => sum + till, 0), await centsOf(planOf(page)));
    }
    assert.ok(totals.size >= 2, `plans: ${[...totals]}`);
    assert.ok(totals.get(2)! < totals.get(1)!);

    await page.getByRole('link', { name: 'Lists' }).click();
    await page.getByRole('link', { name: /^Best total: / }).waitFor();
});

journey('a town is chosen where the device does not tell its place', async ({ phone }) => {
    const { page } = await phone({ permissions: [] });
    await addItems(page, 'milk');
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('button', { name: 'Use my location' }).click();
    await page.getByRole('alert').getByText('This device did not tell its place').waitFor();
    await page.getByRole('searchbox', { name: 'Or a town' }).fill('cor');
    await page.getByRole('list', { name: 'Towns with stores' }).getByRole('button', { name: /^Cork/ }).click();
    await planOf(page).waitFor();
});

journey('what is being typed stays while the list gets its place on the server', async ({ phone }) => {
    const { page, context } = await phone();
    const letGo = await hold(context);
    await addItems(page, 'milk');
    await addField(page).pressSequentially('but');
    letGo();
    await untilSent(page);
    await page.keyboard.type('ter');
    await page.keyboard.press('Enter');
    await untilNamed(page, ['milk', 'butter']);
});

journey('what is being typed stays while the address gets the list’s place on the server', async ({ phone }) => {
    const { page, context } = await phone();
    const letGo = await hold(context);
    await makeList(page, 'Party');
    await addField(page).pressSequentially('but');
    letGo();
    await page.waitForURL(/\/lists\/l_/);
    await page.keyboard.type('ter');
    await page.keyboard.press('Enter');
    await untilNamed(page, ['butter']);
});

journey('a quantity that is being typed stays, too', async ({ phone }) => {
    const { page, context } = await phone();
    const letGo = await hold(context);
    await addItems(page, '1000 g flour');
    const quantity = page.getByRole('button', { name: /^Quantity of flour: / });
    await quantity.click();
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Quantity' });
    await field.fill('1,200');
    letGo();
    await untilSent(page);
    await page.waitForTimeout(500); // for the list's new name to be everywhere
    assert.equal(await field.inputValue(), '1,200');
    await field.press('Enter');
    await quantity.getByText('1,200 g', { exact: true }).waitFor();
    assert.equal(await field.inputValue(), '1200');
});

journey('where one shops is asked on while the list gets its place on the server', async ({ phone }) => {
    const { page, context } = await phone();
    const letGo = await hold(context);
    await addItems(page, 'milk');
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    const town = page.getByRole('searchbox', { name: 'Or a town' });
    await town.fill('cor');
    letGo();
    const cork = page.getByRole('list', { name: 'Towns with stores' }).getByRole('button', { name: /^Cork/ });
    await cork.waitFor();
    await page.waitForTimeout(2000); // for what is asked once the list has its place
    assert.equal(await town.inputValue(), 'cor');
    await cork.click();
    await planOf(page).waitFor();
});

journey('a town that is chosen last stays, however late the others are', async (scene) => {
    addAccount(scene.stack, 'late@example.com');
    const { page, allow } = await signedIn(scene, 'late@example.com');
    await addItems(page, 'milk');
    const places: unknown[] = [];
    let asked = 0;
    let isRefused = true;
    await page.route('**/graphql', async (route) => {
        const { documentId, variables } = route.request().postDataJSON() ?? {};
        if (documentId !== setPlace.id)
            return route.fallback();
        if (++asked === 2)
            await sleep(700);
        places.push(variables.place);
        return isRefused ? route.abort() : route.fallback();
    });
    allow(/net::ERR_/);
    await page.evaluate(() => {
        navigator.geolocation.getCurrentPosition = (onPlace) => addEventListener('told', () =>
            onPlace({ coords: { latitude: 1, longitude: 2 } } as GeolocationPosition));
    });
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    const list = page.getByRole('list', { name: 'Towns with stores' });
    const cork = list.getByRole('button', { name: /^Cork/ });
    await cork.click();
    await page.getByRole('alert').getByText('That could not be saved').waitFor();
    assert.equal(await page.getByText('Now shopping near Cork').count(), 0);

    isRefused = false;
    await page.getByRole('button', { name: 'Use my location' }).click();
    await list.getByRole('button', { name: /^Douglas/ }).click();
    await cork.click();
    await page.getByText('Now shopping near Cork').waitFor();
    await page.evaluate(() => dispatchEvent(new Event('told')));
    await page.waitForTimeout(500);
    assert.equal(places.length, 3);
    assert.deepEqual(places[2], places[0]);
});

journey('that a town has no store is said where all stores were read', async ({ phone }) => {
    for (const [isCut, said] of [[false, 'No store is known there yet.'],
        [true, 'Not among the towns listed here. Try a larger one nearby, or your location.']] as const) {
        const { page } = await phone();
        await addItems(page, 'milk');
        await page.route('**/graphql', async (route) => {
            if (route.request().postDataJSON()?.documentId !== towns.id)
                return route.fallback();
            const response = await route.fetch();
            const told = await response.json();
            told.data.retailers.nodes[0].stores.pageInfo = { hasNextPage: isCut };
            return route.fulfill({ response, json: told });
        });
        await page.getByRole('link', { name: 'Shop', exact: true }).click();
        await page.getByRole('searchbox', { name: 'Or a town' }).fill('zzyzx');
        await page.getByText(said).waitFor();
    }
});
