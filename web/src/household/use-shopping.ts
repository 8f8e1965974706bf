/* How the household shops, for screens that only read it. */
import { useEffect, useState } from 'preact/hooks';
import { session } from '../session/session.ts';
import { type Answer, troubleOf } from '../sync/answers.ts';
import { syncState } from '../sync/lists.ts';
import { loadShopping, recallShopping, shopping, type Shopping } from './household.ts';

export type Shops = Pick<Shopping, 'stores' | 'place'>;

const NONE: Shops = { stores: [], place: null };

export function useShopping(): Answer<Shops> {
    const { householdId } = session.value;
    const { isOnline } = syncState.value;
    const [round, setRound] = useState(0);
    const [trouble, setTrouble] = useState<Answer<Shops>['trouble']>(null);
    useEffect(() => {
        recallShopping();
        loadShopping().then(() => setTrouble(null), (error) => setTrouble(troubleOf(error)));
    }, [householdId, isOnline, round]);
    return {
        data: shopping.value ?? (householdId === null ? NONE : null),
        at: 0,
        trouble,
        again: () => setRound(round + 1),
    };
}
