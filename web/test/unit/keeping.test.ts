/* What is kept of a page whose disk is full, is closed under it, or cannot be read. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createKeeping } from '../../src/sync/keeping.ts';
import type { ListRow } from '../../src/sync/model.ts';
import type { Store } from '../../src/sync/store.ts';
import { createMemoryStore } from '../helpers/memory_store.ts';
import { until } from '../helpers/until.ts';
import { createDevice, pause } from './helpers/device.ts';
import { createServer } from './helpers/server.ts';

/* A disk that takes nothing while `isFull`, and loses its connection as browsers close it. */
function createDisk() {
    const kept = createMemoryStore();
    const disk = { isFull: false, isClosed: false, wholes: 0 };
    const fail = (isSo: boolean): void => {
        if (isSo)
            throw new DOMException('no', 'QuotaExceededError');
    };
    const store: Store = { ...kept,
        async write(patch) {
            fail(disk.isFull || disk.isClosed);
            await kept.write(patch);
        },
        async replace(whole) {
            fail(disk.isFull);
            disk.isClosed = false;
            disk.wholes++;
            await kept.replace(whole);
        },
    };
    return { kept, store, disk };
}

/* Without a timer. */
async function untilTurned(isSo: () => boolean): Promise<void> {
    for (let turn = 0; turn < 100 && !isSo(); turn++)
        await Promise.resolve();
    assert.ok(isSo());
}

async function start(t: TestContext) {
    const server = createServer();
    server.makeList('Home');
    const { kept, store, disk } = createDisk();
    const device = createDevice(store);
    t.after(device.close);
    const { core } = await device.open(server.asker(() => null));
    await until('the list is here', () => core.replica.lists.value.length === 1);
    const listId = core.replica.lists.value[0]!.id;
    const keptNames = async (): Promise<string[]> => (await kept.read()).items.map((row) => row.name);
    const add = async (name: string): Promise<void> => {
        core.edits.addItem(listId, { name });
        await until(`${name} is sent`, () => core.syncState.value.unsent === 0);
    };
    return { server, core, disk, kept, keptNames, add };
}

test('what could not be written is written with what comes after it', async (t) => {
    const { core, disk, kept, keptNames, add } = await start(t);
    await add('Milk');
    disk.isFull = true;
    await add('Bread');
    await until('it is known', () => !core.syncState.value.isKept);
    disk.isFull = false;
    await add('Eggs');
    await until('all is kept', async () => (await keptNames()).length === 3);
    assert.equal(core.syncState.value.isKept, true);
    assert.deepEqual(await keptNames(), ['Milk', 'Bread', 'Eggs']);
    const { lists, ops } = await kept.read();
    assert.equal(lists[0]!.cursor, core.replica.rowOf(lists[0]!.id)!.cursor);
    assert.deepEqual(ops, []);
    const { wholes } = disk;
    await add('Salt');
    await until('it is kept', async () => (await keptNames()).length === 4);
    assert.equal(disk.wholes, wholes); // by itself again
});

test('what could not be written is written a moment later though nothing comes after it', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { kept, store, disk } = createDisk();
    const row: ListRow = { id: 'l_1', name: 'Home', isArchived: false, level: 'MANAGE', householdId: 'h_1',
        cursor: 7 };
    const keeping = createKeeping(store, () => ({ lists: [row], items: [], ops: [], meta: {} }));
    await keeping.read();
    disk.isFull = true;
    keeping.write({ lists: [row] });
    await untilTurned(() => !keeping.isKept.value);
    disk.isFull = false;
    t.mock.timers.tick(60_000);
    await untilTurned(() => keeping.isKept.value);
    assert.deepEqual((await kept.read()).lists, [row]);
});

test('a disk that was closed under the page is opened anew, and has all', async (t) => {
    const { core, disk, keptNames, add } = await start(t);
    await add('Milk');
    disk.isClosed = true;
    await add('Bread');
    await until('all is kept', async () => (await keptNames()).length === 2);
    assert.equal(core.syncState.value.isKept, true);
});

test('a disk that could not be read is not written over', async (t) => {
    const { kept, store } = createDisk();
    await kept.write({ lists: [{ id: 'local:1', name: 'Party', isArchived: false, level: 'MANAGE',
        householdId: null, cursor: 0 }] });
    const device = createDevice({ ...store, read: () => Promise.reject(new Error('no')) });
    t.after(device.close);
    const { core } = await device.open(createServer().asker(() => 'request'));
    assert.equal(core.syncState.value.isKept, false);
    core.edits.createList('Shopping');
    await until('it is written', () => core.replica.lists.value.length === 1);
    await pause(20);
    assert.deepEqual((await kept.read()).lists.map((row) => row.name), ['Party']);
});
