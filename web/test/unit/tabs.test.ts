/* Tabs of one browser: one sends and fetches for all, and what they tell each other may come late. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Patch } from '../../src/sync/model.ts';
import { createMemoryStore } from '../helpers/memory_store.ts';
import { until } from '../helpers/until.ts';
import { createDevice, pause } from './helpers/device.ts';
import { createPhone } from './helpers/phone.ts';
import { createServer } from './helpers/server.ts';

async function start(t: TestContext) {
    const server = createServer();
    const listId = server.makeList('Home');
    const signal = { isLost: false };
    const ask = server.asker(() => (signal.isLost ? 'request' : null));
    const device = createDevice();
    t.after(device.close);
    const one = await device.open(ask);
    await until('one leads', () => one.core.syncState.value.syncedAt !== null);
    return { server, listId, device, signal, ask, one };
}

test('all tabs know of the signal, and of what is fetched', async (t) => {
    const { device, signal, ask, one } = await start(t);
    const two = await device.open(ask);
    const state = () => two.core.syncState.value;
    await until('two knows what one fetched', () => state().syncedAt !== null);

    signal.isLost = true;
    [one, two].forEach((tab) => tab.setOnline(false));
    await until('two knows of it', () => !state().isOnline && state().trouble === 'offline');
    signal.isLost = false;
    [one, two].forEach((tab) => tab.setOnline(true));
    await until('two knows of it', () => state().isOnline && state().trouble === null);

    signal.isLost = true;
    one.setOnline(false);
    await until('one knows of it', () => !one.core.syncState.value.isOnline);
    const three = await device.open(ask);
    await until('three knows of it', () => !three.core.syncState.value.isOnline);
});

test('an answer that was on its way when the signal went is not taken for one', async (t) => {
    const { device, signal, ask } = await start(t);
    device.close();
    let held = Promise.resolve();
    const slow = (async (...given: Parameters<typeof ask>) => {
        const told = await ask(...given);
        if (given[0].name === 'MyLists') // the last of all
            await held;
        return told;
    }) as typeof ask;
    const other = createDevice();
    t.after(other.close);
    const two = await other.open(slow);
    await until('it is here', () => two.core.syncState.value.syncedAt !== null);
    let arrive = (): void => undefined;
    held = new Promise((resolve) => (arrive = resolve));
    two.core.fetchAll();
    await pause(20);
    signal.isLost = true;
    two.setOnline(false);
    assert.equal(two.core.syncState.value.isOnline, false);
    arrive();
    await pause(20);
    await until('that is known', () => !two.core.syncState.value.isOnline);
});

test('a list that is made in a tab which does not send is made on the server', async (t) => {
    const { server, device, ask } = await start(t);
    const two = await device.open(ask);
    const network = await two.core.network();
    await pause(20); // one has fetched all that there is
    const local = two.core.edits.createList('Party');
    assert.match(await network.publish(local), /^l_/);
    two.core.edits.createList('Picnic');
    await until('it is made', () => [...server.lists.values()].some((list) => list.name === 'Picnic'));
});

test('lists are fetched at once, whichever tab is asked to', async (t) => {
    const { server, device, ask, one } = await start(t);
    const two = await device.open(ask);
    await two.core.network();
    await pause(20);
    server.makeList('Party');
    two.core.fetchAll();
    for (const tab of [one, two])
        await until('it is here', () => tab.core.replica.lists.value.length === 2);
});

test('a tab that is left has told all when another goes on', async (t) => {
    const server = createServer();
    const listId = server.makeList('Home');
    const device = createDevice();
    t.after(device.close);
    const ask = server.asker(() => null);
    let isHidden = false;
    const one = await device.open(async (...asked) => {
        await pause(15);
        return ask(...asked) as never;
    }, { later: (act) => void setTimeout(act, isHidden ? 200 : 0) }); // as browsers do it
    const ticked = (tab: typeof one): boolean | undefined =>
        tab.core.replica.itemsOf(listId).value[0]?.isTicked;
    await until('the list is here', () => one.core.replica.lists.value.length === 1);
    one.core.edits.addItem(listId, { name: 'Milk' });
    await until('it is sent', () => one.core.syncState.value.unsent === 0);
    const two = await device.open(ask, { isVisible: false });
    const { id } = one.core.replica.itemsOf(listId).value[0]!;

    one.core.edits.tickItems(listId, [id], true);
    await pause(3);
    isHidden = true;
    one.show(false);
    two.show(true);
    await until('it is sent, and two knows', () => ticked(two) === true &&
        two.core.syncState.value.unsent === 0);
    two.core.edits.tickItems(listId, [id], false);
    await until('it is sent', () => two.core.syncState.value.unsent === 0);
    await pause(250);
    const [kept] = (await device.store.read()).items;
    assert.deepEqual([ticked(two), ticked(one), kept?.isTicked], [false, false, false]);
    assert.equal(two.core.replica.rowOf(listId)!.cursor, server.lists.get(listId)!.seq);
});

test('what is told late sets nothing back', async (t) => {
    const { server, listId } = await start(t);
    const phone = await createPhone(server.asker(() => null), Date.now);
    await phone.pull.lists();
    phone.edits.addItem(listId, { name: 'Milk' });
    await phone.flush.run();
    const late = { lists: [phone.replica.rowOf(listId)!], items: phone.replica.rowsOf(listId) };
    phone.edits.tickItems(listId, [late.items[0]!.id], true);
    await phone.flush.run();
    const { replica } = phone;
    const { cursor } = replica.rowOf(listId)!;
    replica.apply(replica.newest(late));
    assert.equal(replica.itemsOf(listId).value[0]!.isTicked, true);
    assert.equal(replica.rowOf(listId)!.cursor, cursor);
    replica.apply(replica.newest({ ...late, emptiedLists: [listId] })); // told anew, all of it
    assert.equal(replica.itemsOf(listId).value[0]!.isTicked, false);
});

test('a tab that opens while another signs out shows and keeps nothing of that person', async (t) => {
    const server = createServer();
    const listId = server.makeList('Secret');
    const disk = createMemoryStore();
    let isSlow = false;
    let read = (): void => undefined;
    const device = createDevice({ ...disk, async read() {
        const kept = await disk.read();
        if (isSlow)
            await new Promise<void>((resolve) => (read = resolve));
        return kept;
    } });
    t.after(device.close);
    const one = await device.open(server.asker(() => null));
    await until('the list is kept', async () => (await disk.read()).lists.length === 1);
    isSlow = true;
    const opening = device.open(server.asker(() => 'request'));
    await pause(10);
    isSlow = false;
    one.core.edits.addItem(listId, { name: 'ring' });
    await pause(20);
    await one.core.session.signOut();
    await pause(20);
    read();
    const two = await opening;
    await pause(20);
    assert.deepEqual(two.core.replica.lists.value, []);
    const { lists, items, ops } = await disk.read();
    assert.deepEqual([lists, items, ops], [[], [], []]);
});

test('what another tab tells while one opens is written by that one alone', async (t) => {
    const { device, ask, one } = await start(t);
    const { store } = device;
    const written: Patch[] = [];
    let read = (): void => undefined;
    const opening = device.open(ask, { store: { ...store,
        async read() {
            const kept = await store.read();
            await new Promise<void>((resolve) => (read = resolve));
            return kept;
        },
        write: async (patch) => void written.push(patch) } });
    await pause(10);
    one.core.edits.createList('Party');
    await pause(10);
    read();
    const two = await opening;
    assert.equal(two.core.replica.lists.value.length, 2);
    await pause(20);
    assert.deepEqual(written, []);
});
