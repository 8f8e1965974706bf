/* A day without a signal, then one that loses answers. */
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { addItems, namesOn, untilNamed, untilSent } from './helpers/list.ts';
import { addAccount, signedIn } from './helpers/people.ts';
import { journey } from './helpers/scene.ts';
import { createRandom } from '../unit/helpers/random.ts';
import { apply, changes } from '../../src/api/lists.graphql.ts';

const SEED = 6;
const ADDED = 300;
const STEPS = 500;
const TICKED = 200;
const LIMIT_MS = 90_000;

/* As a shopper does it, but not one press a network round trip of the test: each by the page itself. */
async function work(page: Page): Promise<void> {
    await page.evaluate(async ([added, ticked]) => {
        const field = document.querySelector<HTMLInputElement>('.add input')!;
        const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
        for (let i = 0; i < added; i++) {
            field.value = `thing ${i}`;
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            await turn();
            field.form!.requestSubmit();
            await turn();
        }
        const ticks = [...document.querySelectorAll<HTMLElement>('[role=checkbox]')].slice(1, 1 + ticked);
        for (const tick of ticks) {
            tick.click();
            await turn();
        }
    }, [ADDED, TICKED] as const);
    await page.getByRole('button', { name: 'eggs', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'More', exact: true })
        .evaluate(async (button: HTMLElement, steps) => {
            for (let i = 0; i < steps; i++) {
                button.click();
                await new Promise((resolve) => setTimeout(resolve));
            }
        }, STEPS);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

/* Of what edits ask, a third is answered to nobody, and some does not arrive. */
async function losing(context: BrowserContext): Promise<{ asked: number; lost: number }> {
    const random = createRandom(SEED);
    const count = { asked: 0, lost: 0 };
    await context.route('**/graphql', async (route) => {
        const body = route.request().postData() ?? '';
        if (!body.includes(apply.id) && !body.includes(changes.id))
            return route.continue();
        count.asked++;
        if (!random.chance(0.4))
            return route.continue();
        count.lost++;
        if (random.chance(0.8))
            await route.fetch(); // done, and nobody hears of it
        await route.abort();
    });
    return count;
}

async function told(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByText('1,000 changes are not sent yet').waitFor();
    await page.getByRole('link', { name: 'Lists' }).click();
}

journey('1,000 edits arrive once each, whatever answers are lost', async (scene) => {
    const email = 'queue@example.com';
    addAccount(scene.stack, email, 'plus');
    const one = await signedIn(scene, email);
    const { page, context } = one;
    await addItems(page, 'eggs');
    await untilSent(page);

    await one.setOnline(false);
    await work(page);
    await told(page);
    const count = await losing(context);
    await one.setOnline(true);
    const ms = await untilSent(page, LIMIT_MS);
    scene.tell(`1,000 edits, ${count.asked} requests, ${count.lost} of them lost; sent within ${
        (ms / 1000).toFixed(1)} s`);
    assert.ok(count.lost > 2);

    await context.unroute('**/graphql');
    const names = await namesOn(page);
    assert.equal(names.length, 1 + ADDED - TICKED);
    const two = await signedIn(scene, email);
    await untilNamed(two.page, names);
    assert.deepEqual(await namesOn(two.page), names);
    for (const { page: at } of [one, two]) {
        await at.getByText(`In the cart, ${TICKED}`).waitFor();
        await at.getByRole('button', { name: `Quantity of eggs: ${1 + STEPS}` }).waitFor();
    }
    const [items, different] = scene.stack.sql("select count(*), count(distinct i.name) from lists.item i "
        + "join lists.list l on l.id = i.list_id join accounts.member m on m.household_id = l.household_id "
        + `join accounts.person p on p.id = m.person_id where p.email_fold = '${email}'`).split('|');
    assert.deepEqual([items, different], [String(1 + ADDED), String(1 + ADDED)]);
});
