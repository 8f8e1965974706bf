/* The outbox against a server that loses requests and replies, refuses, and forgets who asks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/api/ask.ts';
import { createPhone, tryTo } from './helpers/phone.ts';
import { createRandom } from './helpers/random.ts';
import { createServer } from './helpers/server.ts';

async function start() {
    const server = createServer();
    const listId = server.makeList('Home');
    const phone = await createPhone(server.asker(() => null), () => 5);
    await phone.pull.lists();
    return { server, listId, phone };
}

test('1,000 ops over a signal that fails half of the time: none is lost, none done twice', async () => {
    const { server, listId } = await start();
    const random = createRandom(7);
    const phone = await createPhone(server.asker(() =>
        (random.chance(0.5) ? random.pick(['request', 'reply']) : null)), () => 5);
    while (!await tryTo(phone.pull.lists));
    const { edits, replica } = phone;
    edits.addItem(listId, { name: 'Milk' });
    const [milk] = replica.itemsOf(listId).value;
    for (let i = 1; i < 1000; i++)
        edits.stepItem(listId, milk!.id, 1000);
    assert.equal(replica.unsent.value, 1000);
    while (replica.unsent.value > 0)
        await tryTo(phone.flush.run);
    assert.equal(server.done.size, 1000);
    assert.ok([...server.done.values()].every((times) => times === 1));
    assert.equal(replica.itemsOf(listId).value[0]!.quantityMilli, 1_000_000);
    assert.deepEqual((await phone.store.read()).ops, []);
});

test('a list made offline is made once, though the reply is lost, and its ops follow it', async () => {
    const server = createServer();
    let lost = 2;
    const phone = await createPhone(server.asker(() => (lost-- > 0 ? 'reply' : null)), () => 5);
    const local = phone.edits.createList('Party');
    phone.edits.addItem(local, { name: 'Ice' });
    const items = phone.replica.itemsOf(local);
    assert.equal(await tryTo(phone.flush.run), false);
    phone.edits.renameList(local, 'Big party');
    while (!await tryTo(phone.flush.run));
    assert.equal(server.lists.size, 1);
    assert.equal(phone.replica.resolve(local), 'l_1');
    assert.equal(server.lists.get('l_1')!.name, 'Big party');
    assert.equal(phone.replica.itemsOf('l_1'), items);
    assert.deepEqual(items.value.map((item) => [item.name, item.listId, item.isUnsent]),
        [['Ice', 'l_1', false]]);
    const again = await createPhone(server.asker(() => null), () => 5, phone.store);
    assert.equal(again.replica.resolve(local), 'l_1');
    assert.deepEqual(again.replica.itemsOf(local).value.map((item) => item.name), ['Ice']);
});

test('a page that is closed at any moment has kept every edit', async () => {
    const { server, listId, phone } = await start();
    phone.edits.addItem(listId, { name: 'Milk' });
    await phone.flush.run();
    phone.edits.tickItems(listId, [phone.replica.itemsOf(listId).value[0]!.id], true);
    phone.edits.addItem(listId, { name: 'Eggs' });
    const again = await createPhone(server.asker(() => null), () => 5, phone.store);
    assert.deepEqual(again.replica.itemsOf(listId).value, phone.replica.itemsOf(listId).value);
    assert.equal(again.replica.unsent.value, 2);
});

test('an op that is refused is dropped, and what it changed is as the server has it', async () => {
    const { server, listId, phone } = await start();
    phone.edits.addItem(listId, { name: 'Milk' });
    await phone.flush.run();
    server.refuse = () => 'READ_ONLY';
    phone.edits.deleteItems(listId, [phone.replica.itemsOf(listId).value[0]!.id]);
    phone.edits.addItem(listId, { name: 'Eggs' });
    await phone.flush.run();
    assert.deepEqual(phone.replica.itemsOf(listId).value.map((item) => item.name), ['Milk']);
    assert.deepEqual(phone.refusals, ['READ_ONLY']);
    assert.equal(phone.replica.unsent.value, 0);
});

test('an op that the server does not take at all holds up no other', async () => {
    const { server, listId } = await start();
    const ask = server.asker(() => null);
    const phone = await createPhone((operation, variables, options) => {
        if (JSON.stringify(variables).includes('poison') && operation.name === 'Apply')
            return Promise.reject(new ApiError('BAD_USER_INPUT', 'ops: no'));
        return ask(operation, variables, options);
    }, () => 5);
    await phone.pull.lists();
    for (let i = 0; i < 50; i++)
        phone.edits.addItem(listId, { name: i === 20 ? 'poison' : `thing ${i}` });
    await phone.flush.run();
    assert.equal(server.lists.get(listId)!.rows.size, 49);
    assert.equal(phone.replica.unsent.value, 0);
    assert.deepEqual(phone.refusals, ['ops: no']);
});

test('who is nobody to the server loses nothing here', async () => {
    const { server, listId, phone } = await start();
    phone.edits.addItem(listId, { name: 'Milk' });
    await phone.flush.run();
    phone.edits.addItem(listId, { name: 'Eggs' });
    server.isSignedIn = false;
    for (const work of [phone.flush.run, () => phone.pull.list(listId)])
        await assert.rejects(work, { code: 'UNAUTHENTICATED' });
    assert.deepEqual(phone.replica.itemsOf(listId).value.map((item) => item.name), ['Milk', 'Eggs']);
    server.isSignedIn = true;
    await phone.flush.run();
    assert.equal(server.lists.get(listId)!.rows.size, 2);
});

test('a list that is gone is forgotten whole; one whose deletions were purged is told anew', async () => {
    const { server, listId, phone } = await start();
    const other = await createPhone(server.asker(() => null), () => 6);
    for (const name of ['Milk', 'Eggs'])
        phone.edits.addItem(listId, { name });
    await phone.flush.run();
    await other.pull.lists();
    phone.edits.deleteItems(listId, [phone.replica.itemsOf(listId).value[0]!.id]);
    await phone.flush.run();
    server.purge(listId);
    await other.pull.list(listId);
    assert.deepEqual(other.replica.itemsOf(listId).value.map((item) => item.name), ['Eggs']);
    server.lists.delete(listId);
    other.edits.addItem(listId, { name: 'Bread' });
    await other.flush.run();
    assert.deepEqual(other.replica.lists.value, []);
    assert.deepEqual(await other.store.read(), { lists: [], items: [], ops: [], meta: {} });
});

test('a list that the app made by itself is sent with its first item, and not beside others', async () => {
    const { phone } = await start();
    phone.edits.createList('Shopping', true);
    assert.equal(phone.flush.isDue(), false);
    await phone.pull.lists();
    assert.deepEqual(phone.replica.lists.value.map((list) => list.name), ['Home']);
    const used = phone.edits.createList('Shopping', true);
    phone.edits.addItem(used, { name: 'Milk' });
    assert.equal(phone.flush.isDue(), true);
    await phone.pull.lists();
    await phone.flush.run();
    assert.deepEqual(phone.replica.lists.value.map((list) => list.name), ['Home', 'Shopping']);
});

test('a list of a long name is made', async () => {
    const { server, phone } = await start();
    phone.edits.createList('רשימה'.repeat(40)); // 400 bytes
    await phone.flush.run();
    assert.deepEqual([...server.lists.values()].map((list) => list.name), ['Home', 'רשימה'.repeat(20)]);
});

test('a list that is deleted while it is made is deleted there, too', async () => {
    const { server } = await start();
    const ask = server.asker(() => null);
    const phone = await createPhone(async (operation, ...rest) => {
        const told = await ask(operation, ...rest);
        if (operation.name === 'CreateList')
            phone.replica.apply({ goneLists: [local] });
        return told;
    }, () => 5);
    const local = phone.edits.createList('Party');
    await phone.flush.run();
    await phone.pull.lists();
    assert.deepEqual(phone.replica.lists.value.map((list) => list.name), ['Home']);
    assert.equal(server.lists.size, 1);
});

test('a list that there is no room for says so, and is made when there is', async () => {
    const { server, listId, phone } = await start();
    const { edits, flush, replica } = phone;
    const asks = (): number => server.asked.filter((name) => name === 'CreateList').length;
    const refusedOf = (id: string): string | null | undefined =>
        replica.lists.value.find((list) => list.id === replica.resolve(id))?.refused;
    server.most = 1;
    const party = edits.createList('Party');
    edits.addItem(party, { name: 'Ice' });
    await flush.run();
    await flush.run();
    assert.deepEqual([asks(), refusedOf(party), phone.refusals], [1, 'LIMIT_REACHED', []]);
    assert.equal((await phone.store.read()).lists.find((row) => row.id === party)?.refused, 'LIMIT_REACHED');

    const again = await createPhone(server.asker(() => null), () => 5, phone.store);
    assert.equal(again.flush.isDue(), true); // with each start
    const picnic = edits.createList('Picnic');
    await flush.run();
    edits.archiveList(picnic, true); // takes no room
    await flush.run();
    assert.deepEqual([asks(), refusedOf(picnic)], [2, 'LIMIT_REACHED']);

    edits.archiveList(listId, true);
    await flush.run();
    await flush.run();
    assert.deepEqual([asks(), refusedOf(party), refusedOf(picnic)], [3, null, 'LIMIT_REACHED']);
    assert.deepEqual([...server.lists.values()].map((list) => list.name), ['Home', 'Party']);
    assert.equal(server.lists.get(replica.resolve(party))!.rows.size, 1);

    edits.archiveList(picnic, false);
    server.lists.delete(replica.resolve(party));
    await phone.pull.lists();
    await flush.run();
    assert.equal(refusedOf(picnic), null);
});

test('a list that was refused goes to another household', async () => {
    const { server, phone } = await start();
    server.most = 1;
    phone.edits.createList('Party');
    await phone.flush.run();
    server.most = 2;
    assert.equal(phone.flush.isDue(), false);
    phone.householdId = 'h_2';
    await phone.flush.run();
    assert.equal(server.lists.size, 2);
});

test('lists of a guest who is no more go on as another\'s, with what was on its way', async () => {
    const { server, listId } = await start();
    let isCut = false;
    const ask = server.asker(() => null);
    const phone = await createPhone((operation, variables, options) => {
        if (isCut && operation.name === 'Changes')
            return Promise.reject(new ApiError('OFFLINE', 'no answer'));
        return ask(operation, variables, options);
    }, () => 5);
    await phone.pull.lists();
    phone.edits.addItem(listId, { name: 'Milk', quantityMilli: 2000, note: 'ripe' });
    phone.edits.tickItems(listId, [phone.replica.itemsOf(listId).value[0]!.id], true);
    isCut = true;
    assert.equal(await tryTo(phone.flush.run), false); // answered, but not heard of what came of it
    phone.adopt();
    server.lists.delete(listId);
    isCut = false;
    await phone.flush.run();
    await phone.pull.lists();
    const [item] = phone.replica.itemsOf(listId).value;
    assert.deepEqual([item?.name, item?.quantityMilli, item?.note, item?.isTicked, item?.isUnsent],
        ['Milk', 2000, 'ripe', true, false]);
    assert.equal(phone.pull.takeNews({ ...server.news(phone.replica.resolve(listId), 0), listId,
        kind: 'GONE' }), true);
    assert.equal(phone.replica.itemsOf(listId).value.length, 1);
});

test('news that come late change nothing back', async () => {
    const { server, listId, phone } = await start();
    phone.edits.addItem(listId, { name: 'Milk' });
    await phone.flush.run();
    const late = server.news(listId, 0);
    const id = phone.replica.itemsOf(listId).value[0]!.id;
    phone.edits.tickItems(listId, [id], true);
    await phone.flush.run();
    const cursor = phone.replica.rowOf(listId)!.cursor;
    assert.equal(phone.pull.takeNews(late), true);
    assert.equal(phone.replica.itemsOf(listId).value[0]!.isTicked, true);
    assert.equal(phone.replica.rowOf(listId)!.cursor, cursor);
});

test('news do not lead over what was not heard', async () => {
    const { server, listId, phone } = await start();
    phone.edits.addItem(listId, { name: 'Bread' });
    await phone.flush.run(); // knows who adds
    const other = await createPhone(server.asker(() => null), () => 6);
    await other.pull.lists();
    const adds = async (name: string): Promise<void> => {
        other.edits.addItem(listId, { name });
        await other.flush.run();
    };
    await adds('Milk');
    assert.equal(phone.pull.takeNews({ ...server.news(listId, 0), kind: 'BEHIND', items: [] }),
        false);
    const { seq } = server.news(listId, 0);
    await adds('Eggs');
    phone.pull.takeNews(server.news(listId, seq)); // and what is between could not be fetched
    await phone.pull.list(listId);
    const names = phone.replica.itemsOf(listId).value.map((item) => item.name);
    assert.deepEqual(names, ['Bread', 'Milk', 'Eggs']);
});
