/* From where one goes shopping: by this device's place, or a town that has stores. */
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { LocateFixed } from 'lucide';
import { compareTexts } from '../i18n/format.ts';
import { core } from '../sync/lists.ts';
import { type Towns, towns as townsOperation } from './shop.graphql.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { tell } from '../ui/toast.tsx';
import { type Place, setPlace } from '../household/household.ts';
import { joinTowns, type Town } from './towns.ts';
import { shopWords } from './words.ts';

const PAGES_MOST = 4; // a hint of towns, not a map: some 400 points a page
const SHOWN_MOST = 8;
const LOCATE_MS = 15_000;

/* All the towns that there are, some of them, or not known yet. */
type Extent = 'all' | 'some' | 'unknown';

async function loadTowns(onTowns: (towns: Town[]) => void): Promise<Extent> {
    const places: Towns['retailers']['nodes'][number]['stores']['nodes'] = [];
    let extent: Extent = 'all';
    let after: string | null = null;
    for (let page = 0; page < PAGES_MOST; page++) {
        const told: Towns['retailers'] = (await core.ask(townsOperation, { after })).retailers;
        places.push(...told.nodes.flatMap((retailer) => retailer.stores.nodes));
        if (told.nodes.some((retailer) => retailer.stores.pageInfo.hasNextPage))
            extent = 'some';
        onTowns(joinTowns(places).sort((a, b) => compareTexts(a.name, b.name)));
        if (!told.pageInfo.hasNextPage)
            return extent;
        after = told.pageInfo.endCursor;
    }
    return 'some';
}

function locate(): Promise<Place> {
    return new Promise((resolve, reject) => {
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }), reject,
            { timeout: LOCATE_MS, maximumAge: 600_000 });
    });
}

export function PlacePicker({ onPlace }: { onPlace?: () => void }) {
    const words = shopWords();
    const towns = useSignal<Town[]>([]);
    const text = useSignal('');
    const isBusy = useSignal(false);
    const trouble = useSignal<string | null>(null);
    const extent = useSignal<Extent>('unknown');
    const turn = useRef(0);
    const saving = useRef<Promise<void>>(Promise.resolve());
    useEffect(() => void loadTowns((found) => (towns.value = found))
        .then((known) => (extent.value = known), () => (extent.value = 'some')), []);

    // what was chosen last counts: a device may take long to tell its place
    const choose = async (choice: Promise<Place> | Town): Promise<void> => {
        const own = ++turn.current;
        isBusy.value = true;
        trouble.value = null;
        try {
            const place = await choice;
            await saving.current.catch(() => undefined); // one after the other
            if (own !== turn.current)
                return;
            saving.current = setPlace(place);
            await saving.current;
            if ('name' in choice)
                tell(words.shoppingNear(choice.name));
            onPlace?.();
        } catch (error) {
            if (own === turn.current)
                trouble.value = error instanceof GeolocationPositionError ? words.noLocation
                    : words.placeNotSaved;
        }
        if (own === turn.current)
            isBusy.value = false;
    };
    const wanted = text.value.trim().toLocaleLowerCase();
    const shown = towns.value.filter((town) => town.name.toLocaleLowerCase().includes(wanted));
    return (
        <div class="places">
            {'geolocation' in navigator && (
                <Button kind="primary" icon={LocateFixed} isWide isBusy={isBusy.value}
                    onPress={() => void choose(locate())}>{words.useLocation}</Button>
            )}
            {trouble.value !== null && <p class="meta warning" role="alert">{trouble.value}</p>}
            <Field label={words.orTown} type="search" value={text.value}
                onText={(typed) => (text.value = typed)} />
            <ul class="rows places-towns" aria-label={words.towns}>
                {shown.slice(0, SHOWN_MOST).map((town) => (
                    <li key={town.name}>
                        <button type="button" class="town" onClick={() => void choose(town)}>
                            <b>{town.name}</b>
                            <span class="meta">{words.storeCount(town.count)}</span>
                        </button>
                    </li>
                ))}
            </ul>
            {wanted !== '' && towns.value.length > 0 && shown.length === 0
                && extent.value !== 'unknown' && (
                <p class="meta" role="status">
                    {extent.value === 'all' ? words.noTown : words.noTownListed}
                </p>
            )}
        </div>
    );
}
