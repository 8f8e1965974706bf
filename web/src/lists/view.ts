/* What is open and shown on the list screen; not kept. */
import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { itemsOf } from '../sync/lists.ts';
import { type Grouped, groupItems } from './groups.ts';

/* Ticked rows wait for a pause before they leave for the cart: nothing jumps under the thumb. */
const SETTLE_MS = 900;

export const isCartOpen = signal(false);

const settling = signal<ReadonlySet<string>>(new Set());
let settleTimer: ReturnType<typeof setTimeout> | undefined;

/* Ticked rows go to the cart now: the list is left. */
export function settlePlaces() {
    clearTimeout(settleTimer);
    settling.value = new Set();
}

function settleAll() {
    const gone = document.activeElement?.closest<HTMLElement>('[data-item]');
    const next = gone && settling.peek().has(gone.dataset.item!) ? neighbourOf(gone) : null;
    settling.value = new Set();
    if (next)
        requestAnimationFrame(() => next.querySelector<HTMLElement>('.row-tick')?.focus());
}

/* The row that the focus goes to when this one leaves; null: there is none. */
export function neighbourOf(row: HTMLElement): HTMLElement | null {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-item]')];
    const at = rows.indexOf(row);
    return rows.slice(at + 1).concat(rows.slice(0, at).reverse())
        .find((other) => !settling.peek().has(other.dataset.item!)) ?? null;
}

export function settle(itemId: string) {
    settling.value = new Set(settling.peek()).add(itemId);
    clearTimeout(settleTimer);
    settleTimer = setTimeout(settleAll, SETTLE_MS);
}

const grouped = new Map<string, ReadonlySignal<Grouped>>();

/* The same signal for the same list. */
export function groupsOf(listId: string): ReadonlySignal<Grouped> {
    let groups = grouped.get(listId);
    if (groups === undefined) {
        let before: Grouped = { open: [], ticked: [] };
        groups = computed(() => before = groupItems(itemsOf(listId).value, settling.value, before));
        grouped.set(listId, groups);
    }
    return groups;
}

export type SheetName = { kind: 'lists' } | { kind: 'share' } | { kind: 'rename'; listId: string }
    | { kind: 'details'; itemId: string };

export const sheet = signal<SheetName | null>(null);

export const closeSheet = (): void => {
    sheet.value = null;
};

/* One that is of the list that was open: the list of lists stays. */
export const closeListSheet = (): void => {
    if (sheet.peek()?.kind !== 'lists')
        closeSheet();
};
