/* Lists that go on under another id, and those of their first id that come back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginTrip, endTrip, tripOf } from '../../src/shop/trips.ts';
import type { Plan, Planned } from '../../src/shop/plan.ts';
import { core } from '../../src/sync/lists.ts';
import { createPhone, type Phone } from './helpers/phone.ts';
import { createServer } from './helpers/server.ts';

function shown({ replica }: Phone): string[] {
    return replica.lists.value.map(({ id, name }) =>
        `${id} ${name}: ${replica.itemsOf(id).value.map((item) => item.name).join(', ')}`).sort();
}

/* A guest's list that went on as another's, when the guest was no more. */
async function adopted() {
    const server = createServer();
    const listId = server.makeList('Home');
    const ask = server.asker(() => null);
    const phone = await createPhone(ask, () => 5);
    await phone.pull.lists();
    phone.edits.addItem(listId, { name: 'Milk' });
    await phone.flush.run();
    const items = phone.replica.itemsOf(listId);
    phone.adopt();
    await phone.flush.run();
    const copyId = phone.replica.resolve(listId);
    return { server, ask, phone, listId, copyId, items };
}

test('a list that was adopted and comes back is here beside what became of it', async () => {
    const { ask, phone, listId, copyId, items } = await adopted();
    phone.edits.addItem(copyId, { name: 'Eggs' });
    await phone.flush.run();
    const both = [`${listId} Home: Milk`, `${copyId} Home: Milk, Eggs`];
    await phone.pull.lists();
    assert.deepEqual(shown(phone), both);
    assert.equal(phone.replica.itemsOf(copyId), items);
    await phone.pull.lists();
    assert.deepEqual(shown(phone), both);
    const again = await createPhone(ask, () => 5, phone.store);
    assert.deepEqual(shown(again), both);
    assert.equal(again.replica.resolve(listId), listId);
});

test('a list that was adopted can be followed by its link', async () => {
    const { server, phone, listId, copyId } = await adopted();
    server.asked.length = 0;
    assert.equal(await phone.pull.follow('scl_x'), listId);
    assert.deepEqual(server.asked, ['MyLists', 'Changes']);
    assert.deepEqual([phone.replica.shareOf(listId), phone.replica.shareOf(copyId)], ['scl_x', undefined]);
    assert.deepEqual(shown(phone), [`${listId} Home: Milk`, `${copyId} Home: Milk`]);
});

test('a list that has another id by now is not here twice, though it is told late', async () => {
    const server = createServer();
    const phone = await createPhone(server.asker(() => null), () => 5);
    const local = phone.edits.createList('Party');
    const late = phone.replica.rowOf(local)!;
    await phone.flush.run();
    phone.replica.apply({ lists: [late] });
    assert.deepEqual(shown(phone), ['l_1 Party: ']);
});

test('a trip goes on under the id that its list has now', () => {
    const local = core.edits.createList('Party');
    const none = { stops: [], missing: [], lines: [] };
    beginTrip(local, none as unknown as Planned, none as unknown as Plan, null);
    const trip = tripOf(local);
    assert.notEqual(trip, undefined);
    core.replica.apply(core.replica.complete({ renamed: [local, 'l_1'] }));
    assert.equal(tripOf('l_1'), trip);
    endTrip('l_1');
    assert.equal(tripOf(local), undefined);
});
