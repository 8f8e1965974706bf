/*
 * How edits that were made apart become one state: the rule of docs/sync.md and src/domain/sync.h,
 * held to the same cases, tests/vectors/sync.json.
 */
import type { ListField } from '../api/types.ts';
import type { ItemRow, Op } from './model.ts';

/* In the order of the server's stamps; behind them that of the typed quantity. */
export const FIELDS = ['name', 'unit', 'note', 'photo', 'category', 'productId', 'position',
    'isTicked', 'isDeleted'] as const;
export type Field = (typeof FIELDS)[number];
export type Value = string | boolean | null;
export const QUANTITY = FIELDS.length;
export const QUANTITY_MAX = 10_000_000;

const CLEARS: Partial<Record<Field, ListField>> = {
    unit: 'UNIT', note: 'NOTE', photo: 'PHOTO', category: 'CATEGORY', productId: 'PRODUCT',
};

export interface ItemState {
    values: Record<Field, Value>;
    stamps: string[]; // of FIELDS, then of the typed quantity; empty: never set
    typedMilli: number;
    steppedMilli: number; // the sum of the steps that count
}

export function emptyState(): ItemState {
    return {
        values: { name: null, unit: null, note: null, photo: null, category: null,
            productId: null, position: null, isTicked: false, isDeleted: false },
        stamps: Array(QUANTITY + 1).fill(''),
        typedMilli: 1000,
        steppedMilli: 0,
    };
}

/* The server tells typed and stepped as one number: whatever is pending stands on it. */
export function stateOf(row: ItemRow): ItemState {
    const { name, unit, note, photo, category, productId, position, isTicked, isDeleted } = row;
    return {
        values: { name, unit, note, photo, category, productId, position, isTicked, isDeleted },
        stamps: [...row.stamps],
        typedMilli: row.quantityMilli,
        steppedMilli: 0,
    };
}

/* By bytes of UTF-8, which is by code points; none before all others. */
export function compareValues(a: Value, b: Value): number {
    if (a === null || b === null)
        return Number(a !== null) - Number(b !== null);
    if (typeof a !== 'string' || typeof b !== 'string')
        return Number(a) - Number(b);
    const [left, right] = [[...a], [...b]];
    for (let i = 0; i < left.length && i < right.length; i++) {
        const later = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
        if (later !== 0)
            return later;
    }
    return left.length - right.length;
}

/* What an op sets a field to; undefined: it leaves it alone. */
export function valueIn(op: Op, field: Field): Value | undefined {
    const clears = CLEARS[field];
    if (clears !== undefined && op.clear?.includes(clears))
        return null;
    return op[field] ?? undefined;
}

/* Sets fields in an op; null empties one. */
export function setIn(op: Op, fields: Partial<Record<Field, Value>>): Op {
    const clear = FIELDS.filter((field) => fields[field] === null)
        .flatMap((field) => CLEARS[field] ?? []);
    const given = Object.entries(fields).filter(([, value]) => value != null);
    return { ...op, ...Object.fromEntries(given), ...(clear.length > 0 ? { clear } : {}) };
}

function mergeTyped(state: ItemState, stamp: string, milli: number): void {
    const was = state.stamps[QUANTITY]!;
    if (stamp < was || (stamp === was && milli <= state.typedMilli))
        return;
    state.typedMilli = milli;
    if (stamp > was)
        state.steppedMilli = 0;
    state.stamps[QUANTITY] = stamp;
}

/* Applies an op that was not applied before. */
export function mergeOp(state: ItemState, op: Op): void {
    FIELDS.forEach((field, i) => {
        const value = valueIn(op, field);
        const was = state.stamps[i]!;
        if (value === undefined || op.stamp < was ||
            (op.stamp === was && compareValues(value, state.values[field]) <= 0))
            return;
        state.values[field] = value;
        state.stamps[i] = op.stamp;
    });
    if (op.quantityMilli != null)
        mergeTyped(state, op.stamp, op.quantityMilli);
    if (op.stepMilli != null && (op.base ?? '') >= state.stamps[QUANTITY]!)
        state.steppedMilli += op.stepMilli;
}

/* What is to be bought: 0..QUANTITY_MAX. */
export function quantityOf(state: ItemState): number {
    return Math.min(Math.max(state.typedMilli + state.steppedMilli, 0), QUANTITY_MAX);
}
