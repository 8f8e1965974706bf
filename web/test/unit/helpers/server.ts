/*
 * A server for tests, of what docs/sync.md promises: ops are done once and answered alike, lists
 * count their changes. Any request or reply may be lost.
 */
import { ApiError, type Api } from '../../../src/api/ask.ts';
import type {
    Apply, ApplyVariables, Changes, ChangesVariables, CreateListVariables, DeleteListVariables, News,
} from '../../../src/api/lists.graphql.ts';
import { emptyState, type Field, type ItemState, mergeOp, quantityOf } from '../../../src/sync/merge.ts';
import type { Op } from '../../../src/sync/model.ts';

interface Row {
    id: string;
    seq: number;
    state: ItemState;
}
interface List {
    id: string;
    name: string;
    isArchived: boolean;
    seq: number;
    rows: Map<string, Row>;
    purgedAt: number; // cursors from before are to begin anew
}
type Answer = Apply['applyOps']['answers'][number];

export interface Server {
    lists: Map<string, List>;
    /* How often each op was done. */
    done: Map<string, number>;
    asked: string[];
    guests: number;
    isSignedIn: boolean;
    makeList(name: string): string;
    /* What one phone asks with; `lose` says for each of its requests whether it, or its reply, is lost. */
    asker(lose: () => 'request' | 'reply' | null): Api['ask'];
    news(listId: string, after: number): News['listNews'];
    purge(listId: string): void;
    refuse: (op: Op) => Answer['code'] | null;
    /* How many lists a household may have, apart from those put away. */
    most: number;
}

const AT = new Date(0).toISOString();

function told({ id, seq, state }: Row) {
    const { name, unit, note, photo, category, position, isTicked, isDeleted } = state.values as
        Record<Field, never>;
    return { id, seq, name, unit, note, photo, category, isTicked, isDeleted,
        position: position ?? 'z', quantityMilli: quantityOf(state), stamps: [...state.stamps],
        addedAt: AT, changedAt: AT };
}

