/* Lists by links: followed, asked for by their tokens, and over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, type Api } from '../../src/api/ask.ts';
import type { Changes, MyLists } from '../../src/api/lists.graphql.ts';
import type { ListLevel } from '../../src/api/types.ts';
import type { Patch } from '../../src/sync/model.ts';
import { createPull } from '../../src/sync/pull.ts';
import { createReplica } from '../../src/sync/replica.ts';

const PARTY = 'l_1';
const CAMPING = 'l_2';
const NAMES: Record<string, string> = { [PARTY]: 'Party', [CAMPING]: 'Camping' };

type Rights = Map<string, ListLevel>; // by list

/* A server with two lists, and a device with nothing on it yet. */
function start(isSomebody = false) {
    const world = {
        links: new Map<string, [listId: string, level: ListLevel] | null>(),
        own: new Map() as Rights, // of who is signed in
        isSomebody,
        isSignedOut: false, // by the server
        isOnline: true,
        asked: [] as [name: string, share: string | undefined][],
    };
    const ended: string[] = [];
    const replica = createReplica();

    function rightsOf(share: string | undefined): Rights {
        if (share === undefined)
            return world.own;
        const link = world.links.get(share);
        if (link === undefined)
            throw new ApiError('UNAUTHENTICATED', 'the link is over');
        return new Map(link === null ? [] : [link]);
    }
    const told = (id: string, level: ListLevel, isOwn: boolean) => ({ id, name: NAMES[id]!, level,
        isArchived: false, seq: 1, household: isOwn ? { id: 'h_1' } : null });

    function answer(name: string, { listId }: { listId: string }, share?: string): unknown {
        const rights = rightsOf(share);
        if (name === 'MyLists')
            return { lists: { nodes: [...rights].map(([id, level]) =>
                told(id, level, share === undefined)),
            pageInfo: { hasNextPage: false, endCursor: null } } } as unknown as MyLists;
        const level = rights.get(listId);
        return { listChanges: level === undefined ? null : { seq: 1, mustResync: false,
            list: told(listId, level, share === undefined),
            items: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } } as Changes;
    }
    const ask: Api['ask'] = async (operation, variables, options) => {
        world.asked.push([operation.name, options?.share]);
        await Promise.resolve();
        if (!world.isOnline)
            throw new ApiError('OFFLINE', 'no answer');
        return answer(operation.name, variables as never, options?.share) as never;
    };
    const pull = createPull({ replica, ask, names: new Map(),
        commit: (patch: Patch) => replica.apply(patch),
        isSomebody: () => world.isSomebody,
        async confirm() {
            if (world.isSignedOut)
                throw new ApiError('UNAUTHENTICATED', 'the session is over');
        },
        onLinkEnd: (name) => void ended.push(name) });
    const here = () => replica.lists.value.map(({ id, level, isByLink, householdId }) =>
        [id, level, isByLink, householdId]);
    return { world, replica, pull, ended, here };
}

const none = { code: 'UNAUTHENTICATED' };

test('a link is followed: its list is here, and asked for by its token alone', async () => {
    const { world, pull, here } = start();
    world.links.set('a', [PARTY, 'EDIT']);
    assert.equal(await pull.follow('a'), PARTY);
    assert.deepEqual(here(), [[PARTY, 'EDIT', true, null]]);
    await pull.list(PARTY);
    assert.ok(world.asked.every(([, share]) => share === 'a'));
});

test('a link that leads nowhere, or to no list, says so and changes nothing', async () => {
    const { world, pull, here } = start();
    world.links.set('a', [PARTY, 'EDIT']);
    await pull.follow('a');
    await assert.rejects(pull.follow('forged'), none);
    world.links.set('empty', null);
    await assert.rejects(pull.follow('empty'), none);
    assert.deepEqual(here(), [[PARTY, 'EDIT', true, null]]);
});

test('a better link takes the place of one that is here, or one as good; a worse one does not',
    async () => {
        const { world, replica, pull, here } = start();
        const levels = { look: 'READ', edit: 'EDIT', other: 'EDIT' } as const;
        Object.entries(levels).forEach(([token, level]) => world.links.set(token, [PARTY, level]));
        for (const [token, kept] of [['look', 'look'], ['edit', 'edit'], ['other', 'other'],
            ['look', 'other']] as const) {
            assert.equal(await pull.follow(token), PARTY);
            assert.equal(replica.shareOf(PARTY), kept);
            assert.deepEqual(here(), [[PARTY, levels[kept], true, null]]);
        }
    });

