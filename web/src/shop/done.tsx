/* The end of a trip: what was paid by the plan, what it saved, and what is left. */
import { useLocation } from 'preact-iso';
import { PartyPopper } from 'lucide';
import { formatMoney } from '../i18n/format.ts';
import { itemsOf, type List } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { StoreMark, Tag } from '../ui/marks.tsx';
import { nameOf } from './plan.ts';
import { saidSpent } from './said.ts';
import { inCart, rowsOf, type Trip } from './trip.ts';
import { endTrip, goToStop } from './trips.ts';
import { shopWords } from './words.ts';

export function TripDone({ list, trip }: { list: List; trip: Trip }) {
    const { route } = useLocation();
    const words = shopWords();
    const items = itemsOf(list.id).value;
    const money = (minor: number): string => formatMoney({ minor, currency: trip.currency });
    const stops = trip.stops.map((stop) => {
        const rows = rowsOf(stop, items);
        const got = rows.filter((row) => row.item.isTicked).length;
        return { stop, paid: inCart(rows, stop), got };
    });
    const paid = {
        minor: stops.reduce((sum, one) => sum + one.paid.minor, 0),
        isAbout: stops.some((one) => one.paid.isAbout),
    };
    const got = stops.reduce((sum, one) => sum + one.got, 0);
    const all = trip.stops.reduce((sum, stop) => sum + stop.lines.length, 0);
    const left = items.filter((item) => !item.isTicked).length;
    const { saves } = trip;
    return (
        <div class="page go">
            <section class="hero trip-done">
                <Icon of={PartyPopper} size={32} />
                <h1>{words.doneTitle}</h1>
                <p class="hero-total number">{saidSpent(paid, trip.currency)}</p>
                <p class="hero-text">{words.donePaid(got, all)}</p>
                {saves !== null && got === all && !paid.isAbout && (
                    <p class="trip-saved"><Tag isLarge>{words.doneSaved(money(saves.amount))}</Tag>
                        {words.than(saves.store)}</p>
                )}
            </section>
            <ul class="rows trip-stops">
                {stops.map(({ stop, paid: at, got: here }) => (
                    <li key={stop.store.id} class="rank">
                        <StoreMark chain={stop.store.retailer} name={nameOf(stop.store)} />
                        <div><b>{nameOf(stop.store)}</b>
                            <small>{words.gotOf(here, stop.lines.length)}</small></div>
                        <div class="rank-total"><span class="number">{saidSpent(at, trip.currency)}</span></div>
                    </li>
                ))}
            </ul>
            <p class="meta go-about">{left > 0 ? words.doneLeft(left) : words.doneAll}</p>
            <div class="trip-acts">
                <Button onPress={() => goToStop(list.id, trip.stops.length - 1)}>
                    {words.stopBefore}
                </Button>
                <Button kind="primary" onPress={() => {
                    endTrip(list.id);
                    route(`/lists/${list.id}`);
                }}>{words.backToList}</Button>
            </div>
        </div>
    );
}
