/* Where a household shops, in its own order. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { ArrowDown, ArrowUp, Ellipsis, Plus, Star, Trash2 } from 'lucide';
import { retailers, storesOf } from './profile.graphql.ts';
import { setStores } from '../household/household.graphql.ts';
import { type HomeStore, shoppingChanged } from '../household/household.ts';
import { compareTexts } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { useSending } from '../session/use-sending.ts';
import { core } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Chip, Skeleton, StoreMark } from '../ui/marks.tsx';
import { openMenu } from '../ui/menu.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { offerUndo } from '../ui/toast.tsx';
import { actOn, type Home, homeOf } from './data.ts';
import { moved } from './order.ts';
import { closeSheet, sheet } from './sheets.ts';
import { profileWords } from './words.ts';

const STORES_MOST = 50;

type Store = HomeStore['store'];

function nameOf(store: Store): string {
    return store.name ?? store.retailer.name;
}

function placeOf(store: Store): string {
    return [store.address, store.city].filter(Boolean).join(', ');
}

/* Shown at once, then sent. */
function setPlaces(home: Home, places: HomeStore[]): void {
    const stores = places.map(({ store, isFavourite }) => ({ storeId: store.id, isFavourite }));
    void actOn({ ...home, places }, () => core.ask(setStores, { householdId: home.id, stores }))
        .then(shoppingChanged);
}

/* Among those that are there now, which may be others than it was taken from. */
function putBack(homeId: string, place: HomeStore, at: number): void {
    const home = homeOf(homeId);
    if (home !== undefined && !home.places.some(({ store }) => store.id === place.store.id))
        setPlaces(home, home.places.toSpliced(at, 0, place));
}

export function Stores({ home, isAdult }: { home: Home; isAdult: boolean }) {
    const words = profileWords();
    return (
        <section class="profile-part" aria-labelledby={`stores-${home.id}`}>
            <h3 id={`stores-${home.id}`}>{words.stores}</h3>
            {home.places.length === 0 && <p class="meta">{words.noStores}</p>}
            <ol class="profile-rows">
                {home.places.map(({ store, isFavourite }, at) => (
                    <li key={store.id} class="profile-row">
                        <StoreMark chain={store.retailer.name} name={nameOf(store)} />
                        <span class="profile-text">
                            <b>{nameOf(store)}</b>
                            <span class="meta"><bdi>{placeOf(store)}</bdi></span>
                        </span>
                        {isFavourite && <Chip kind="brand">{words.favourite}</Chip>}
                        {isAdult && (
                            <IconButton icon={Ellipsis} label={words.storeActions(nameOf(store))}
                                hasMenu onPress={(event) => openMenu(event.currentTarget,
                                    nameOf(store), storeMenu(home, at))} />
                        )}
                    </li>
                ))}
            </ol>
            {isAdult && home.places.length < STORES_MOST && (
                <Button icon={Plus} onPress={() => (sheet.value =
                    { kind: 'add-store', homeId: home.id })}>{words.addStore}</Button>
            )}
        </section>
    );
}

function storeMenu(home: Home, at: number) {
    const words = profileWords();
    const place = home.places[at]!;
    const move = (by: number) => {
        const next = moved(home.places, at, by);
        if (next !== null)
            setPlaces(home, next);
    };
    return [
        { label: place.isFavourite ? words.noFavourite : words.makeFavourite, icon: Star,
            onPick: () => setPlaces(home, home.places.map((one, i) =>
                (i === at ? { ...one, isFavourite: !one.isFavourite } : one))) },
        { label: t().lists.moveUp, icon: ArrowUp, isDisabled: at === 0, onPick: () => move(-1) },
        { label: t().lists.moveDown, icon: ArrowDown, isDisabled: at === home.places.length - 1,
            onPick: () => move(1) },
        { label: t().common.remove, icon: Trash2, isDanger: true, onPick: () => {
            setPlaces(home, home.places.filter((_, i) => i !== at));
            offerUndo({ kind: `store ${place.store.id}`, undo: () => putBack(home.id, place, at),
                say: () => words.storeRemoved(nameOf(place.store)) });
        } },
    ];
}

