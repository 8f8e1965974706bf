/* The groups of a list, and what keys and fingers do in them. */
import { useRef } from 'preact/hooks';
import type { ReadonlySignal } from '@preact/signals';
import { ChevronDown } from 'lucide';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { afterPaint } from '../sync/after-paint.ts';
import type { Item } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { clearCart, moveBy, remove } from './actions.ts';
import { isAisle } from './aisles.ts';
import type { Group, Grouped } from './groups.ts';
import { Row } from './row.tsx';
import { useGestures } from './use-gestures.ts';
import { isCartOpen, neighbourOf, sheet } from './view.ts';
import './rows.css';

interface RowsProps {
    listId: string;
    groups: ReadonlySignal<Grouped>;
    /* Of who looks; null: nobody has signed in. */
    ownId: string | null;
    isReadOnly: boolean;
}

export function Rows({ listId, groups, ownId, isReadOnly }: RowsProps) {
    const list = useRef<HTMLDivElement>(null);
    const { open, ticked } = groups.value;

    useGestures(list, listId, isReadOnly);
    return (
        <div ref={list} onClick={openDetails}
            onKeyDown={(event) => onKey(event, groups.peek(), isReadOnly)}>
            {open.map((group) => (
                <AisleGroup key={group.category} group={group} ownId={ownId} isReadOnly={isReadOnly} />
            ))}
            {ticked.length > 0 && (
                <Cart listId={listId} items={ticked} ownId={ownId} isReadOnly={isReadOnly} />
            )}
        </div>
    );
}

interface GroupProps {
    group: Group;
    ownId: string | null;
    isReadOnly: boolean;
}

function isOthers(item: Item, ownId: string | null) {
    return item.addedByName !== null && item.addedById !== ownId;
}

function AisleGroup({ group, ownId, isReadOnly }: GroupProps) {
    const { category, items } = group;
    const words = t().lists;
    return (
        <section class="aisle">
            <h2 class="aisle-head">
                {isAisle(category) ? words.aisles[category] : category}
                <span class="visually-hidden">, {words.itemsIn(items.length)}</span>
                <span class="number" aria-hidden="true">{formatNumber(items.length)}</span>
            </h2>
            <ul class="rows">
                {items.map((item) => (
                    <Row key={item.id} item={item} isOthers={isOthers(item, ownId)}
                        isReadOnly={isReadOnly} />
                ))}
            </ul>
        </section>
    );
}

interface CartProps {
    listId: string;
    items: readonly Item[];
    ownId: string | null;
    isReadOnly: boolean;
}

function Cart({ listId, items, ownId, isReadOnly }: CartProps) {
    const isOpen = isCartOpen.value;
    return (
        <details class="cart" open={isOpen}
            onToggle={(event) => (isCartOpen.value = event.currentTarget.open)}>
            <summary><Icon of={ChevronDown} size={20} />{t().lists.inCart(items.length)}</summary>
            {isOpen && (
                <ul class="rows">
                    {items.map((item) => (
                        <Row key={item.id} item={item} isOthers={isOthers(item, ownId)}
                            isReadOnly={isReadOnly} isInCart />
                    ))}
                </ul>
            )}
            {isOpen && !isReadOnly && (
                <div class="cart-clear">
                    <Button onPress={() => clearCart(listId, items)}>{t().lists.clearCart}</Button>
                </div>
            )}
        </details>
    );
}

/* The whole row does as its name does; its other buttons do what is theirs. */
function openDetails(event: MouseEvent) {
    const pressed = event.target as Element;
    const row = pressed.closest<HTMLElement>('[data-item]');
    const itemId = row?.dataset.item;
    if (itemId === undefined || pressed.closest('button:not(.row-open)') !== null)
        return;
    row!.toggleAttribute('data-pressed', true); // it answers at once: the sheet takes longer
    afterPaint(() => {
        row!.removeAttribute('data-pressed');
        sheet.value = { kind: 'details', itemId };
    });
}

/* Arrows go from row to row; with Alt they take the row along; Delete deletes. */
function onKey(event: KeyboardEvent & { currentTarget: HTMLElement }, groups: Grouped,
    isReadOnly: boolean) {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-item]');
    const item = [...groups.open.flatMap((group) => group.items), ...groups.ticked]
        .find((one) => one.id === row?.dataset.item);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (row === null || item === undefined)
        return;
    if (by !== undefined && event.altKey && !isReadOnly) {
        event.preventDefault();
        moveBy(item, by, groups.open);
        focusLater(item.id, '.row-open');
    } else if (by !== undefined && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item]')];
        const within = (event.target as HTMLElement).classList.contains('row-tick') ? '.row-tick' : '.row-open';
        rows[rows.indexOf(row) + by]?.querySelector<HTMLElement>(within)?.focus();
    } else if (event.key === 'Delete' && !isReadOnly) {
        event.preventDefault();
        const next = neighbourOf(row);
        remove(item);
        focusLater(next?.dataset.item, '.row-open');
    }
}

/* Once the list is drawn anew. */
function focusLater(itemId: string | undefined, within: string) {
    requestAnimationFrame(() => document.querySelector<HTMLElement>(
        `[data-item="${itemId}"] ${within}`)?.focus());
}
