/*
 * Undo is ops as well: what an action set is set back, but only where its stamp is still the
 * action's, so that nothing is undone that another has done since (docs/sync.md).
 */
import type { Change, EditContext } from './edits.ts';
import { FIELDS, type ItemState, QUANTITY, quantityOf, valueIn } from './merge.ts';
import type { List, Op } from './model.ts';

export interface Edit {
    undo(): void;
}

/* An op of the action, and what was there before it. */
export interface Past {
    op: Op;
    before: ItemState;
    list: List | undefined;
}

/* The stamps of a list's own fields are not told: it is the action's while it shows what it set. */
function listBack(context: EditContext, { op, list }: Past): Change {
    const now = context.replica.lists.peek()
        .find((one) => one.id === context.replica.resolve(op.listId));
    if (list === undefined || now === undefined)
        return {};
    return {
        ...(op.name != null && now.name === op.name ? { name: list.name } : {}),
        ...(op.isArchived != null && now.isArchived === op.isArchived
            ? { isArchived: list.isArchived } : {}),
    };
}

function itemBack(context: EditContext, { op, before }: Past): Change {
    if (before.values.name === null && op.name != null)
        return { isDeleted: true };
    const now = context.replica.stateOf(op.listId, op.itemId!);
    const isOurs = (i: number): boolean =>
        now.stamps[i] === op.stamp || now.stamps[i] === context.keptStamp(op.stamp);
    const back: Change = {};
    FIELDS.forEach((field, i) => {
        if (valueIn(op, field) !== undefined && isOurs(i))
            back[field] = before.values[field];
    });
    if (op.quantityMilli != null && isOurs(QUANTITY))
        back.quantityMilli = quantityOf(before);
    if (op.stepMilli != null)
        Object.assign(back, { stepMilli: -op.stepMilli, base: op.base });
    return back;
}

export function undoOf(context: EditContext, pasts: Past[], commit: (ops: Op[]) => void,
    opOf: (listId: string, itemId: string | null, change: Change) => Op): Edit {
    let isUndone = false;
    return {
        undo() {
            if (isUndone)
                return;
            isUndone = true;
            const ops = pasts.flatMap((past) => {
                const { listId, itemId = null } = past.op;
                const back = itemId === null ? listBack(context, past) : itemBack(context, past);
                return Object.keys(back).length > 0 ? [opOf(listId, itemId, back)] : [];
            });
            if (ops.length > 0)
                commit(ops);
        },
    };
}