/* All chains that there are, by name. */
export function useRetailers() {
    const found = useSignal<readonly { id: string; name: string }[] | null>(null);
    const sending = useSending();
    const ask = () => void sending.send(async () => {
        found.value = (await core.ask(retailers, {})).retailers.nodes
            .toSorted((a, b) => compareTexts(a.name, b.name));
    });
    useEffect(ask, []);
    return { found, sending, ask };
}

export function AskAgain({ error, onPress }: { error: string | null; onPress: () => void }) {
    return error === null ? null : (
        <div role="alert">
            <p class="warning">{error}</p>
            <Button onPress={onPress}>{t().common.tryAgain}</Button>
        </div>
    );
}

async function allStoresOf(retailerId: string): Promise<Store[]> {
    const found: Store[] = [];
    for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof askStores>> = await askStores(retailerId, after);
        found.push(...page?.nodes ?? []);
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        if (after === null)
            return found;
    }
}

async function askStores(retailerId: string, after: string | null) {
    return (await core.ask(storesOf, { retailerId, after })).retailer?.stores;
}

const SHOWN_MOST = 60;

export function AddStoreSheet({ home }: { home: Home }) {
    const words = profileWords();
    const chains = useRetailers();
    const chainId = useSignal('');
    const options = [{ value: '', label: words.pickChain },
        ...(chains.found.value ?? []).map(({ id, name }) => ({ value: id, label: name }))];
    return (
        <Sheet title={words.addStore} onClose={closeSheet}>
            {chains.found.value === null && chains.sending.error.value === null &&
                <Skeleton label={t().common.loading} rows={2} />}
            <AskAgain error={chains.sending.error.value} onPress={chains.ask} />
            {chains.found.value !== null && (
                <Select label={words.chain} value={chainId.value} options={options}
                    onPick={(id) => (chainId.value = id)} />
            )}
            {chainId.value !== '' &&
                <ChainStores key={chainId.value} home={home} retailerId={chainId.value} />}
        </Sheet>
    );
}

/* Those of one chain that are not the household's yet. */
function ChainStores({ home, retailerId }: { home: Home; retailerId: string }) {
    const words = profileWords();
    const text = useSignal('');
    const stores = useSignal<Store[] | null>(null);
    const sending = useSending();
    const ask = () => void sending.send(async () => {
        stores.value = await allStoresOf(retailerId);
    });
    useEffect(ask, []);
    const had = new Set(home.places.map(({ store }) => store?.id));
    const wanted = text.value.trim().toLocaleLowerCase();
    const fitting = (stores.value ?? []).filter((store) => !had.has(store.id) &&
        `${nameOf(store)} ${placeOf(store)}`.toLocaleLowerCase().includes(wanted));
    return (
        <>
            <AskAgain error={sending.error.value} onPress={ask} />
            {sending.isBusy.value && <Skeleton label={t().common.loading} rows={3} />}
            {stores.value !== null && (
                <>
                    <Field label={words.findStore} type="search" value={text.value}
                        onText={(typed) => (text.value = typed)} />
                    <p class="meta" role="status">{words.storesFound(fitting.length)}</p>
                    <ul class="profile-rows">
                        {fitting.slice(0, SHOWN_MOST).map((store) => (
                            <li key={store.id} class="profile-row">
                                <span class="profile-text">
                                    <b>{nameOf(store)}</b>
                                    <span class="meta"><bdi>{placeOf(store)}</bdi></span>
                                </span>
                                <IconButton icon={Plus} label={words.addNamed(nameOf(store))}
                                    onPress={() => setPlaces(home,
                                        [...home.places, { isFavourite: false, store }])} />
                            </li>
                        ))}
                    </ul>
                </>
            )}
        </>
    );
}
