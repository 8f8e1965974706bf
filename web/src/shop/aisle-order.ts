/* The order of aisles on the household's way through a store: kept here, told to the server. */
import { signal } from '@preact/signals';
import { aisles as aislesOperation, setAisles } from './shop.graphql.ts';
import { core } from '../sync/lists.ts';

type Orders = Readonly<Record<string, readonly string[]>>;

const turn = signal(0); // what is kept is gone with a sign-out: it is read each time

function orders(): Orders {
    void turn.value;
    return (core.meta('aisles') as Orders | undefined) ?? {};
}

function put(storeId: string, categories: readonly string[]): void {
    core.keep({ aisles: { ...orders(), [storeId]: categories } });
    turn.value++;
}

/* Empty: nobody has said it. */
export function aisleOrderOf(storeId: string): readonly string[] {
    return orders()[storeId] ?? [];
}

export function loadAisles(storeId: string): void {
    const { householdId } = core.session.session.peek();
    if (householdId === null)
        return;
    core.ask(aislesOperation, { householdId, storeId }).then(({ aisleOrder }) => {
        const told = aisleOrder?.categories ?? [];
        if (told.length > 0 && told.join('\n') !== aisleOrderOf(storeId).join('\n'))
            put(storeId, told);
    }).catch(() => undefined); // as it was known
}

/* Categories that this trip has not keep their places behind those that it has. */
export function saveAisles(storeId: string, categories: readonly string[]): void {
    const rest = aisleOrderOf(storeId).filter((category) => !categories.includes(category));
    const all = [...categories, ...rest];
    const { householdId } = core.session.session.peek();
    put(storeId, all);
    if (householdId !== null)
        void core.ask(setAisles, { householdId, storeId, categories: all }).catch(() => undefined);
}
