/* A session that ends by itself loses nothing; one that is ended leaves nothing. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addItems, makeList, tickOf, untilKept, untilNamed, untilSent } from './helpers/list.ts';
import { addAccount, signedIn, signIn } from './helpers/people.ts';
import { journey, type Phone, type Scene } from './helpers/scene.ts';
import { until } from '../helpers/until.ts';

/* In minutes its cookie is as good as this one: it stays, and is refused. */
async function letAccessRunOut({ context }: Phone): Promise<void> {
    const [access] = (await context.cookies()).filter(({ name }) => name === 'sc_access');
    await context.addCookies([{ ...access!, value: `sct_AQ${'A'.repeat(133)}` }]);
}

const REFUSED = /status of 401/;

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

        one.allow(REFUSED);
        await one.setOnline(false);
        await addItems(one.page, 'candles');
        await two.page.getByRole('link', { name: 'Profile' }).click();
        await two.page.getByRole('button', { name: 'Sign out everywhere' }).click();
        await two.page.getByText('You are here as a guest').waitFor();
        await letAccessRunOut(one);
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

journey('a guest whose session was ended goes on as another, with all that was on the list', async (scene) => {
    const phone = await scene.phone();
    await addItems(phone.page, 'milk');
    await untilSent(phone.page);
    phone.allow(REFUSED);
    const ofGuest = `id = (select max(id) from accounts.session)`;
    scene.stack.sql(`update accounts.session set revoked_at = now() where ${ofGuest}`);
    await letAccessRunOut(phone);
    await phone.page.reload();
    await addItems(phone.page, 'eggs');
    await untilNamed(phone.page, ['milk', 'eggs']);
    await untilSent(phone.page);
    assert.equal(scene.stack.sql('select count(*) from lists.item i join lists.list l on l.id = i.list_id ' +
        `where i.name in ('milk', 'eggs') and i.list_id = (select max(list_id) from lists.item)`), '2');
});

/* The page is left within the second, as by who has pressed it on somebody else's computer. */
async function pressAndLeave(page: Page, button: string): Promise<void> {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.close();
}

async function accountPhone(scene: Scene, email: string): Promise<Phone> {
    addAccount(scene.stack, email);
    const phone = await signedIn(scene, email);
    await untilKept(phone.page);
    return phone;
}

const sessionsOf = (scene: Scene, email: string): number => Number(scene.stack.sql(
    `select count(*) from accounts.session s join accounts.person p on p.id = s.person_id
     where p.email_fold = '${email}' and s.revoked_at is null and s.epoch = p.epoch`));

journey('who signs out and closes the page at once is signed out', async (scene) => {
    const email = 'hurried@example.com';
    const phone = await accountPhone(scene, email);
    await addItems(phone.page, 'candles');
    await untilSent(phone.page);
    await phone.page.getByRole('link', { name: 'Profile' }).click();
    await pressAndLeave(phone.page, 'Sign out here');
    await until('the server knows', () => sessionsOf(scene, email) === 0);

    const next = await phone.tab();
    await next.getByText('Nothing to get').first().waitFor();
    assert.equal(await next.getByRole('checkbox').count(), 0);
    const kept = await keptIn(next);
    assert.ok(!kept.includes('candles') && !kept.includes(email), kept);
});

journey('who signs out without a signal and closes the page is signed out before anything is seen again',
    async (scene) => {
        const email = 'cut-off@example.com';
        const phone = await accountPhone(scene, email);
        await addItems(phone.page, 'candles');
        await untilSent(phone.page);
        await phone.page.getByRole('link', { name: 'Profile' }).click();
        await phone.setOnline(false);
        await pressAndLeave(phone.page, 'Sign out here');
        await phone.setOnline(true);
        const next = await phone.tab();
        await next.getByText('Nothing to get').first().waitFor();
        assert.ok(!(await keptIn(next)).includes('candles'));
        await until('the server knows', () => sessionsOf(scene, email) === 0);
        assert.equal(await next.getByRole('checkbox').count(), 0);
    });

journey('who takes signing out back stays', async (scene) => {
    const phone = await accountPhone(scene, 'stays@example.com');
    await addItems(phone.page, 'candles');
    await untilSent(phone.page);
    await phone.page.getByRole('link', { name: 'Profile' }).click();
    await phone.page.getByRole('button', { name: 'Sign out here' }).click();
    await phone.page.getByRole('button', { name: 'Undo' }).click();
    await phone.page.goto(scene.stack.url);
    await tickOf(phone.page, 'candles').waitFor();
});

journey('what is said to be removed is removed though the page is closed at once', async (scene) => {
    const email = 'lost-phone@example.com';
    const phone = await accountPhone(scene, email);
    const other = await signedIn(scene, email);
    other.allow(REFUSED);
    assert.equal(sessionsOf(scene, email), 2);
    await phone.page.getByRole('link', { name: 'Profile' }).click();
    await pressAndLeave(phone.page, 'Sign out all others');
    await until('the other session is ended', () => sessionsOf(scene, email) === 1);

    const again = await phone.tab();
    await makeList(again, 'Old things');
    await addItems(again, 'tape');
    await untilSent(again);
    await again.getByRole('button', { name: 'More for Old things' }).click();
    await again.getByRole('menuitem', { name: 'Delete' }).click();
    await again.getByRole('button', { name: 'Undo' }).waitFor();
    await again.close();
    await until('the list is gone', () =>
        scene.stack.sql(`select count(*) from lists.list where name = 'Old things' and deleted_at is null`) === '0');
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
    await page.waitForTimeout(1500); // for what makes a list to write on
    assert.equal((await keptIn(page)).match(/"isFirst":true/g)?.length, 1);

    await Promise.all([page.goto(scene.stack.url), other.reload()]);
    for (const tab of [page, other]) {
        await tab.getByText('Nothing to get').first().waitFor();
        assert.equal(await tab.getByRole('checkbox').count(), 0);
    }
    assert.deepEqual(await traced(), []);
});
