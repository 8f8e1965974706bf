/* The place and the stores that one shops at: all around it, or those that are chosen. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Star } from 'lucide';
import { storesNear } from './shop.graphql.ts';
import { t } from '../i18n/i18n.ts';
import { core } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Skeleton, StoreMark } from '../ui/marks.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { tell } from '../ui/toast.tsx';
import { factsOf, type HouseholdStore, type Place, setStores, shopping } from '../household/household.ts';
import { PlacePicker } from './places.tsx';
import { nameOf, type StoreFacts } from './plan.ts';
import { saidAddress, saidDistance } from './said.ts';
import { shopWords } from './words.ts';
import './where.css';

const RADIUS_M = 20_000;
const STORES_MOST = 50; // of a household

async function load({ lat, lon }: Place): Promise<StoreFacts[]> {
    const { nodes } = (await core.ask(storesNear, { lat, lon, radiusM: RADIUS_M })).storesNear;
    return nodes.map(({ store, distanceM }) => factsOf(store, distanceM));
}

export function StoresSheet({ onClose }: { onClose: () => void }) {
    const words = shopWords();
    const isMoving = useSignal(shopping.peek()?.place == null);
    const picked = useSignal<readonly HouseholdStore[]>(shopping.peek()?.stores ?? []);
    const save = async (): Promise<void> => {
        onClose();
        await setStores([...picked.value]).catch(() => tell(words.placeNotSaved));
    };
    return (
        <Sheet key={String(isMoving.value)} // another question: the focus goes to its title
            title={isMoving.value ? words.whereTitle : words.myStores}
            onClose={onClose}
            actions={!isMoving.value && (
                <>
                    <Button onPress={() => (isMoving.value = true)}>{words.otherPlace}</Button>
                    <Button kind="primary" onPress={() => void save()}>{t().common.save}</Button>
                </>
            )}>
            {isMoving.value ? <PlacePicker onPlace={onClose} /> : (
                <StorePicks picked={picked.value} onPicked={(stores) => (picked.value = stores)} />
            )}
        </Sheet>
    );
}

interface PicksProps {
    picked: readonly HouseholdStore[];
    onPicked: (stores: readonly HouseholdStore[]) => void;
}

function StorePicks({ picked, onPicked }: PicksProps) {
    const words = shopWords();
    const near = useSignal<StoreFacts[] | null>(null);
    const place = shopping.value?.place ?? null;
    useEffect(() => {
        if (place !== null)
            void load(place).then((found) => (near.value = found))
                .catch(() => (near.value = []));
    }, [place]);
    const all = [...near.value ?? [], ...picked.filter((one) =>
        !near.value?.some((other) => other.id === one.id))];
    const toggle = (store: StoreFacts): void => onPicked(
        picked.some((one) => one.id === store.id) ? picked.filter((one) => one.id !== store.id)
            : [...picked, { ...store, isFavourite: false }].slice(0, STORES_MOST));
    const star = (store: StoreFacts): void => {
        const was = picked.find((one) => one.id === store.id)?.isFavourite ?? false;
        const compared = picked.length > 0 ? picked : all; // a star leaves out no store
        const others = compared.filter((one) => one.id !== store.id)
            .map((one) => ({ ...one, isFavourite: false }));
        onPicked([{ ...store, isFavourite: !was }, ...others].slice(0, STORES_MOST));
    };
    if (near.value === null && all.length === 0)
        return <Skeleton label={t().common.loading} />;
    return (
        <>
            <p class="sub">{picked.length === 0 ? words.allAround : words.onlyChosen}</p>
            <ul class="rows">
                {all.map((store) => (
                    <StorePick key={store.id} store={store}
                        picked={picked.find((one) => one.id === store.id)}
                        onToggle={() => toggle(store)} onStar={() => star(store)} />
                ))}
            </ul>
            {picked.length > 0 && (
                <Button isWide onPress={() => onPicked([])}>{words.useAllAround}</Button>
            )}
        </>
    );
}

function StorePick({ store, picked, onToggle, onStar }: {
    store: StoreFacts;
    picked: HouseholdStore | undefined;
    onToggle: () => void;
    onStar: () => void;
}) {
    const about = [saidDistance(store), saidAddress(store)].filter(Boolean).join(', ');
    const star = shopWords().usualStore(nameOf(store));
    return (
        <li class="store-pick">
            <label>
                <input type="checkbox" checked={picked !== undefined} onChange={onToggle} />
                <StoreMark chain={store.retailer} />
                <span><b>{nameOf(store)}</b><small>{about}</small></span>
            </label>
            <button type="button" class="icon-button" aria-pressed={picked?.isFavourite ?? false}
                aria-label={star} title={star} onClick={onStar}>
                <Icon of={Star} size={20} />
            </button>
        </li>
    );
}
