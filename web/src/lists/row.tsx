/* One line of the list. It costs one component and is drawn anew only when its item, or what is known
   of its price, changes. */
import { batch, useComputed, useSignal } from '@preact/signals';
import { Check, Ellipsis } from 'lucide';
import { formatAge, formatEnd, formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { afterPaint } from '../sync/after-paint.ts';
import type { Item } from '../sync/lists.ts';
import { Icon } from '../ui/icon.tsx';
import { PriceTag, StoreMark } from '../ui/marks.tsx';
import { tick } from './actions.ts';
import { openItemMenu, openQuantity } from './openers.tsx';
import { type Fact, facts } from './slots.ts';
import './row.css';

const NEW_MS = 10 * 60_000;

interface RowProps {
    item: Item;
    /* Somebody else put it there. */
    isOthers: boolean;
    isReadOnly: boolean;
    /* It has left its place: until then a tick changes nothing of the row's size. */
    isInCart?: boolean;
}

export function Row({ item, isOthers, isReadOnly, isInCart = false }: RowProps) {
    const fact = useComputed(() => facts.value.get(item.id)).value;
    const pressed = useSignal<boolean | null>(null); // shown first, and put on the list behind that
    const isTicked = pressed.value ?? item.isTicked;
    const isNew = isOthers && !isTicked &&
        Date.now() - new Date(item.addedAt).getTime() < NEW_MS;
    const hasQuantity = item.quantityMilli !== 1000 || item.unit !== null;
    const looks = `row${isTicked ? ' row-ticked' : ''}${isNew ? ' row-new' : ''}`;

    function press() {
        const isUnderWay = pressed.peek() !== null;
        pressed.value = !(pressed.peek() ?? item.isTicked);
        if (isUnderWay)
            return;
        afterPaint(() => batch(() => {
            if (pressed.peek() !== item.isTicked)
                tick(item);
            pressed.value = null;
        }));
    }
    return (
        <li class={looks} data-item={item.id}>
            <div class="row-top">
                <button type="button" class="row-tick" role="checkbox" aria-checked={isTicked}
                    aria-label={item.name} disabled={isReadOnly} onClick={press}>
                    <span><Icon of={Check} size={17} /></span>
                </button>
                <div class="row-text">
                    <div class="row-line">
                        <button type="button" class="row-open">{item.name}</button>
                        {hasQuantity && (
                            <QuantityChip item={item} isReadOnly={isReadOnly} />
                        )}
                    </div>
                    <About item={item} fact={fact} isOthers={isOthers} isInCart={isInCart} />
                </div>
                {fact !== undefined && (
                    <span class="row-price"><PriceTag price={fact.price} was={fact.was} /></span>
                )}
                {!isReadOnly && (
                    <button type="button" class="row-more" aria-haspopup="menu"
                        aria-label={t().lists.itemActions(item.name)}
                        onClick={(event) => void openItemMenu(event.currentTarget, item)}>
                        <Icon of={Ellipsis} size={20} />
                    </button>
                )}
            </div>
        </li>
    );
}

function QuantityChip({ item, isReadOnly }: { item: Item; isReadOnly: boolean }) {
    const text = formatQuantity(item.quantityMilli, item.unit);
    if (isReadOnly)
        return <span class="row-quantity number">{text}</span>;
    return (
        <button type="button" class="row-quantity number" aria-haspopup="dialog"
            aria-label={t().lists.quantityOf(item.name, text)} disabled={item.isTicked}
            onClick={(event) => void openQuantity(event.currentTarget, item)}>
            {text}
        </button>
    );
}

interface AboutProps {
    item: Item;
    fact: Fact | undefined;
    isOthers: boolean;
    isInCart: boolean;
}

/* The one most useful fact: the note, a deal, why it is bought nowhere, who added it, where it is
   bought. */
function About({ item, fact, isOthers, isInCart }: AboutProps) {
    const words = t().lists;
    const store = fact?.store ?? null;
    if (isInCart)
        return <p class="row-about">{formatAge(item.changedAt)}</p>;
    if (item.note !== null && item.note !== '')
        return <p class="row-about">{item.note}</p>;
    if (fact !== undefined && store !== null && fact.was !== null) {
        const until = fact.endsOn === null ? words.dealAt(store.name)
            : words.dealUntil(store.name, formatEnd(fact.endsOn));
        return <p class="row-about"><StoreMark chain={store.chain} />{until}</p>;
    }
    if (fact?.why)
        return <p class="row-about">{fact.why}</p>;
    if (isOthers && item.addedByName !== null)
        return <p class="row-about row-who">{words.addedByAt(item.addedByName, formatAge(item.addedAt))}</p>;
    if (store !== null)
        return <p class="row-about"><StoreMark chain={store.chain} />
            {store.isCheapest ? words.cheapestAt(store.name) : words.boughtAt(store.name)}</p>;
    return null;
}
