/* A list by a link: for people without an account, several side by side, until it ends. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ListLevel } from '../../src/api/types.ts';
import { endListLink, listLinks, makeListLink } from '../../src/lists/share.graphql.ts';
import { invite } from '../../src/profile/profile.graphql.ts';
import { join } from '../../src/welcome/welcome.graphql.ts';
import { type Browser, openBrowser } from './browser.ts';
import { missing, type Stack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/until.ts';

const lack = missing();
const skip = lack ?? false;
let stack: Stack;
let owner: Browser;
let friend: Browser;
let party: string;
let camping: string;
let token: string;
const opened: Browser[] = [];

const namesIn = ({ core }: Browser, listId: string): string[] =>
    core.replica.itemsOf(listId).value.map((item) => item.name);
const listIn = ({ core }: Browser, listId: string) =>
    core.replica.lists.value.find((list) => list.id === listId);
const isSent = ({ core }: Browser): boolean => core.syncState.value.unsent === 0;

async function open(cookies = new Map<string, string>()): Promise<Browser> {
    const browser = await openBrowser(stack.url, { cookies });
    opened.push(browser);
    return browser;
}

async function makeLink(listId: string, level: ListLevel): Promise<string> {
    return (await owner.core.ask(makeListLink, { listId, level })).shareList.token;
}

async function follow({ core }: Browser, link: string): Promise<string> {
    return (await core.network()).follow(link);
}

async function endLinks(listId: string): Promise<void> {
    const { list } = await owner.core.ask(listLinks, { listId });
    for (const { id } of list!.shares.nodes)
        await owner.core.ask(endListLink, { shareId: id });
}

before(async () => {
    if (lack !== null)
        return;
    stack = await startStack();
    owner = await open();
    const { edits, network } = owner.core;
    const made = ['Party', 'Camping'].map((name) => edits.createList(name));
    edits.addItem(made[0]!, { name: 'Candles' });
    [party, camping] = await Promise.all(made.map(async (id) => (await network()).publish(id))) as
        [string, string];
    await until('all is sent', () => isSent(owner));
});
after(async () => {
    for (const browser of opened) {
        browser.core.stop();
        browser.setOnline(false);
    }
    await stack?.stop();
});

test('a link opens its list for nobody, who stays nobody', { skip }, async () => {
    token = await makeLink(party, 'EDIT');
    friend = await open();
    assert.equal(await follow(friend, token), party);
    assert.deepEqual(namesIn(friend, party), ['Candles']);
    const list = listIn(friend, party)!;
    assert.deepEqual([list.level, list.isByLink, list.householdId], ['EDIT', true, null]);
    await until('that they are nobody is known', () =>
        friend.core.session.session.value.kind === 'none');
    assert.equal(friend.cookies.size, 0);
});

test('both edit it and see each other live; without a signal too', { skip }, async () => {
    friend.core.edits.addItem(party, { name: 'Balloons' });
    await until('the owner has it', () => namesIn(owner, party).includes('Balloons'));
    owner.core.edits.addItem(party, { name: 'Cake' });
    await until('the friend has it', () => namesIn(friend, party).includes('Cake'));
    friend.setOnline(false);
    friend.core.edits.addItem(party, { name: 'Ice' });
    friend = await friend.reload();
    opened.push(friend);
    await until('it is kept', () => namesIn(friend, party).length === 4);
    assert.equal(isSent(friend), false);
    friend.setOnline(true);
    await until('the owner has it', () => namesIn(owner, party).includes('Ice'));
    await until('it is sent', () => isSent(friend));
    assert.equal(friend.core.session.session.value.kind, 'none');
    assert.equal(friend.cookies.size, 0);
});

test('a second link stands beside the first, and one for looking lets nobody edit', { skip },
    async () => {
        const look = await makeLink(camping, 'READ');
        assert.equal(await follow(friend, look), camping);
        assert.equal(listIn(friend, camping)!.level, 'READ');
        assert.equal(listIn(friend, party)!.level, 'EDIT');
        owner.core.edits.addItem(camping, { name: 'Tent' });
        await until('it is told live', () => namesIn(friend, camping).includes('Tent'));
        friend.core.edits.addItem(camping, { name: 'Nothing' }); // no screen offers it
        await until('it is refused', () => isSent(friend));
        await until('it is not shown', () => !namesIn(friend, camping).includes('Nothing'));
        assert.deepEqual(namesIn(owner, camping), ['Tent']);
        // a better link takes its place, a worse one does not
        await follow(friend, await makeLink(camping, 'EDIT'));
        assert.equal(listIn(friend, camping)!.level, 'EDIT');
        await follow(friend, look);
        assert.equal(listIn(friend, camping)!.level, 'EDIT');
    });

test('a forged link says so, and takes nothing away', { skip }, async () => {
    const forged = token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    for (const wrong of [forged, 'scl_', 'x'])
        await assert.rejects(follow(friend, wrong), { code: 'UNAUTHENTICATED' });
    assert.deepEqual(friend.core.replica.lists.value.map(({ id }) => id).sort(),
        [party, camping].sort());
});

test('who becomes a guest, with a list of their own, keeps it in sight', { skip }, async () => {
    const own = friend.core.edits.createList('My own');
    friend.core.edits.addItem(own, { name: 'Milk' });
    await until('the own list is made', () => !friend.core.replica.resolve(own).startsWith('local:'));
    await until('all is sent', () => isSent(friend));
    assert.equal(friend.core.session.session.value.kind, 'guest');
    friend.core.fetchAll();
    await until('all are asked for', () => friend.core.syncState.value.syncedAt !== null);
    assert.equal(listIn(friend, party)!.isByLink, true);
    friend.core.edits.addItem(party, { name: 'Straws' });
    await until('the owner has it', () => namesIn(owner, party).includes('Straws'));
});

test('a link that ends takes its list along, and that is said', { skip }, async () => {
    await endLinks(camping);
    await until('it is gone', () => listIn(friend, camping) === undefined);
    await until('that is said', () => friend.core.endedLinks.value.join() === 'Camping'); // a moment later
    assert.notEqual(listIn(friend, party), undefined);
});

test('who joins the household has the list as its own, whatever becomes of the link', { skip },
    async () => {
        const householdId = owner.core.session.session.value.householdId!;
        const { inviteToHousehold: { link } } = await owner.core.ask(invite,
            { householdId, role: 'ADULT', email: null });
        await friend.core.ask(join, { token: new URL(link!).hash.slice(1) });
        await friend.core.session.look();
        friend.core.fetchAll();
        await until('it is their own', () => listIn(friend, party)?.isByLink === false);
        assert.equal(listIn(friend, party)!.level, 'MANAGE');
        await endLinks(party);
        owner.core.edits.addItem(party, { name: 'Music' });
        await until('it goes on', () => namesIn(friend, party).includes('Music'));
    });

test('signing out leaves nothing of links, and no log has a token', { skip }, async () => {
    const other = await makeLink(camping, 'EDIT');
    await follow(friend, other);
    friend.core.keep({ link: other });
    await friend.core.session.signOut();
    assert.doesNotMatch(JSON.stringify(await friend.store.read()), /scl_/);
    assert.deepEqual(friend.core.replica.lists.value, []);
    assert.ok(stack.log().length > 0);
    for (const secret of [token, other])
        assert.equal(stack.log().includes(secret.slice('scl_'.length)), false);
});
