/* The order of a store's aisles: said without a signal, and sent once there is one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import { ApiError } from '../../src/api/ask.ts';
import { createAisleKeeper } from '../../src/shop/aisle-keeper.ts';
import { aisles, setAisles } from '../../src/shop/shop.graphql.ts';

type Core = Parameters<typeof createAisleKeeper>[0];
interface Sent { storeId: string; categories: string[] }

/* A device, and a household whose order of store s1 the server knows. */
function device({ isOnline = true, householdId = 'h1' as string | null, meta = {} } = {}) {
    const kept: Record<string, unknown> = meta;
    const syncState = signal({ isOnline });
    const session = signal({ householdId, isOver: false });
    const sent: Sent[] = [];
    const world = { kept, syncState, session, sent, fails: null as string | null, told: ['dairy'],
        meanwhile: () => undefined as void };
    const core = {
        syncState,
        session: { session },
        meta: (key: string) => kept[key],
        keep: (change: object) => Object.assign(kept, change),
        async ask(operation: { id: string }, variables: Sent) {
            world.meanwhile();
            if (world.fails !== null)
                throw new ApiError(world.fails, 'no');
            if (operation.id === aisles.id)
                return { aisleOrder: { categories: world.told } };
            assert.equal(operation.id, setAisles.id);
            sent.push(variables);
            return {};
        },
    } as unknown as Core;
    return { ...world, world, keeper: createAisleKeeper(core, 5) };
}

const settled = (ms = 0): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

test('with a signal it is sent at once; what is not among them stays behind', async () => {
    const { keeper, sent, kept } = device();
    keeper.save('s1', ['bakery', 'dairy']);
    keeper.save('s1', ['dairy']);
    await settled();
    assert.deepEqual(keeper.orderOf('s1'), ['dairy', 'bakery']);
    assert.deepEqual(sent.at(-1)!.categories, ['dairy', 'bakery']);
    assert.deepEqual(kept.unsentAisles, []);
    keeper.stop();
});

test('without one it waits, over a restart, and is sent when it is back: once, as it is then', async () => {
    const first = device({ isOnline: false });
    first.keeper.save('s1', ['dairy', 'bakery']);
    first.keeper.save('s2', ['drinks']);
    first.keeper.save('s1', ['bakery', 'dairy']);
    await settled();
    assert.deepEqual(first.sent, []);
    first.keeper.stop();
    const { keeper, sent, syncState, kept } = device({ isOnline: false, meta: first.kept });
    syncState.value = { isOnline: true };
    await settled();
    assert.deepEqual(sent.map(({ storeId, categories }) => [storeId, categories]),
        [['s2', ['drinks']], ['s1', ['bakery', 'dairy']]]);
    assert.deepEqual(kept.unsentAisles, []);
    syncState.value = { isOnline: false };
    syncState.value = { isOnline: true };
    await settled();
    assert.equal(sent.length, 2);
    keeper.stop();
});

test('a request that is lost is made again; one that is refused is not', async () => {
    const { keeper, sent, world, kept } = device();
    world.fails = 'OFFLINE';
    keeper.save('s1', ['dairy']);
    await settled(12);
    assert.deepEqual(kept.unsentAisles, ['s1']);
    world.fails = null;
    await settled(20);
    assert.equal(sent.length, 1);
    world.fails = 'FORBIDDEN';
    keeper.save('s1', ['bakery']);
    await settled();
    assert.deepEqual(kept.unsentAisles, []);
    assert.deepEqual(keeper.orderOf('s1'), ['bakery', 'dairy']); // on this device it stays
    keeper.stop();
});

test('one that is changed while it is sent is sent as it is now', async () => {
    const { keeper, sent, world, kept } = device();
    world.meanwhile = () => {
        world.meanwhile = () => undefined;
        keeper.save('s1', ['bakery']);
    };
    keeper.save('s1', ['dairy']);
    await settled();
    assert.deepEqual(sent.map(({ categories }) => categories), [['dairy'], ['bakery', 'dairy']]);
    assert.deepEqual(kept.unsentAisles, []);
    keeper.stop();
});

test('who is nobody yet sends it as soon as there is a household', async () => {
    const { keeper, sent, session } = device({ householdId: null });
    keeper.save('s1', ['dairy']);
    await settled();
    assert.equal(sent.length, 0);
    session.value = { householdId: 'h9', isOver: false };
    await settled();
    assert.equal(sent.length, 1);
    keeper.stop();
});

test('what others have said is taken over, but not over what is still to be sent', async () => {
    const { keeper, syncState } = device();
    await keeper.load('s1');
    assert.deepEqual(keeper.orderOf('s1'), ['dairy']);
    syncState.value = { isOnline: false };
    keeper.save('s1', ['bakery']);
    await keeper.load('s1');
    assert.deepEqual(keeper.orderOf('s1'), ['bakery', 'dairy']);
    keeper.stop();
});
