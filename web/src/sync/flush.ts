/*
 * Sends the outbox: batch after batch, each answered op by op, and fetches what came of it in the
 * same breath: once for all, as it is paid by the row. Until that is in, the ops stay: sent again,
 * they are answered alike and done once.
 */
import { type Api, ApiError } from '../api/ask.ts';
import { apply, type Apply, createList, deleteList } from '../api/lists.graphql.ts';
import { isLocal, LOCAL, type ListRow, type Op, type Patch } from './model.ts';
import { isLinkOver, type Pull } from './pull.ts';
import type { Replica } from './replica.ts';

const OPS_MAX = 200;
const LISTS_MAX = 20;
/* Errors of a whole request that the same request would meet again. */
const FINAL = new Set(['BAD_REQUEST', 'BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN', 'COST_LIMIT']);

export interface FlushContext {
    replica: Replica;
    ask: Api['ask'];
    pull: Pull;
    commit(patch: Patch): void;
    householdId(): string | null;
    plan(): string | null;
    /* As PullContext's. */
    confirm(): Promise<void>;
    isSomebody(): boolean;
    /* What the server said of its clock, and kept of stamps. */
    onAnswer(applied: Apply['applyOps'], ops: Op[]): void;
    /* Of an op. */
    onRefused(why: string): void;
}

function isFinal(error: unknown): error is ApiError {
    return error instanceof ApiError && FINAL.has(error.code);
}

export interface Flush {
    /* Is there something to send as somebody? */
    isDue(): boolean;
    /*
     * Sends all that there is, as nobody what goes by links. Throws the ApiError of what could not
     * be answered.
     */
    run(): Promise<void>;
    /* Steps of the list may be done and still be shown as this phone's own: twice, in its news. */
    isHeld(listId: string): boolean;
}

export function createFlush(context: FlushContext): Flush {
    const { replica, ask, pull, commit, isSomebody } = context;
    const refusedIn = new Map<string, string>(); // lists that the server did not make, and where we stood
    let asked: Op[] = [];
    const answered = new Set<string>(); // ids of ops; what came of them is still to be fetched
    let size = OPS_MAX;

    /* What speaks for a list, or against it: it is asked for again when this is another. */
    function standing(): string {
        const made = replica.allRows().filter((row) => !isLocal(row.id) && !row.isArchived);
        return `${context.householdId()} ${context.plan()} ${made.length}`;
    }

    /* One that was refused and is put away takes no room. */
    function mayBeMade(row: ListRow): boolean {
        return row.refused === undefined || (refusedIn.get(row.id) !== standing() &&
            replica.lists.peek().some((list) => list.id === row.id && !list.isArchived));
    }

    function lists(): ListRow[] {
        return replica.allRows().filter((row) => isLocal(row.id) && mayBeMade(row) &&
            (row.isFirst !== true || replica.ops().some((op) => op.listId === row.id)));
    }

    async function makeList(row: ListRow, householdId: string): Promise<void> {
        const made = (await ask(createList, { householdId, name: row.name },
            { idempotencyKey: row.id.slice(LOCAL.length) })).createList.list!;
        const { id, name, isArchived, level } = made;
        if (replica.rowOf(row.id) === undefined) { // it was deleted meanwhile
            await ask(deleteList, { listId: id });
            return;
        }
        const ops = replica.ops().filter((op) => op.listId === row.id);
        commit({
            renamed: [row.id, id],
            lists: [{ id, name, isArchived, level, householdId, cursor: 0 }],
            ops: ops.map((op) => ({ ...op, listId: id })),
        });
    }

    async function makeLists(): Promise<void> {
        const householdId = isSomebody() ? context.householdId() : null;
        for (const row of householdId === null ? [] : lists()) {
            try {
                await makeList(row, householdId!);
            } catch (error) {
                if (!isFinal(error))
                    throw error;
                refusedIn.set(row.id, standing());
                const refused = error.reason ?? error.code;
                const kept = replica.rowOf(row.id);
                if (kept !== undefined && kept.refused !== refused)
                    commit({ lists: [{ ...kept, refused }] });
            }
        }
    }

    const unanswered = (): Op[] => replica.ops().filter((op) => !answered.has(op.id) &&
        !isLocal(op.listId));

    /* In their order, those of one sender. */
    function nextBatch(): Op[] {
        const ops: Op[] = [];
        const listIds = new Set<string>();
        const mayGo = unanswered().filter((op) => isSomebody() ||
            replica.shareOf(op.listId) !== undefined);
        const share = mayGo[0] && replica.shareOf(mayGo[0].listId);
        for (const op of mayGo) {
            if (replica.shareOf(op.listId) !== share ||
                (!listIds.has(op.listId) && listIds.size === LISTS_MAX))
                continue;
            listIds.add(op.listId);
            ops.push(op);
            if (ops.length === size)
                break;
        }
        return ops;
    }

    /* Of a batch that the server does not take at all, the op that is why is found by halving. */
    async function send(ops: Op[]): Promise<void> {
        const { listId } = ops[0]!;
        const share = replica.shareOf(listId);
        try {
            const { applyOps } = await ask(apply, { ops }, { share });
            if (applyOps.answers.some((answer) => answer.code === 'NO_LIST') && share === undefined)
                await context.confirm();
            size = OPS_MAX;
            ops.forEach((op) => answered.add(op.id));
            context.onAnswer(applyOps, ops);
            const no = applyOps.answers.find((answer) => answer.code !== 'APPLIED');
            if (no !== undefined)
                context.onRefused(no.why ?? no.code);
        } catch (error) {
            if (share !== undefined && isLinkOver(error))
                return pull.endLink(listId);
            size = Math.ceil(ops.length / 2); // slow, perhaps: less of it may get through
            if (!isFinal(error))
                throw error;
            if (ops.length > 1)
                return;
            context.onRefused(error.message);
            commit({ doneOps: ops });
        }
    }

    /* Those that are still kept: a list may be gone, or another's, meanwhile. */
    const answeredOps = (): Op[] => replica.ops().filter((op) => answered.has(op.id));

    async function fetchOutcome(): Promise<void> {
        const ops = answeredOps();
        for (const listId of new Set(ops.map((op) => op.listId)))
            await pull.list(listId, ops.filter((op) => op.listId === listId));
        answered.clear();
    }

    return {
        isDue: () => lists().length > 0 ||
            unanswered().some((op) => replica.shareOf(op.listId) === undefined),
        isHeld: (listId) => [...asked, ...answeredOps()].some((op) =>
            op.listId === listId && op.stepMilli != null),
        async run() {
            await makeLists();
            for (asked = nextBatch(); asked.length > 0; asked = nextBatch())
                await send(asked);
            await fetchOutcome();
            await makeLists(); // there may be room now
        },
    };
}
