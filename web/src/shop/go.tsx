/* Shop mode: one stop after the other, in the order of its aisles, with the sum of what is in the
   cart. All of it works without a signal. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { ArrowRight, ListOrdered, ScanBarcode, X } from 'lucide';
import { useLocation } from 'preact-iso';
import { formatAge, formatMoney } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { tick } from '../lists/actions.ts';
import { AISLES } from '../lists/aisles.ts';
import { openScanner } from '../lists/openers.tsx';
import { itemsOf, type List } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { EmptyState, Skeleton, StoreMark } from '../ui/marks.tsx';
import { aisleOrderOf, loadAisles } from './aisle-order.ts';
import { AisleSheet } from './aisle-sheet.tsx';
import { TripDone } from './done.tsx';
import { CartRows, GoGroup, OutsideRows } from './go-rows.tsx';
import { nameOf } from './plan.ts';
import { saidSpent } from './said.ts';
import { useShopList } from './screen.tsx';
import { groupRows, inCart, outsideOf, rowsOf, type Spent, type Trip } from './trip.ts';
import { goToStop, tripOf } from './trips.ts';
import { useWakeLock } from './wake-lock.ts';
import { shopWords } from './words.ts';
import './hero.css';
import './shop.css';
import './go.css';

const OLD_MS = 3_600_000;

export function GoScreen() {
    const list = useShopList();
    useWakeLock();
    useEffect(() => {
        document.title = `${shopWords().shopping} · SmartCart`;
    }, [shopWords()]);
    if (list === undefined)
        return <div class="page"><Skeleton label={t().common.loading} /></div>;
    const trip = tripOf(list.id);
    if (trip === undefined)
        return <NoTrip listId={list.id} />;
    return trip.at < trip.stops.length ? <AtStop key={trip.at} list={list} trip={trip} />
        : <TripDone list={list} trip={trip} />;
}

function NoTrip({ listId }: { listId: string }) {
    const words = shopWords();
    return (
        <div class="page">
            <EmptyState isAlone title={words.noTripTitle}
                action={<Button kind="primary" href={`/shop/${listId}`}>{words.toPlan}</Button>}>
                {words.noTrip}
            </EmptyState>
        </div>
    );
}

function AtStop({ list, trip }: { list: List; trip: Trip }) {
    const isOrdering = useSignal(false);
    const words = shopWords();
    const stop = trip.stops[trip.at]!;
    const { store } = stop;
    useEffect(() => loadAisles(store.id), [store.id]);
    const items = itemsOf(list.id).value;
    const rows = rowsOf(stop, items);
    const open = rows.filter((row) => !row.item.isTicked);
    const ticked = rows.filter((row) => row.item.isTicked);
    const outside = outsideOf(trip, items).filter((item) => !item.isTicked);
    const order = aisleOrderOf(store.id);
    const groups = groupRows(open, AISLES, order);
    const onTick = list.level === 'READ' ? null : tick;
    return (
        <div class="page go">
            <GoHeader trip={trip} list={list} onOrder={() => (isOrdering.value = true)} />
            <progress class="go-progress" max={Math.max(1, rows.length)} value={ticked.length}
                aria-label={words.progress(ticked.length, rows.length)} />
            {onTick === null && <p class="meta shop-look">{t().lists.readOnly}</p>}
            {groups.map((group) => (
                <GoGroup key={group.category} group={group} currency={trip.currency}
                    onTick={onTick} />
            ))}
            {open.length === 0 && <p class="go-all">{words.allHere(nameOf(store))}</p>}
            {outside.length > 0 && <OutsideRows items={outside} onTick={onTick} />}
            {ticked.length > 0 && (
                <CartRows rows={ticked} currency={trip.currency} onTick={onTick} />
            )}
            <GoFoot trip={trip} listId={list.id} spent={inCart(rows, stop)}
                isDone={open.length === 0} />
            {isOrdering.value && (
                <AisleSheet store={store} onClose={() => (isOrdering.value = false)}
                    categories={groupRows(rows, AISLES, order).map((group) => group.category)} />
            )}
        </div>
    );
}

/* Null: the prices are of just now. */
function oldWords({ packAt }: Trip): string | null {
    return Date.now() - new Date(packAt).getTime() < OLD_MS ? null
        : shopWords().oldPrices(formatAge(packAt));
}

function GoHeader({ trip, list, onOrder }: { trip: Trip; list: List; onOrder: () => void }) {
    const { route } = useLocation();
    const words = shopWords();
    const { store } = trip.stops[trip.at]!;
    return (
        <header class="go-head">
            <StoreMark chain={store.retailer} name={nameOf(store)} />
            <div>
                <p class="meta">{[trip.stops.length > 1
                    ? words.stopOf(trip.at + 1, trip.stops.length) : words.shopping, oldWords(trip)]
                    .filter((one) => one !== null).join(' · ')}</p>
                <h1>{nameOf(store)}</h1>
            </div>
            {list.level !== 'READ' && (
                <IconButton icon={ScanBarcode} label={t().lists.scan}
                    onPress={() => openScanner(list.id)} />
            )}
            <IconButton icon={ListOrdered} label={words.aisleOrder} onPress={onOrder} />
            <IconButton icon={X} label={words.leaveTrip} onPress={() => route(`/shop/${list.id}`)} />
        </header>
    );
}

function GoFoot({ trip, listId, spent, isDone }: {
    trip: Trip;
    listId: string;
    spent: Spent;
    isDone: boolean;
}) {
    const words = shopWords();
    const stop = trip.stops[trip.at]!;
    const next = trip.stops[trip.at + 1];
    const money = (minor: number): string => formatMoney({ minor, currency: trip.currency });
    const go = (at: number): void => {
        goToStop(listId, at);
        scrollTo(0, 0);
    };
    return (
        <footer class="go-foot">
            <p role="status">
                <span class="meta">{words.inCartSoFar}</span>
                <b class="number">{saidSpent(spent, trip.currency)}</b>
                <span class="meta number">{words.ofPlanned(money(stop.till))}</span>
            </p>
            {trip.at > 0 && <Button onPress={() => go(trip.at - 1)}>{words.stopBefore}</Button>}
            <Button kind={isDone ? 'primary' : 'soft'} icon={ArrowRight} isDirected
                onPress={() => go(trip.at + 1)}>
                {next === undefined ? words.finish : words.nextStop(nameOf(next.store))}
            </Button>
        </footer>
    );
}