test('the new link of a list whose old one is over brings it back, if it lets one do less', async () => {
    const { world, replica, pull, ended, here } = start();
    world.links.set('edit', [PARTY, 'EDIT']);
    await pull.follow('edit');
    world.links.delete('edit');
    world.links.set('look', [PARTY, 'READ']);
    assert.equal(await pull.follow('look'), PARTY);
    assert.equal(replica.shareOf(PARTY), 'look');
    assert.deepEqual(here(), [[PARTY, 'READ', true, null]]);
    assert.deepEqual(ended, ['Party']);
});

test('who sees the list as one of its people needs no link to it, but for doing more', async () => {
    const { world, replica, pull, here } = start(true);
    world.links.set('edit', [PARTY, 'EDIT']);
    world.own.set(PARTY, 'MANAGE');
    await pull.lists();
    await pull.follow('edit');
    assert.deepEqual(here(), [[PARTY, 'MANAGE', false, 'h_1']]);
    world.own.set(PARTY, 'READ');
    await pull.lists();
    await pull.follow('edit');
    assert.equal(replica.shareOf(PARTY), 'edit');
    assert.deepEqual(here().map(([, level]) => level), ['EDIT']);
    await pull.lists(); // still less than by the link
    assert.equal(replica.shareOf(PARTY), 'edit');
    world.own.set(PARTY, 'EDIT');
    await pull.lists(); // as much: as oneself from now on
    assert.deepEqual(here(), [[PARTY, 'EDIT', false, 'h_1']]);
});

test('a signal that is lost while a link is followed takes nothing: it is followed again', async () => {
    const { world, pull, here } = start();
    world.links.set('a', [PARTY, 'EDIT']);
    world.isOnline = false;
    await assert.rejects(pull.follow('a'), { code: 'OFFLINE' });
    assert.deepEqual(here(), []);
    world.isOnline = true;
    await pull.follow('a');
    world.isOnline = false;
    await assert.rejects(pull.links(), { code: 'OFFLINE' });
    assert.deepEqual(here(), [[PARTY, 'EDIT', true, null]]);
});

test('all lists by links are asked for, and one that is over holds up no other', async () => {
    const { world, pull, ended, here } = start(true);
    world.links.set('a', [PARTY, 'EDIT']).set('b', [CAMPING, 'READ']);
    await pull.follow('a');
    await pull.follow('b');
    await pull.lists(); // of one's own there are none: those by links stay
    assert.equal(here().length, 2);
    world.links.delete('a');
    world.asked.length = 0;
    await pull.links();
    assert.deepEqual(here(), [[CAMPING, 'READ', true, null]]);
    assert.deepEqual(ended, ['Party']);
    assert.deepEqual(world.asked.filter(([, share]) => share !== undefined),
        [['Changes', 'a'], ['Changes', 'b']]);
});

test('nobody loses the list with its link, and is told its name', async () => {
    const { world, pull, ended, here } = start();
    world.links.set('a', [PARTY, 'EDIT']);
    await pull.follow('a');
    world.links.delete('a');
    await pull.list(PARTY);
    assert.deepEqual(here(), []);
    assert.deepEqual(ended, ['Party']);
    await pull.endLink(PARTY); // it is not here any more
    assert.deepEqual(ended, ['Party']);
});

test('a link that leads to another list by now takes the one that it led to', async () => {
    const { world, pull, ended, here } = start();
    world.links.set('a', [PARTY, 'EDIT']);
    await pull.follow('a');
    world.links.set('a', [CAMPING, 'EDIT']);
    await pull.list(PARTY);
    assert.deepEqual(here(), []);
    assert.deepEqual(ended, ['Party']);
});

test('who may see it as oneself meanwhile keeps it, and is told nothing', async () => {
    const { world, pull, ended, here } = start(true);
    world.links.set('a', [PARTY, 'EDIT']);
    await pull.follow('a');
    world.links.delete('a');
    world.own.set(PARTY, 'MANAGE');
    await pull.links();
    assert.deepEqual(here(), [[PARTY, 'MANAGE', false, 'h_1']]);
    assert.deepEqual(ended, []);
});

test('whose own session is over keeps it until the server knows them again', async () => {
    const { world, pull, ended, here } = start(true);
    world.links.set('a', [PARTY, 'EDIT']);
    await pull.follow('a');
    world.links.delete('a');
    world.isSignedOut = true;
    await assert.rejects(pull.links(), none);
    assert.deepEqual(here(), [[PARTY, 'EDIT', false, null]]);
    assert.deepEqual(ended, []);
    world.isSignedOut = false;
    await pull.lists(); // and there it is not theirs
    assert.deepEqual(here(), []);
});
