/* A trip that is under way is one press away. */
import { ChevronRight, ShoppingCart } from 'lucide';
import { Icon } from '../ui/icon.tsx';
import { nameOf } from './plan.ts';
import { tripOf } from './trips.ts';
import { shopWords } from './words.ts';

export function TripOn({ listId }: { listId: string }) {
    const trip = tripOf(listId);
    if (trip === undefined)
        return null;
    const words = shopWords();
    const stop = trip.stops[trip.at];
    return (
        <a class="trip-on" href={`/shop/${listId}/go`}>
            <Icon of={ShoppingCart} size={20} />
            <span>{stop === undefined ? words.doneTitle : words.goOn(nameOf(stop.store))}</span>
            <Icon of={ChevronRight} size={20} isDirected />
        </a>
    );
}
