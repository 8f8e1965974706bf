/* A session that ends by itself loses nothing; one that is ended leaves nothing. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addItems, tickOf, untilKept, untilNamed, untilSent } from './helpers/list.ts';
import { addAccount, signedIn, signIn } from './helpers/people.ts';
import { journey } from './helpers/scene.ts';
import { until } from '../helpers/until.ts';

journey('a session that ran out without a signal keeps what was written, and sends it after signing in',
    async (scene) => {
        const email = 'expiry@example.com';
        addAccount(scene.stack, email);
        const one = await signedIn(scene, email);
        await addItems(one.page, 'milk');
        await untilSent(one.page);
        const two = await signedIn(scene, email);
        await tickOf(two.page, 'milk').waitFor();
        await untilKept(one.page);

        await one.setOnline(false);
        await addItems(one.page, 'candles');
        await two.page.getByRole('link', { name: 'Profile' }).click();
        await two.page.getByRole('button', { name: 'Sign out everywhere' }).click();
        await two.page.getByText('You are here as a guest').waitFor();
        await one.context.clearCookies({ name: 'sc_access' }); // it runs out in minutes
        await one.setOnline(true);
        await one.page.getByText('Not sent yet: sign in again. Saved on this device.').waitFor();
        await one.page.reload();
        await untilNamed(one.page, ['milk', 'candles']);

        await one.page.getByRole('link', { name: 'Profile' }).click();
        await one.page.getByText('You are signed out. Sign in again.').waitFor();
        await one.page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
        assert.equal(await one.page.getByRole('textbox', { name: 'E-mail' }).inputValue(), email);
        await signIn(one.page, email);
        await untilSent(one.page);
        const three = await signedIn(scene, email);
        await untilNamed(three.page, ['milk', 'candles']);
    });

/* Everything that a page of the app could find again. */
const keptIn = (page: Page): Promise<string> => page.evaluate(async () => {
    const rows: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
            const open = indexedDB.open(name!);
            open.onsuccess = () => resolve(open.result);
            open.onerror = () => reject(open.error!);
        });
        for (const store of db.objectStoreNames)
            rows.push(await new Promise((resolve, reject) => {
                const all = db.transaction(store).objectStore(store).getAll();
                all.onsuccess = () => resolve(all.result);
                all.onerror = () => reject(all.error!);
            }));
        db.close();
    }
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys())
            rows.push(url);
    return JSON.stringify(rows);
});

journey('signing out leaves nothing of anybody, in no tab, nor after a reload', async (scene) => {
    const email = 'leaving@example.com';
    addAccount(scene.stack, email);
    const one = await signedIn(scene, email);
    const { page } = one;
    await addItems(page, 'candles');
    await untilSent(page);
    await untilKept(page);
    const other = await one.tab();
    await tickOf(other, 'candles').waitFor();
    const listId = await page.evaluate(() => localStorage.getItem('smartcart-list')!);
    assert.match(listId, /^l_/);
    const traces = ['candles', email, listId];
    const traced = async (): Promise<string[]> => {
        const kept = await keptIn(page);
        return traces.filter((trace) => kept.includes(trace));
    };
    assert.deepEqual(await traced(), traces);

    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Sign out here' }).click();
    await page.getByText('Signing out in a moment').waitFor();
    await tickOf(other, 'candles').waitFor({ state: 'detached' });
    await until('nothing is kept', async () => (await traced()).length === 0);
    assert.deepEqual((await one.context.cookies()).map(({ name }) => name), []);

    await Promise.all([page.goto(scene.stack.url), other.reload()]);
    for (const tab of [page, other]) {
        await tab.getByText('Nothing to get').first().waitFor();
        assert.equal(await tab.getByRole('checkbox').count(), 0);
    }
    assert.deepEqual(await traced(), []);
});
