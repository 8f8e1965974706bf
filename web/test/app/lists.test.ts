/* Several lists: which is open, what is deleted, and what opens over one. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../helpers/until.ts';
import { addField, addItems, makeList, tickOf, untilNamed, untilSent } from './helpers/list.ts';
import { addAccount, listLink, signedIn } from './helpers/people.ts';
import { journey } from './helpers/scene.ts';

const headOf = (page: Page, name: string): Promise<void> =>
    page.getByRole('heading', { name }).waitFor();

async function pick(page: Page, name: string, item: string): Promise<void> {
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
}

const deleteList = (page: Page, name: string): Promise<void> => pick(page, name, 'Delete');

/* The toast passes when something else is told. */
async function untilPassed(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
}

journey('a list that is deleted is out of sight, and behind the last there is another', async (scene) => {
    const { page } = await scene.phone();
    await addItems(page, 'milk');
    await makeList(page, 'Farewell');
    await addItems(page, 'wine');
    await untilSent(page);

    await pick(page, 'Farewell', 'Put away');
    await deleteList(page, 'Farewell');
    await headOf(page, 'Shopping');
    await page.getByRole('button', { name: 'Undo' }).click();
    await headOf(page, 'Farewell');
    await untilNamed(page, ['wine']);

    await deleteList(page, 'Farewell');
    await headOf(page, 'Shopping');
    await untilNamed(page, ['milk']);
    await untilPassed(page);
    const left = (name: string): number =>
        Number(scene.stack.sql(`select count(*) from lists.list where name = '${name}' and deleted_at is null`));
    await until('it is deleted', async () => left('Farewell') === 0);
    await page.getByRole('button', { name: /, other lists$/ }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: /^Shopping/ }).waitFor();
    assert.equal(await sheet.getByText('Farewell').count(), 0);
    await sheet.getByRole('button', { name: 'Close' }).click();

    await deleteList(page, 'Shopping'); // there is no other
    await tickOf(page, 'milk').waitFor({ state: 'detached' });
    await headOf(page, 'Shopping');
    await addItems(page, 'bread');
    await untilPassed(page);
    await untilNamed(page, ['bread']);
    await untilSent(page);
    await page.reload();
    await untilNamed(page, ['bread']);
});

journey('the last list, deleted by another, leaves one to write on', async (scene) => {
    addAccount(scene.stack, 'alone@example.com');
    const { page } = await signedIn(scene, 'alone@example.com');
    await makeList(page, 'Farewell');
    await addItems(page, 'wine');
    await untilSent(page);
    const other = await signedIn(scene, 'alone@example.com');
    await other.page.goto(page.url());
    await untilNamed(other.page, ['wine']);

    await deleteList(page, 'Farewell');
    await untilPassed(page);
    await tickOf(other.page, 'wine').waitFor({ state: 'detached' });
    await headOf(other.page, 'Shopping');
    await addItems(other.page, 'bread');
    await untilNamed(other.page, ['bread']);
});

journey('what opens over a list is of that list, and stays while text is marked', async ({ phone }) => {
    const { page } = await phone();
    await addItems(page, 'milk');
    await makeList(page, 'Farewell');
    for (const name of [/^Shopping/, /^Farewell/]) {
        await page.getByRole('button', { name: /, other lists$/ }).click();
        await page.getByRole('dialog').getByRole('button', { name }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Share the list' }).click();
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await headOf(page, 'Shopping');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'More for Shopping' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    const field = page.getByRole('dialog').getByRole('textbox');
    await field.fill('Every week');
    const box = (await field.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, 5, { steps: 3 });
    await page.mouse.up();
    assert.equal(await field.inputValue(), 'Every week');
    await page.mouse.click(box.x + 10, 5);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await addField(page).waitFor();
});

journey('a list that there is no room for says so, until another is put away', async (scene) => {
    scene.stack.sql("update accounts.plan set lists_max = 1 where name = 'plus'");
    addAccount(scene.stack, 'tight@example.com', 'plus');
    const { page } = await signedIn(scene, 'tight@example.com');
    await page.goto(scene.stack.url);
    await addItems(page, 'milk');
    await untilSent(page);
    await makeList(page, 'Camping');
    await addItems(page, 'wine');
    const note = page.getByText('Only on this device: the plan has no room for another list.');
    await note.waitFor();
    await page.reload();
    await note.waitFor();

    await makeList(page, 'Picnic');
    await note.waitFor();
    await deleteList(page, 'Picnic');
    await headOf(page, 'Shopping');
    assert.equal(await note.count(), 0);
    await page.getByRole('button', { name: 'More for Shopping' }).click();
    await page.getByRole('menuitem', { name: 'Put away' }).click();
    await untilPassed(page);
    await page.goto(scene.stack.url);
    await headOf(page, 'Camping');
    await untilSent(page);
    await note.waitFor({ state: 'detached' });
    await untilNamed(page, ['wine']);
    assert.equal(scene.stack.sql("select string_agg(name, ' ' order by name) from lists.list l " +
        "where name in ('Camping', 'Picnic') and deleted_at is null"), 'Camping');
});

journey('a toast passes, though the sheet that it was in was closed under the pointer', async ({ phone }) => {
    const { page } = await phone();
    await page.clock.install();
    await addItems(page, 'milk');
    await listLink(page);
    await page.getByRole('button', { name: 'Share the list' }).click();
    await page.getByRole('button', { name: /^End: / }).click();
    const toast = page.getByText('The link leads nowhere any more');
    await toast.hover(); // it stays as long as somebody reads it
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await toast.waitFor();
    await page.clock.fastForward(30_000);
    await toast.waitFor({ state: 'detached' });
});
