/*
 * The lists of this device in memory, as signals: the server's rows with the unanswered ops merged
 * in. It changes by patches alone, at once; the screen never waits for anything else.
 */
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { stampMs } from './clock.ts';
import { emptyState, type ItemState, mergeOp, quantityOf, stateOf, valueIn } from './merge.ts';
import { isLocal, type Item, type ItemRow, type List, type ListRow, type Op, type Patch } from './model.ts';

interface Entry {
    row: ListRow;
    rows: Map<string, ItemRow>;
    ops: Map<string, Op[]>; // by item, in the order of their stamps; '': the list's own
    shown: Map<string, Item>;
    items: Signal<Item[]>;
}

export interface Replica {
    lists: ReadonlySignal<List[]>;
    unsent: ReadonlySignal<number>;
    itemsOf(listId: string): ReadonlySignal<Item[]>;
    /* The id that the list has now. */
    resolve(listId: string): string;
    rowOf(listId: string): ListRow | undefined;
    /* The token of the link by which one has the list. */
    shareOf(listId: string): string | undefined;
    rowsOf(listId: string): ItemRow[];
    itemRow(listId: string, itemId: string): ItemRow | undefined;
    allRows(): ListRow[];
    /* Unanswered ops, in the order of their stamps. */
    ops(): Op[];
    stateOf(listId: string, itemId: string): ItemState;
    /* With what follows of it: the ids that lists had once, the ops of lists that are gone. */
    complete(patch: Patch): Patch;
    apply(patch: Patch): void;
    /* Without rows that are older than those here. */
    newest(patch: Patch): Patch;
    clear(): void;
}

function compareText(a: string, b: string): number {
    return a < b ? -1 : Number(a > b);
}

export function compareOps(a: Op, b: Op): number {
    return compareText(a.stamp, b.stamp);
}

export function compareItems(a: Item, b: Item): number {
    return compareText(a.position, b.position) || compareText(a.id, b.id);
}

function show(listId: string, id: string, state: ItemState, row: ItemRow | undefined,
    ops: Op[]): Item | null {
    const { values } = state;
    if (typeof values.name !== 'string' || values.isDeleted === true)
        return null;
    const made = (stamp: string | undefined): string =>
        new Date(stamp === undefined ? 0 : stampMs(stamp)).toISOString();
    return {
        id,
        listId,
        name: values.name,
        quantityMilli: quantityOf(state),
        unit: values.unit as string | null,
        note: values.note as string | null,
        photo: values.photo as string | null,
        category: values.category as string | null,
        position: (values.position ?? '') as string,
        isTicked: values.isTicked === true,
        addedById: row?.addedById ?? null,
        addedByName: row?.addedByName ?? null,
        addedAt: row?.addedAt ?? made(ops[0]?.stamp),
        changedAt: ops.length > 0 ? made(ops.at(-1)!.stamp) : row!.changedAt,
        productId: values.productId as string | null,
        isUnsent: ops.length > 0,
    };
}

function listOf(entry: Entry): List {
    const { id, level, householdId, share, refused = null } = entry.row;
    let { name, isArchived } = entry.row;
    for (const op of entry.ops.get('') ?? []) {
        name = (valueIn(op, 'name') as string | undefined) ?? name;
        isArchived = op.isArchived ?? isArchived;
    }
    const openCount = entry.items.peek().filter((item) => !item.isTicked).length;
    return { id, name, isArchived, level, householdId, isByLink: share !== undefined, refused, openCount };
}

