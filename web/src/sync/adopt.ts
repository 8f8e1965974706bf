/*
 * A guest whose session is over cannot sign in again. Their lists are still on this device: they go
 * on as lists made offline, with all that they show, and are the next guest's or account's.
 */
import type { Clock } from './clock.ts';
import { setIn } from './merge.ts';
import { isLocal, type Item, LOCAL, type Op, type Patch } from './model.ts';
import type { Replica } from './replica.ts';

function opOf(item: Item, listId: string, id: string, stamp: string): Op {
    const { name, unit, note, photo, category, productId, position, isTicked } = item;
    const op: Op = { id, listId, itemId: item.id, stamp, quantityMilli: item.quantityMilli };
    return setIn(op, { name, unit, note, photo, category, productId, position, isTicked });
}

export function adoptLists(replica: Replica, clock: Clock, newId: () => string): Patch[] {
    return replica.lists.peek().filter((list) => !isLocal(list.id) && !list.isByLink).map((list) => {
        const id = LOCAL + newId();
        return {
            emptiedLists: [list.id],
            renamed: [list.id, id],
            lists: [{ id, name: list.name, isArchived: list.isArchived, level: 'MANAGE',
                householdId: null, cursor: 0 }],
            ops: replica.itemsOf(list.id).peek().map((item) =>
                opOf(item, id, newId(), clock.next())),
            doneOps: replica.ops().filter((op) => op.listId === list.id),
        };
    });
}
