/*
 * Three phones edit the same list with and without a signal, lose requests and replies, hear news
 * late, and start anew: in the end all show the same, which is what all ops together give, each
 * done once. RUNS=n SEED=n to have other ones.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { News } from '../../src/api/lists.graphql.ts';
import { emptyState, mergeOp, quantityOf } from '../../src/sync/merge.ts';
import type { Item, Op } from '../../src/sync/model.ts';
import type { Edit } from '../../src/sync/undo.ts';
import { createPhone, type Phone, tryTo } from './helpers/phone.ts';
import { createRandom, type Random } from './helpers/random.ts';
import { createServer, type Server } from './helpers/server.ts';

const RUNS = Number(process.env.RUNS ?? 10_000);
const SEED = Number(process.env.SEED ?? 1);
const STEPS = 40;
const PHONES = 3;

interface Run {
    random: Random;
    server: Server;
    listId: string;
    phones: Phone[];
    isCut: boolean; // requests and replies are lost
    nowMs: number;
    made: Map<string, Op>;
    undos: Edit[][]; // of each phone, since it began
    late: { phone: number; news: News['listNews'] }[];
}

function shown(items: Item[]) {
    return items.map(({ id, name, quantityMilli, unit, note, position, isTicked }) =>
        ({ id, name, quantityMilli, unit, note, position, isTicked }));
}

/* Each phone's clock is off in its own way, and time often stands still. */
async function open(run: Run, i: number): Promise<Phone> {
    const ask = run.server.asker(() => {
        if (!run.isCut)
            return null;
        return run.random.chance(0.2) ? 'request' : run.random.chance(0.2) ? 'reply' : null;
    });
    const phone = await createPhone(ask, () => run.nowMs + (i - 1) * 20_000, run.phones[i]?.store);
    run.phones[i] = phone;
    run.undos[i] = [];
    return phone;
}

function edit(run: Run, i: number): void {
    const { random, listId } = run;
    const { edits, replica } = run.phones[i]!;
    const items = replica.itemsOf(listId).value;
    const some = (): string => random.pick(items).id;
    const choice = items.length === 0 ? 0 : random.below(10);
    const edit = [
        () => edits.addItem(listId, { name: `n${random.below(100)}` }),
        () => edits.stepItem(listId, some(), random.pick([1000, 1000, 2000, -1000, -3000])),
        () => edits.editItem(listId, some(), { quantityMilli: random.below(5) * 1000 }),
        () => edits.editItem(listId, some(), { name: `m${random.below(100)}` }),
        () => edits.editItem(listId, some(), { note: random.pick(['x', 'ä', '😀', null]) }),
        () => edits.tickItems(listId, [some(), some()], random.chance(0.6)),
        () => edits.moveItem(listId, some(), random.chance(0.3) ? null : some()),
        () => edits.deleteItems(listId, [some()]),
        () => edits.stepItem(listId, some(), 1000),
        () => edits.editItem(listId, some(), { unit: 'kg', quantityMilli: 500 }),
    ][choice]!();
    run.undos[i]!.push(edit);
    if (random.chance(0.15))
        random.pick(run.undos[i]!).undo();
}

async function step(run: Run): Promise<void> {
    const { random, server, listId, late } = run;
    const i = random.below(PHONES);
    const phone = run.phones[i]!;
    run.nowMs += random.pick([0, 0, 1, 500]);
    run.isCut = random.chance(0.7);
    const choice = random.below(12);
    if (choice < 6)
        edit(run, i);
    else if (choice < 8)
        await tryTo(phone.flush.run);
    else if (choice < 9)
        await tryTo(phone.pull.lists);
    else if (choice < 10)
        late.push({ phone: i, news: server.news(listId, phone.replica.rowOf(listId)!.cursor) });
    else if (choice < 11 && late.length > 0)
        late.splice(random.below(late.length), 1).forEach(({ phone: to, news }) =>
            run.phones[to]!.pull.takeNews(news));
    else
        await open(run, i);
    for (const one of run.phones)
        one.replica.ops().forEach((op) => run.made.set(op.id, op));
}

async function converge(seed: number): Promise<void> {
    const server = createServer();
    const listId = server.makeList('Home');
    const run: Run = { random: createRandom(seed), server, listId, phones: [], isCut: false,
        nowMs: 1_700_000_000_000, made: new Map(), undos: [], late: [] };
    for (let i = 0; i < PHONES; i++)
        await (await open(run, i)).pull.lists();
    for (let i = 0; i < STEPS; i++)
        await step(run);
    run.isCut = false;
    for (const phone of run.phones)
        await phone.flush.run();
    for (const phone of run.phones)
        await phone.pull.lists();

    const ops = [...run.made.values()].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
    assert.deepEqual([...server.done.values()].filter((times) => times !== 1), []);
    assert.deepEqual([...server.done.keys()].sort(), ops.map((op) => op.id).sort());
    const expected = [...new Set(ops.map((op) => op.itemId!))].flatMap((id) => {
        const state = emptyState();
        ops.filter((op) => op.itemId === id).forEach((op) => mergeOp(state, op));
        const { name, unit, note, position, isTicked, isDeleted } = state.values;
        return isDeleted === true ? []
            : [{ id, name, quantityMilli: quantityOf(state), unit, note, position, isTicked }];
    }).sort((a, b) => (`${a.position} ${a.id}` < `${b.position} ${b.id}` ? -1 : 1));
    for (const phone of run.phones) {
        assert.equal(phone.replica.unsent.value, 0);
        assert.deepEqual(phone.refusals, []);
        assert.deepEqual(shown(phone.replica.itemsOf(listId).value), expected);
        assert.deepEqual((await phone.store.read()).ops, []);
    }
}

test(`three phones come to the same in ${RUNS} runs`, { timeout: 300_000 }, async () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++)
        await converge(seed).catch((error: unknown) => {
            throw new Error(`SEED=${seed} RUNS=1`, { cause: error });
        });
});
