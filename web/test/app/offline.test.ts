/* Without a signal: all that is done with a list, and the app opened anew. */
import assert from 'node:assert/strict';
import {
    addItems, choose, edit, namesOn, tickOf, unsentOn, untilKept, untilNamed, untilSent,
} from './helpers/list.ts';
import { addAccount, signedIn } from './helpers/people.ts';
import { journey } from './helpers/scene.ts';
import { until } from '../helpers/until.ts';

journey('a list is worked on without a signal, opened anew, and sent', async (scene) => {
    addAccount(scene.stack, 'offline@example.com');
    const one = await signedIn(scene, 'offline@example.com');
    const { page } = one;
    await addItems(page, 'alpha', 'beta', 'gamma', 'delta');
    await untilSent(page);
    await untilKept(page);

    await one.setOnline(false);
    await page.getByText('No signal. Everything still works.').waitFor();
    await addItems(page, '2 epsilon', 'zeta');
    await edit(page, 'alpha', (sheet) => sheet.getByRole('textbox', { name: 'Name' }).fill('red alpha'));
    await tickOf(page, 'beta').click();
    await choose(page, 'gamma', 'Move down');
    await choose(page, 'zeta', 'Delete');
    await choose(page, 'delta', 'Delete');
    await page.getByRole('button', { name: 'Undo' }).click(); // both: they are counted together
    await choose(page, 'zeta', 'Delete');
    await page.getByRole('button', { name: 'Quantity of epsilon: 2' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'More', exact: true }).click();
    await page.keyboard.press('Escape');
    const names = ['red alpha', 'delta', 'gamma', 'epsilon'];
    await untilNamed(page, names);
    assert.deepEqual(await namesOn(page), names);

    await page.reload();
    await page.getByText('Not sent yet. Saved on this device.').waitFor();
    await untilNamed(page, names);
    assert.deepEqual(await namesOn(page), names);
    await page.getByRole('button', { name: 'Quantity of epsilon: 3' }).waitFor();
    await page.getByText('In the cart, 1').waitFor();
    assert.ok(await unsentOn(page) > 0);

    await one.setOnline(true);
    await untilSent(page);
    const two = await signedIn(scene, 'offline@example.com');
    await untilNamed(two.page, names);
    await two.page.getByRole('button', { name: 'Quantity of epsilon: 3' }).waitFor();
    await two.page.getByText('In the cart, 1').waitFor();
    for (const at of [page, two.page])
        assert.deepEqual(await namesOn(at), names);
});

/* In one turn: nothing is painted between. */
function tickAndLeave(): void {
    document.querySelector<HTMLElement>('[role=checkbox]')!.click();
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
    location.reload();
}

/* What the server answered is not written yet then. */
function leaveWhenListIsMade(leave: () => void): void {
    const read = Response.prototype.text;
    Response.prototype.text = async function text() {
        const answer = await read.call(this);
        if (answer.includes('"createList"') && sessionStorage.left === undefined) {
            sessionStorage.left = '';
            setTimeout(leave);
        }
        return answer;
    };
}

journey('what is ticked as the page is left stays ticked', async ({ phone }) => {
    const { page } = await phone();
    await addItems(page, 'milk', 'bread');
    await page.getByText('2 to get').waitFor();
    await page.evaluate(tickAndLeave);
    await page.getByText('1 to get').waitFor();
});

journey('what is ticked as the page is left while the list gets its place on the server stays ticked',
    async (scene) => {
        for (let left = 0; left < 2; left++) { // each time a first list, on a new device
            const { page, context } = await scene.phone({ path: null });
            await page.addInitScript({ content: `(${leaveWhenListIsMade})(${tickAndLeave})` });
            await page.goto(scene.stack.url);
            await addItems(page, 'milk');
            await page.getByText('In the cart, 1').waitFor();
            await context.close();
        }
    });

journey('what is added as the page is left is on the list when it is opened again', async (scene) => {
    const device = await scene.phone();
    const { page } = device;
    await addItems(page, 'milk');
    await untilSent(page);
    await device.setOnline(false);
    const names = ['milk'];
    for (let left = 0; left < 12; left++) { // whether a write outlives its page was luck once
        const more = [`early ${left}`, `late ${left}`];
        await addItems(page, ...more);
        await page.reload();
        await untilNamed(page, names.concat(more));
        names.push(...more);
    }
});

journey('a quantity in its field is what it says, and is typed as the language writes it', async ({ phone }) => {
    const { page } = await phone();
    await addItems(page, '1000 g flour');
    const quantity = page.getByRole('button', { name: /^Quantity of flour: / });
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Quantity' });
    await quantity.click();
    await field.press('Enter');
    await page.keyboard.press('Escape');
    await quantity.getByText('1,000 g', { exact: true }).waitFor();

    await quantity.click();
    await field.fill('1,200');
    await field.press('Enter');
    await page.keyboard.press('Escape');
    await quantity.getByText('1,200 g', { exact: true }).waitFor();
});

journey('data that is taken away under the page is written anew, all of it', async (scene) => {
    const one = await scene.phone();
    const { page } = one;
    await addItems(page, 'milk', 'bread');
    await untilSent(page);
    await untilKept(page);
    await one.setOnline(false);
    await page.evaluate(() => new Promise<void>((resolve, reject) => {
        const gone = indexedDB.deleteDatabase('smartcart');
        gone.onsuccess = () => resolve();
        gone.onerror = () => reject(gone.error!);
    }));
    await addItems(page, 'eggs');
    await page.getByText('Not sent yet. Saved on this device.').waitFor();
    await until('it is there again', () => page.evaluate(async () =>
        (await indexedDB.databases()).some((found) => found.name === 'smartcart')));
    await until('the edit is kept', async () => await unsentOn(page) > 0);
    await page.reload();
    await untilNamed(page, ['milk', 'bread', 'eggs']);
});