/* `prefix`: of several, so that their lists are told apart. */
export function createServer(prefix = ''): Server {
    const lists = new Map<string, List>();
    const answers = new Map<string, Answer>();
    const keys = new Map<string, string>();
    let made = 0;
    const server: Server = { lists, done: new Map(), asked: [], guests: 0, isSignedIn: true,
        makeList, asker, news, purge, refuse: () => null, most: 20 };

    function makeList(name: string): string {
        const id = `l_${prefix}${++made}`;
        lists.set(id, { id, name, isArchived: false, seq: 0, rows: new Map(), purgedAt: 0 });
        return id;
    }

    function listTold(list: List) {
        const { id, name, isArchived, seq, rows } = list;
        return { id, name, isArchived, seq, level: 'MANAGE' as const, itemCount: rows.size,
            household: { id: 'h_1' } };
    }

    function applyOp(op: Op): Answer {
        const list = lists.get(op.listId);
        const code = server.refuse(op) ?? (list === undefined ? 'NO_LIST' : null);
        if (list === undefined || code !== null)
            return { id: op.id, code: code ?? 'NO_LIST', stamp: null, why: null };
        if (op.itemId != null && op.name == null && !list.rows.has(op.itemId))
            return { id: op.id, code: 'NO_ITEM', stamp: null, why: null };
        server.done.set(op.id, (server.done.get(op.id) ?? 0) + 1);
        list.seq++;
        if (op.itemId == null) {
            list.name = op.name ?? list.name;
            list.isArchived = op.isArchived ?? list.isArchived;
        } else {
            const row = list.rows.get(op.itemId) ?? { id: op.itemId, seq: 0, state: emptyState() };
            mergeOp(row.state, op);
            row.seq = list.seq;
            list.rows.set(op.itemId, row);
        }
        return { id: op.id, code: 'APPLIED', stamp: op.stamp, why: null };
    }

    function applyOps({ ops }: ApplyVariables): Apply {
        if (ops.length > 200 || new Set(ops.map((op) => op.listId)).size > 20)
            throw new ApiError('BAD_USER_INPUT', 'ops: too many');
        const told = ops.map((op) => {
            const answer = answers.get(op.id) ?? applyOp(op);
            if (answer.code === 'APPLIED')
                answers.set(op.id, answer);
            return answer;
        });
        return { applyOps: { serverMs: 0, answers: told } };
    }

    function changed(list: List, after: number): Row[] {
        return [...list.rows.values()].filter((row) => row.seq > after)
            .sort((a, b) => a.seq - b.seq);
    }

    function changes({ listId, since, first, after }: ChangesVariables): Changes {
        const list = lists.get(listId);
        if (list === undefined)
            return { listChanges: null };
        const rows = changed(list, Math.max(since, Number(after ?? 0)));
        const page = rows.slice(0, first ?? 20);
        return { listChanges: { seq: list.seq, list: listTold(list),
            mustResync: since > 0 && since < list.purgedAt,
            items: { nodes: page.map((row) => ({ ...told(row), product: null,
                addedBy: { id: 'u_1', name: 'Ann' } })),
            pageInfo: { hasNextPage: page.length < rows.length,
                endCursor: String(page.at(-1)?.seq ?? 0) } } } };
    }

    function news(listId: string, after: number): News['listNews'] {
        const list = lists.get(listId)!;
        return { listId, kind: 'CHANGES', seq: list.seq, name: list.name,
            isArchived: list.isArchived, items: changed(list, after).map((row) =>
                ({ ...told(row), addedById: 'u_1', productId: null })) };
    }

    function purge(listId: string): void {
        const list = lists.get(listId)!;
        for (const row of list.rows.values())
            if (row.state.values.isDeleted === true)
                list.rows.delete(row.id);
        list.purgedAt = ++list.seq;
    }

    function createList({ name }: CreateListVariables, key: string | undefined) {
        const known = key === undefined ? undefined : keys.get(key);
        const inUse = [...lists.values()].filter((list) => !list.isArchived);
        if (known === undefined && inUse.length >= server.most)
            throw new ApiError('BAD_USER_INPUT', 'lists: too many', { reason: 'LIMIT_REACHED' });
        const id = known ?? makeList(name);
        keys.set(key ?? id, id);
        return { createList: { list: listTold(lists.get(id)!) } };
    }

    const me = () => ({ me: { id: 'u_1', email: null, name: null, country: 'IE', locale: 'en', plan: 'free',
        isGuest: true, deleteAfter: null,
        households: { nodes: [{ id: 'h_1', name: 'Home', country: 'IE', role: 'OWNER' }] } } });

    function answer(name: string, variables: never, key: string | undefined): unknown {
        server.asked.push(name);
        if (name === 'Guest') {
            server.guests++;
            server.isSignedIn = true;
            return {};
        }
        if (!server.isSignedIn && name === 'Apply') // as by a link that leads nowhere
            return { applyOps: { serverMs: 0, answers: (variables as ApplyVariables).ops.map(({ id }) =>
                ({ id, code: 'NO_LIST', stamp: null, why: null })) } };
        if (!server.isSignedIn && name === 'Changes')
            return { listChanges: null };
        if (!server.isSignedIn)
            throw new ApiError('UNAUTHENTICATED', 'nobody');
        switch (name) {
        case 'Apply': return applyOps(variables);
        case 'Changes': return changes(variables);
        case 'CreateList': return createList(variables, key);
        case 'DeleteList': lists.delete((variables as DeleteListVariables).listId); return {};
        case 'MyLists': return { lists: { nodes: [...lists.values()].map(listTold),
            pageInfo: { hasNextPage: false, endCursor: null } } };
        case 'Me': return me();
        case 'SignOut': server.isSignedIn = false; return { signOut: true };
        default: throw new ApiError('BAD_REQUEST', name);
        }
    }

    function asker(lose: () => 'request' | 'reply' | null): Api['ask'] {
        return async (operation, variables, options) => {
            const lost = lose();
            await Promise.resolve();
            if (lost === 'request')
                throw new ApiError('OFFLINE', 'no answer');
            const told = answer(operation.name, variables as never, options?.idempotencyKey);
            await Promise.resolve();
            if (lost === 'reply')
                throw new ApiError('OFFLINE', 'no answer');
            return told as never;
        };
    }
    return server;
}