export function createReplica(): Replica {
    const entries = new Map<string, Entry>();
    let aliases = new Map<string, string>(); // ids that lists had once, to those that came after
    const signals = new Map<string, Signal<Item[]>>(); // of lists that are still to come, too
    const lists = signal<List[]>([]);
    const unsent = signal(0);

    const resolve = (listId: string): string => {
        const next = aliases.get(listId);
        return next === undefined ? listId : resolve(next);
    };
    const entryOf = (listId: string): Entry | undefined => entries.get(resolve(listId));
    const opsIn = (entry: Entry | undefined): Op[] => [...entry?.ops.values() ?? []].flat();
    const allOps = (): Op[] => [...entries.values()].flatMap(opsIn);

    function signalOf(listId: string): Signal<Item[]> {
        const found = signals.get(listId) ?? signal<Item[]>([]);
        signals.set(listId, found);
        return found;
    }

    function stateIn(entry: Entry, itemId: string): ItemState {
        const row = entry.rows.get(itemId);
        const state = row === undefined ? emptyState() : stateOf(row);
        entry.ops.get(itemId)?.forEach((op) => mergeOp(state, op));
        return state;
    }

    function renew(entry: Entry, itemIds: Iterable<string>): void {
        for (const id of itemIds) {
            const shown = show(entry.row.id, id, stateIn(entry, id), entry.rows.get(id),
                entry.ops.get(id) ?? []);
            if (shown === null)
                entry.shown.delete(id);
            else
                entry.shown.set(id, shown);
        }
        entry.items.value = [...entry.shown.values()].sort(compareItems);
    }

    function putOp(entry: Entry, op: Op): void {
        const key = op.itemId ?? '';
        const others = (entry.ops.get(key) ?? []).filter((other) => other.id !== op.id);
        entry.ops.set(key, [...others, op].sort(compareOps));
    }

    function takeOp(entry: Entry, op: Op): void {
        const key = op.itemId ?? '';
        const left = (entry.ops.get(key) ?? []).filter((other) => other.id !== op.id);
        if (left.length > 0)
            entry.ops.set(key, left);
        else
            entry.ops.delete(key);
    }

    /* The list goes on under another id, in the same signals. */
    function rename(from: string, to: string): void {
        const entry = entries.get(from);
        if (entry === undefined)
            return;
        entries.delete(from);
        signals.delete(from);
        entry.row = { ...entry.row, id: to };
        for (const [key, ops] of entry.ops)
            entry.ops.set(key, ops.map((op) => ({ ...op, listId: to })));
        entries.set(to, entry);
        signals.set(to, entry.items);
        renew(entry, [...entry.shown.keys()]);
    }

    function putRow(row: ListRow): void {
        const entry = entries.get(row.id);
        if (entry !== undefined)
            entry.row = row;
        else if (!aliases.has(row.id)) // else told late: it has another id by now
            entries.set(row.id, { row, rows: new Map(), ops: new Map(), shown: new Map(),
                items: signalOf(row.id) });
    }

    function forget(listId: string): void {
        const entry = entries.get(listId); // not what it has become since
        if (entry === undefined)
            return;
        entries.delete(listId);
        entry.items.value = [];
    }

    function empty(listId: string, touched: (listId: string, itemId: string) => void): void {
        const entry = entryOf(listId);
        entry?.rows.forEach((row) => touched(listId, row.id));
        entry?.rows.clear();
    }

    function apply(patch: Patch): void {
        const changed = new Map<Entry, Set<string>>();
        const touch = (listId: string, itemId: string): Entry | undefined => {
            const entry = entryOf(listId);
            if (entry !== undefined && itemId !== '')
                changed.set(entry, (changed.get(entry) ?? new Set()).add(itemId));
            return entry;
        };
        batch(() => {
            patch.goneLists?.forEach(forget);
            patch.emptiedLists?.forEach((listId) => empty(listId, touch));
            if (patch.meta?.aliases !== undefined)
                aliases = new Map(Object.entries(patch.meta.aliases as Record<string, string>));
            if (patch.renamed !== undefined)
                rename(...patch.renamed);
            patch.lists?.forEach(putRow);
            for (const row of patch.items ?? [])
                touch(row.listId, row.id)?.rows.set(row.id, row);
            for (const op of patch.ops ?? []) {
                const entry = touch(op.listId, op.itemId ?? '');
                if (entry !== undefined)
                    putOp(entry, { ...op, listId: entry.row.id });
            }
            for (const op of patch.doneOps ?? []) {
                const entry = touch(op.listId, op.itemId ?? '');
                if (entry !== undefined)
                    takeOp(entry, op);
            }
            changed.forEach((itemIds, entry) => renew(entry, itemIds));
            lists.value = [...entries.values()].map(listOf);
            unsent.value = allOps().length;
        });
    }

    return {
        lists,
        unsent,
        itemsOf: (listId) => signalOf(resolve(listId)),
        resolve,
        rowOf: (listId) => entryOf(listId)?.row,
        shareOf: (listId) => entryOf(listId)?.row.share,
        rowsOf: (listId) => [...entryOf(listId)?.rows.values() ?? []],
        itemRow: (listId, itemId) => entryOf(listId)?.rows.get(itemId),
        allRows: () => [...entries.values()].map((entry) => entry.row),
        ops: () => allOps().sort(compareOps),
        stateOf(listId, itemId) {
            const entry = entryOf(listId);
            return entry === undefined ? emptyState() : stateIn(entry, itemId);
        },
        complete(patch) {
            const next = new Map(aliases);
            patch.lists?.forEach((row) => !isLocal(row.id) && next.delete(row.id)); // it came back
            if (patch.renamed !== undefined)
                next.set(...patch.renamed);
            const isAliased = patch.renamed !== undefined || next.size !== aliases.size;
            const over = patch.goneLists?.flatMap((listId) => opsIn(entries.get(listId))) ?? [];
            return { ...patch,
                ...(isAliased && { meta: { ...patch.meta, aliases: Object.fromEntries(next) } }),
                ...(over.length > 0 && { doneOps: [...patch.doneOps ?? [], ...over] }) };
        },
        apply,
        newest(patch) {
            const known = (listId: string): Entry | undefined =>
                (patch.emptiedLists?.includes(listId) ? undefined : entries.get(listId));
            return { ...patch,
                lists: patch.lists?.filter((row) => row.cursor >= (known(row.id)?.row.cursor ?? 0)) ?? [],
                items: patch.items?.filter((row) =>
                    row.seq >= (known(row.listId)?.rows.get(row.id)?.seq ?? 0)) ?? [] };
        },
        clear() {
            aliases.clear();
            apply({ goneLists: [...entries.keys()] });
        },
    };
}
