/* Which product a line means: another one, not this one, or any that fits. The plan then moves. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Check } from 'lucide';
import { searchProducts } from './shop.graphql.ts';
import { formatMoney, type Money } from '../i18n/format.ts';
import { core, editItem, itemsOf, syncState } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { offerUndo } from '../ui/toast.tsx';
import { candidatesOf } from './candidates.ts';
import { packOf } from './current.ts';
import { nameOf } from './plan.ts';
import { usePlan } from './use-plan.ts';
import { shopWords } from './words.ts';
import './product.css';

const SEARCH_PAUSE_MS = 250;
const SHOWN_MOST = 12;

interface Choice {
    productId: string;
    name: string;
    brand: string | null;
    price: Money | null;
    of: 'line' | 'each' | 'kg'; // what the price is for
    at: string | null; // the store where it costs so
}

function knownChoices(listId: string, itemId: string): Choice[] {
    const pack = packOf(listId);
    if (pack === null)
        return [];
    const stores = new Map(pack.stores.map((store) => [store.id, store]));
    return candidatesOf(pack, itemId).map((one) => {
        const store = stores.get(one.storeId ?? '');
        return { productId: one.productId, name: one.name, brand: one.brand,
            price: one.cost === null ? null : { minor: one.cost, currency: pack.currency },
            of: 'line', at: store === undefined ? null : nameOf({ ...store, distanceM: null }) };
    });
}

async function find(text: string, storeIds: string[], signal: AbortSignal): Promise<Choice[]> {
    const told = await core.ask(searchProducts, { text, storeIds }, { signal });
    return (told.searchProducts?.edges ?? []).map(({ node }) => ({
        productId: node.id,
        name: node.name,
        brand: node.brand,
        price: node.lowestPrice?.price ?? null,
        of: node.lowestPrice?.isWeighed ? 'kg' : 'each',
        at: node.lowestPrice?.store.name ?? null,
    }));
}

/* What the server finds for the text; null: nothing was asked, or there is no signal. */
function useSearch(text: string, listId: string): Choice[] | null {
    const found = useSignal<Choice[] | null>(null);
    const { isOnline } = syncState.value;
    useEffect(() => {
        const wanted = text.trim();
        const storeIds = packOf(listId)?.stores.map((store) => store.id) ?? [];
        found.value = null;
        if (wanted === '' || !isOnline || storeIds.length === 0)
            return;
        const controller = new AbortController();
        const timer = setTimeout(() => {
            find(wanted, storeIds, controller.signal)
                .then((choices) => (found.value = choices))
                .catch(() => undefined);
        }, SEARCH_PAUSE_MS);
        return () => {
            clearTimeout(timer);
            controller.abort();
        };
    }, [text, isOnline, listId]);
    return found.value;
}

interface SheetProps {
    listId: string;
    itemId: string;
    onClose: () => void;
}

export function ProductSheet({ listId, itemId, onClose }: SheetProps) {
    const words = shopWords();
    const item = itemsOf(listId).value.find((one) => one.id === itemId);
    const text = useSignal('');
    const { planned } = usePlan(listId);
    const known = knownChoices(listId, itemId);
    const search = text.value.trim() !== '' ? text.value : known.length < 2 ? item?.name ?? '' : '';
    const found = useSearch(search, listId);
    if (item === undefined)
        return null;
    const chosen = item.productId ?? planned?.plans[planned.best]?.stops
        .flatMap((stop) => stop.lines).find((line) => line.itemId === itemId)?.product.id;
    const isAsked = text.value.trim() !== '';
    const choices = [...found ?? (isAsked ? known.filter(matches(text.value)) : known)]
        .sort((a, b) => Number(b.productId === chosen) - Number(a.productId === chosen))
        .slice(0, SHOWN_MOST);
    const pin = (productId: string | null, say: string): void => {
        const { undo } = editItem(listId, itemId, { productId });
        offerUndo({ kind: `pin ${itemId}`, say: () => say, undo });
        onClose();
    };
    const next = known.find((one) => one.productId !== chosen);
    return (
        <Sheet title={words.productFor(item.name)} onClose={onClose}
            actions={(item.productId !== null || next !== undefined) && (
                <>
                    {item.productId !== null && (
                        <Button onPress={() => pin(null, words.anyAgain(item.name))}>
                            {words.any}
                        </Button>
                    )}
                    {item.productId === null && chosen !== undefined && next !== undefined && (
                        <Button onPress={() => pin(next.productId, words.pinned(next.name))}>
                            {words.refuse}
                        </Button>
                    )}
                </>
            )}>
            <Field label={words.searchProduct} type="search" value={text.value} isFirst
                hint={syncState.value.isOnline ? undefined : words.searchOffline}
                onText={(typed) => (text.value = typed)} />
            <ul class="rows" aria-label={words.choices}>
                {choices.map((choice) => (
                    <ChoiceRow key={choice.productId} choice={choice}
                        isChosen={choice.productId === chosen}
                        onPick={() => pin(choice.productId, words.pinned(choice.name))} />
                ))}
            </ul>
            {choices.length === 0 && <p class="meta" role="status">{words.noChoice}</p>}
        </Sheet>
    );
}

function matches(text: string): (choice: Choice) => boolean {
    const words = text.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
    return ({ name, brand }) => {
        const all = `${name} ${brand ?? ''}`.toLocaleLowerCase();
        return words.every((word) => all.includes(word));
    };
}

function ChoiceRow({ choice, isChosen, onPick }: {
    choice: Choice;
    isChosen: boolean;
    onPick: () => void;
}) {
    const words = shopWords();
    return (
        <li>
            <button type="button" class="choice" aria-pressed={isChosen} onClick={onPick}>
                <span class="choice-mark">{isChosen && <Icon of={Check} size={18} />}</span>
                <span><b>{choice.name}</b>
                    {choice.at !== null && <small>{words.cheapestAt(choice.at)}</small>}</span>
                {choice.price !== null && (
                    <span class="choice-price">
                        <span class="number">{formatMoney(choice.price)}</span>
                        {choice.of !== 'line' && <small>{words.priceOf[choice.of]}</small>}
                    </span>
                )}
            </button>
        </li>
    );
}
