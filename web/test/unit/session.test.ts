/* Whose device it is: who signs in finds their own lists, with a guest's, and nobody else's. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ApiError, type Api } from '../../src/api/ask.ts';
import type { Core } from '../../src/sync/core.ts';
import { until } from '../helpers/until.ts';
import { createDevice, type Device, pause } from './helpers/device.ts';
import { createServer } from './helpers/server.ts';

type Who = 'ann' | 'bob' | 'guest';

/* A server that many have accounts at, and one cookie jar: what is asked is answered to `who` has it. */
function createTown() {
    const servers = { ann: createServer('a'), bob: createServer('b'), guest: createServer('g') };
    const town = { servers, who: null as Who | null, isOnline: true, asked: [] as string[],
        losesMe: false, ask: ask as Api['ask'] };

    function me(who: Who) {
        return { me: { id: `u_${who}`, email: who === 'guest' ? null : `${who}@example.com`, name: null,
            country: 'IE', locale: 'en', plan: 'free', isGuest: who === 'guest', deleteAfter: null,
            households: { nodes: [{ id: `h_${who}`, name: 'Home', country: 'IE', role: 'OWNER' }] } } };
    }
    async function ask(operation: { name: string }, variables: { email?: string }, options: object) {
        await Promise.resolve();
        if (!town.isOnline)
            throw new ApiError('OFFLINE', 'no signal');
        town.asked.push(operation.name);
        if (operation.name === 'SignIn') {
            town.who = variables.email!.split('@')[0] as Who;
            return {};
        }
        if (operation.name === 'Guest' && town.who === null) {
            town.who = 'guest';
            return {};
        }
        if (town.who === null)
            throw new ApiError('UNAUTHENTICATED', 'nobody');
        if (operation.name === 'SignOut') {
            town.who = null;
            return { signOut: true };
        }
        if (operation.name !== 'Me')
            return servers[town.who].asker(() => null)(operation as never, variables as never, options);
        if (town.losesMe)
            throw new ApiError('OFFLINE', 'no signal');
        return me(town.who);
    }
    return town;
}

const devices: Device[] = [];
after(() => devices.forEach((device) => device.close()));

function deviceOf(): Device {
    devices.push(createDevice());
    return devices.at(-1)!;
}

const namesIn = (core: Core): string[] => core.replica.lists.value.map((list) => list.name).sort();
const listsAt = (server: ReturnType<typeof createServer>): string[] =>
    [...server.lists.values()].map((list) => list.name).sort();

test('who signs in on the device of somebody else gets nothing of theirs, though it is told late', async () => {
    const town = createTown();
    town.who = 'ann';
    town.servers.ann.makeList('Groceries');
    town.servers.bob.makeList('Tools');
    const { core } = await deviceOf().open(town.ask);
    await until('Ann is here', () => namesIn(core).length === 1);
    core.keep({ trips: 'where Ann was' });
    town.who = null;
    core.fetchAll();
    await until('her session is over', () => core.session.session.value.isOver);
    core.edits.addItem(core.edits.createList('Presents'), { name: 'Ring' });

    town.losesMe = true;
    await assert.rejects(core.session.signIn('bob@example.com', 'x'), { code: 'OFFLINE' });
    town.losesMe = false;
    core.fetchAll();
    await until('Bob is here', () => core.session.session.value.email === 'bob@example.com');
    await until('his lists are', () => namesIn(core).length > 0);
    assert.deepEqual(namesIn(core), ['Tools']);
    assert.equal(core.meta('trips'), undefined);
    assert.equal(core.syncState.value.unsent, 0);
    assert.deepEqual(listsAt(town.servers.bob), ['Tools']);
});

/* A guest's phone that was without a signal until the session was over: in the background, where
   nothing is asked by itself. */
async function guestPhone() {
    const town = createTown();
    town.who = 'guest';
    const listId = town.servers.guest.makeList('Shopping');
    town.servers.ann.makeList('Groceries');
    const tab = await deviceOf().open(town.ask, { isVisible: false });
    await until('the list is here', () => namesIn(tab.core).length === 1);
    await until('it is quiet', () => tab.core.syncState.value.syncedAt !== null);
    tab.core.edits.addItem(listId, { name: 'Nappies' });
    town.who = null;
    return { town, tab };
}

