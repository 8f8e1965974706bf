import { useEffect, useState } from 'preact/hooks';
import { type PlanState, watchPlan } from './current.ts';

/* The plan of a list, as long as the component is there. */
export function usePlan(listId: string): PlanState {
    const [watch] = useState(() => watchPlan(listId));
    useEffect(() => watch.stop, [watch]);
    return watch.state.value;
}
