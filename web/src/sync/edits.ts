/* What a shopper does to lists, as ops: shown and kept at once, sent when it can be. */
import type { Clock } from './clock.ts';
import { type Field, setIn, type Value } from './merge.ts';
import { type Item, LOCAL, type Op, type Patch } from './model.ts';
import { positionBetween, spreadPositions } from './position.ts';
import { compareItems, type Replica } from './replica.ts';
import { type Edit, type Past, undoOf } from './undo.ts';

export interface ItemDraft {
    name: string;
    quantityMilli?: number;
    unit?: string;
    note?: string;
    category?: string;
    productId?: string;
}

export type ItemFields = Partial<Pick<Item,
    'name' | 'quantityMilli' | 'unit' | 'note' | 'category' | 'productId'>>;

export interface EditContext {
    replica: Replica;
    clock: Clock;
    newId(): string;
    commit(patch: Patch): void;
    /* What the server kept of an op's stamp, where its clock was far ahead. */
    keptStamp(stamp: string): string;
}

export interface Edits {
    createList(name: string, isFirst?: boolean): string;
    addItem(listId: string, draft: ItemDraft): Edit;
    editItem(listId: string, itemId: string, fields: ItemFields): Edit;
    stepItem(listId: string, itemId: string, stepMilli: number): Edit;
    tickItems(listId: string, itemIds: string[], isTicked: boolean): Edit;
    moveItem(listId: string, itemId: string, afterId: string | null): Edit;
    deleteItems(listId: string, itemIds: string[]): Edit;
    renameList(listId: string, name: string): Edit;
    archiveList(listId: string, isArchived: boolean): Edit;
}

export type Change = Partial<Record<Field, Value>> &
    Pick<Op, 'quantityMilli' | 'stepMilli' | 'base' | 'isArchived'>;

/* Bytes that the server takes. */
const LIMITS: Partial<Record<Field, number>> = { name: 200, unit: 200, category: 200, note: 1000 };

function clip(text: string, bytes: number): string {
    const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
    return text.slice(0, read);
}

function clipAll(fields: Partial<Record<Field, Value>>): Partial<Record<Field, Value>> {
    return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field,
        typeof value === 'string' ? clip(value, LIMITS[field as Field] ?? value.length) : value]));
}

export function createEdits(context: EditContext): Edits {
    const { replica, clock, newId, commit } = context;

    function opOf(listId: string, itemId: string | null, change: Change): Op {
        const { quantityMilli, stepMilli, base, isArchived, ...fields } = change;
        const op: Op = { id: newId(), listId: replica.resolve(listId), itemId,
            stamp: clock.next() };
        if (quantityMilli != null)
            op.quantityMilli = quantityMilli;
        if (stepMilli != null)
            Object.assign(op, { stepMilli, base: base ?? null });
        if (isArchived != null)
            op.isArchived = isArchived;
        return setIn(op, clipAll(fields));
    }

    /* All at once, with what was there before for undoing it. */
    function act(changes: [listId: string, itemId: string | null, change: Change][]): Edit {
        const pasts: Past[] = changes.map(([listId, itemId, change]) => ({
            op: opOf(listId, itemId, change),
            before: replica.stateOf(listId, itemId ?? ''),
            list: replica.lists.peek().find((list) => list.id === replica.resolve(listId)),
        }));
        if (pasts.length > 0)
            commit({ ops: pasts.map((past) => past.op) });
        return undoOf(context, pasts, (ops) => commit({ ops }), opOf);
    }

    function others(listId: string, itemId: string): Item[] {
        return replica.itemsOf(listId).peek().filter((item) => item.id !== itemId);
    }

    /* No room is left between two, or two stand on one place: all get new places, in this order. */
    function spread(listId: string, order: Item[]): Edit {
        const places = spreadPositions(order.length);
        return act(order.map((item, i) => [listId, item.id, { position: places[i]! }]));
    }

    return {
        createList(name, isFirst = false) {
            const id = LOCAL + newId();
            commit({ lists: [{ id, name: clip(name, LIMITS.name!), isArchived: false, level: 'MANAGE',
                householdId: null, cursor: 0, ...(isFirst ? { isFirst } : {}) }] });
            return id;
        },
        addItem(listId, draft) {
            const last = replica.itemsOf(listId).peek().at(-1);
            const position = positionBetween(last?.position ?? null, null);
            const { quantityMilli = 1000, ...fields } = draft;
            // without a place the server finds one
            return act([[listId, newId(), { ...fields, quantityMilli,
                ...(position === null ? {} : { position }) }]]);
        },
        editItem: (listId, itemId, fields) => act([[listId, itemId, fields]]),
        stepItem: (listId, itemId, stepMilli) => act([[listId, itemId, { stepMilli,
            base: replica.stateOf(listId, itemId).stamps.at(-1) || null }]]),
        tickItems: (listId, itemIds, isTicked) =>
            act(itemIds.map((itemId) => [listId, itemId, { isTicked }])),
        moveItem(listId, itemId, afterId) {
            const order = others(listId, itemId).sort(compareItems);
            const at = afterId === null ? 0 : order.findIndex((item) => item.id === afterId) + 1;
            const position = positionBetween(order[at - 1]?.position ?? null,
                order[at]?.position ?? null);
            if (position !== null)
                return act([[listId, itemId, { position }]]);
            const moved = replica.itemsOf(listId).peek().find((item) => item.id === itemId);
            return spread(listId, moved === undefined ? [] : order.toSpliced(at, 0, moved));
        },
        deleteItems: (listId, itemIds) =>
            act(itemIds.map((itemId) => [listId, itemId, { isDeleted: true }])),
        renameList: (listId, name) => act([[listId, null, { name }]]),
        archiveList: (listId, isArchived) => act([[listId, null, { isArchived }]]),
    };
}
