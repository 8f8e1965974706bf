/* The small signs that are the same on every screen. */
import type { ComponentChildren } from 'preact';
import { signal } from '@preact/signals';
import { formatMoney, type Money } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import './marks.css';

const TONES = 6;

/* The same colour for the same person (by the id) or chain of stores (by its name), wherever it is
   shown. */
export function toneOf(key: string): number {
    let sum = 0;
    for (const letter of key)
        sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
    return sum % TONES + 1;
}

export function initialsOf(name: string, most: number): string {
    const words = name.split(/\s+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
    return words.slice(0, most).map((word) => [...word][0]!.toLocaleUpperCase()).join('');
}

/* A store's square in its chain's colour: small beside its name in a row, large with its letters
   before a line. The name itself is always next to it. */
export function StoreMark({ chain, name }: { chain: string; name?: string }) {
    return (
        <span class={name === undefined ? 'mark' : 'mark mark-large'} data-tone={toneOf(chain)}
            aria-hidden="true">
            {name !== undefined && initialsOf(name, 2)}
        </span>
    );
}

export function Avatar({ id, name, isHere = false }: { id: string; name: string; isHere?: boolean }) {
    return (
        <span class={isHere ? 'avatar avatar-here' : 'avatar'} data-tone={toneOf(id)}
            aria-hidden="true">
            {initialsOf(name, 1)}
        </span>
    );
}

interface PriceTagProps {
    price: Money | null;
    /* On the shelf without the deal: with it the price is a deal's, on yellow. */
    was?: Money | null;
    isLarge?: boolean;
}

export function PriceTag({ price, was = null, isLarge = false }: PriceTagProps) {
    const words = t().common;
    if (price === null) {
        return (
            <span class="price"><span aria-hidden="true">–</span>
                <span class="visually-hidden">{words.noPrice}</span></span>
        );
    }
    if (was === null)
        return <span class="price number">{formatMoney(price)}</span>;
    return (
        <span class="price number">
            <span class={isLarge ? 'tag tag-large' : 'tag'}>
                <span class="visually-hidden">{words.deal} </span>{formatMoney(price)}
            </span>
            <s><span class="visually-hidden">{words.was} </span>{formatMoney(was)}</s>
        </span>
    );
}

/* The yellow alone: a deal's price, or what is saved. */
export function Tag({ isLarge = false, children }: { isLarge?: boolean; children: ComponentChildren }) {
    return <span class={isLarge ? 'tag tag-large number' : 'tag number'}>{children}</span>;
}

export function Chip({ kind = 'plain', children }: {
    kind?: 'plain' | 'brand' | 'warn';
    children: ComponentChildren;
}) {
    return <span class={`chip chip-${kind}`}>{children}</span>;
}

/* One sentence and one action. */
export function EmptyState({ title, isAlone = false, children, action }: {
    title: string;
    /* There is nothing else on the page: its title is the page's. */
    isAlone?: boolean;
    children?: ComponentChildren;
    action?: ComponentChildren;
}) {
    return (
        <div class="empty">
            <svg class="empty-picture" viewBox="0 0 120 96" aria-hidden="true">
                <path class="empty-paper" d="M30 14h60v70l-7.500-5-7.500 5-7.500-5-7.500 5-7.500-5-7.500 5-7.500-5-7.500 5Z" />
                <path class="empty-lines" d="M52 34h26M52 48h26M52 62h14" />
                <path class="empty-ticks" d="m39 34 2.500 2.500 4-5M39 48l2.500 2.500 4-5" />
                <circle class="empty-tag" cx="90" cy="16" r="9" />
            </svg>
            {isAlone ? <h1>{title}</h1> : <h2>{title}</h2>}
            {children !== undefined && <p class="sub">{children}</p>}
            {action}
        </div>
    );
}

const isSlow = signal(false);
setTimeout(() => (isSlow.value = true), 300); // a skeleton that flashes by is worse than none

/* Rows to come: only on the first load ever, never where local data is. */
export function Skeleton({ label, rows = 5 }: { label: string; rows?: number }) {
    return (
        <div role="status">
            <span class="visually-hidden">{label}</span>
            {isSlow.value && (
                <div class="rows" aria-hidden="true">
                    {Array.from({ length: rows }, (_, at) => <div key={at} class="skeleton" />)}
                </div>
            )}
        </div>
    );
}
