/* What the list shows of the current plan: its best total, and the price of each row. */
import { effect } from '@preact/signals';
import { bestTotal, facts, noTotal } from '../lists/slots.ts';
import './aisle-order.ts';
import { watchPlan } from './current.ts';
import { bestTotalOf, factsOf, noTotalOf } from './listed.ts';

/* As long as the list is looked at; returns what ends it. */
export function fillList(listId: string): () => void {
    const { state, stop } = watchPlan(listId);
    const stopFilling = effect(() => {
        const { planned, trouble } = state.value;
        noTotal.value = noTotalOf(listId, planned, trouble);
        if (planned === null)
            return;
        bestTotal.value = bestTotalOf(listId, planned);
        facts.value = factsOf(planned);
    });
    return () => {
        stopFilling();
        stop();
    };
}
