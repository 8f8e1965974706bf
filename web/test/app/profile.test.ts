/* The household in the profile: its stores, its cards, and whose it is. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { storesOf } from '../../src/profile/profile.graphql.ts';
import { addAccount, joined, shareLink, signedIn } from './helpers/people.ts';
import { journey } from './helpers/scene.ts';

async function openProfile(page: Page): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('heading', { name: 'My stores' }).waitFor();
}

const stores = (page: Page): Locator => page.getByRole('region', { name: 'My stores' });
const namesOf = (page: Page): Promise<string[]> => stores(page).locator('li b').allInnerTexts();

async function addStores(page: Page, many: number): Promise<void> {
    await page.getByRole('button', { name: 'Add a store' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('combobox', { name: 'Chain' }).selectOption({ index: 1 });
    for (let i = 1; i <= many; i++) {
        await sheet.getByRole('button', { name: /^Add / }).first().click();
        await stores(page).locator('li').nth(i - 1).waitFor();
    }
    await sheet.getByRole('button', { name: 'Close' }).click();
    await sheet.waitFor({ state: 'detached' });
}

async function ofStore(page: Page, at: number, action: string): Promise<void> {
    await stores(page).locator('li').nth(at).getByRole('button').click();
    await page.getByRole('menuitem', { name: action }).click();
}

journey('another chain is chosen while the first is still asked for', async (scene) => {
    addAccount(scene.stack, 'chains@example.com');
    const { page } = await signedIn(scene, 'chains@example.com');
    await openProfile(page);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    let isFirst = true;
    await page.route('**/graphql', async (route) => {
        if (isFirst && route.request().postDataJSON()?.documentId === storesOf.id) {
            isFirst = false;
            await held;
        }
        await route.continue();
    });
    await page.getByRole('button', { name: 'Add a store' }).click();
    const sheet = page.getByRole('dialog');
    const chains = sheet.getByRole('combobox', { name: 'Chain' });
    const asked = page.waitForRequest((request) => request.postDataJSON()?.documentId === storesOf.id);
    await chains.selectOption({ index: 1 });
    await asked;
    await chains.selectOption({ index: 2 });
    const found = sheet.getByRole('button', { name: /^Add / });
    await found.first().waitFor();
    const names = await sheet.getByRole('listitem').allInnerTexts();
    const late = page.waitForResponse((response) =>
        response.request().postDataJSON()?.documentId === storesOf.id);
    release();
    await late;
    assert.deepEqual(await sheet.getByRole('listitem').allInnerTexts(), names);
});

journey('a store put back is put back alone, and what was not saved is not shown', async (scene) => {
    addAccount(scene.stack, 'stores@example.com');
    const phone = await signedIn(scene, 'stores@example.com');
    const { page } = phone;
    await openProfile(page);
    await addStores(page, 3);
    const [a, b, c] = await namesOf(page);
    await ofStore(page, 0, 'Delete');
    await ofStore(page, 1, 'Move up');
    await page.getByRole('button', { name: 'Undo' }).click();
    await stores(page).locator('li').nth(2).waitFor();
    assert.deepEqual(await namesOf(page), [a, c, b]);

    await phone.setOnline(false);
    await ofStore(page, 0, 'Delete');
    await page.getByText('Nothing was changed', { exact: false }).first().waitFor();
    await stores(page).locator('li').nth(2).waitFor();
    assert.deepEqual(await namesOf(page), [a, c, b]);
});

journey('a card is of a chain', async (scene) => {
    addAccount(scene.stack, 'cards@example.com');
    const { page } = await signedIn(scene, 'cards@example.com');
    await openProfile(page);
    await page.getByRole('button', { name: 'Add a card' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Add a card' }).click();
    const chain = sheet.getByRole('combobox', { name: 'Chain' });
    assert.ok(await chain.evaluate((select: HTMLSelectElement) =>
        select.validationMessage !== '' && select === document.activeElement));
    await chain.selectOption({ index: 1 });
    await sheet.getByRole('button', { name: 'Add a card' }).click();
    await sheet.waitFor({ state: 'detached' });
});

journey('a household is handed over once that was asked', async (scene) => {
    addAccount(scene.stack, 'owner@example.com', 'family');
    const { page } = await signedIn(scene, 'owner@example.com');
    await joined(scene, await shareLink(page));
    await openProfile(page);
    await page.getByRole('button', { name: /^More for Someone/ }).click();
    await page.getByRole('menuitem', { name: 'Hand the household over' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText(/only Someone can hand it back/).waitFor();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Owner', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^More for Someone/ }).waitFor();

    await page.getByRole('button', { name: /^More for Someone/ }).click();
    await page.getByRole('menuitem', { name: 'Hand the household over' }).click();
    await sheet.getByRole('button', { name: 'Hand the household over' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
});