async function signInAsAnn({ town, tab }: Awaited<ReturnType<typeof guestPhone>>): Promise<void> {
    const { core } = tab;
    await core.session.signIn('ann@example.com', 'x');
    tab.show(true);
    await until('all is sent', () => core.syncState.value.unsent === 0 && namesIn(core).length > 1);
    assert.deepEqual(namesIn(core), ['Groceries', 'Shopping']);
    assert.deepEqual(listsAt(town.servers.ann), ['Groceries', 'Shopping']);
    const shopping = core.replica.lists.value.find((list) => list.name === 'Shopping')!;
    assert.deepEqual(core.replica.itemsOf(shopping.id).value.map((item) => item.name), ['Nappies']);
}

test('a guest whose session is over signs in, and the lists come along', async () => {
    const { town, tab } = await guestPhone();
    await tab.core.session.look();
    assert.equal(tab.core.session.session.value.isOver, true);
    await signInAsAnn({ town, tab });
});

test('a guest whose session is over, and who does not know it, signs in alike', async () => {
    await signInAsAnn(await guestPhone());
});

type Town = ReturnType<typeof createTown>;

/* Ann's device, whose page is closed and opened again, on what is kept. */
async function openAgain(close: (core: Core, device: Device, town: Town) => Promise<void>) {
    const town = createTown();
    town.who = 'ann';
    town.servers.ann.makeList('Groceries');
    const device = deviceOf();
    const { core } = await device.open(town.ask);
    await until('Ann is here', () => namesIn(core).length === 1);
    await close(core, device, town);
    core.stop();
    town.asked.length = 0;
    const { core: next } = await device.open(town.ask);
    assert.deepEqual(namesIn(next), []);
    assert.equal(next.session.session.value.kind, 'none');
    await until('the server knows', () => town.asked.includes('SignOut'));
    await until('it is told once', () => next.meta('isSignOutDue') === undefined);
    assert.deepEqual((await device.store.read()).lists, []);
}

test('a page that is closed while it tells the server of signing out is signed out', async () => {
    await openAgain(async (core, { store }, town) => {
        const { wipe, write } = store;
        store.wipe = async (meta) => {
            await wipe(meta);
            store.write = async () => undefined; // the page is no more
        };
        town.isOnline = false;
        await core.session.signOut();
        core.stop();
        Object.assign(store, { wipe, write });
        town.isOnline = true;
    });
});

test('signing out that was pressed is done when the page is opened again', async () => {
    await openAgain(async (core) => {
        core.keep({ isLeaving: true });
        await pause(5);
    });
});

test('who has signed out without a signal does not come back for the next one\'s sake', async () => {
    const town = createTown();
    town.who = 'ann';
    const { core } = await deviceOf().open(town.ask, { isVisible: false });
    await until('Ann is here', () => core.session.session.value.kind === 'account');
    town.isOnline = false;
    await core.session.signOut();
    town.isOnline = true;
    await core.session.ensureGuest();
    assert.equal(core.session.session.value.personId, 'u_guest');
    assert.equal(core.meta('isSignOutDue'), undefined);
});

test('a build that the server does not know says that nothing is sent', async () => {
    const server = createServer();
    const listId = server.makeList('Shopping');
    let isOld = false;
    const ask = server.asker(() => null);
    const { core } = await deviceOf().open(async (operation, ...rest) => {
        if (isOld)
            throw new ApiError('PERSISTED_QUERY_NOT_FOUND', operation.name);
        return ask(operation, ...rest);
    });
    await until('the list is here', () => namesIn(core).length === 1);
    isOld = true;
    core.edits.addItem(listId, { name: 'Milk' });
    await until('it is said', () => core.syncState.value.trouble === 'too-old');
    assert.equal(core.syncState.value.unsent, 1);
});

test('a guest is of the country that the device’s language is spoken in, and is written to in the app’s', async () => {
    const countries = { 'en-IE': 'IE', 'hr': 'HR', 'es-419': 'ES', 'zh-Hant-TW': 'TW', 'ar-001': 'EG', 'eo': 'US' };
    for (const [language, country] of Object.entries(countries)) {
        const town = createTown();
        const told: unknown[] = [];
        const ask = ((operation: { name: string }, variables: object, options: object) => {
            if (operation.name === 'Guest')
                told.push(variables);
            return town.ask(operation as never, variables as never, options);
        }) as Api['ask'];
        const { core } = await deviceOf().open(ask, { language, spoken: () => 'he' });
        await core.session.ensureGuest();
        assert.deepEqual(told, [{ country, locale: 'he' }], language);
    }
});
