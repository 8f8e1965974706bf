/* Rows of shop mode: one big press each. */
import { Check } from 'lucide';
import { formatDay } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { isAisle } from '../lists/aisles.ts';
import type { Item } from '../sync/lists.ts';
import { Icon } from '../ui/icon.tsx';
import { PriceTag } from '../ui/marks.tsx';
import { isolated } from './plan.ts';
import { saidAmount } from './said.ts';
import { isAsPlanned, type TripGroup, type TripRow } from './trip.ts';
import { shopWords } from './words.ts';

export function categoryName(category: string): string {
    return isAisle(category) ? t().lists.aisles[category] : category;
}

/* Null: this list is only looked at. */
type OnTick = ((item: Item) => void) | null;

export function GoGroup({ group, currency, onTick }: {
    group: TripGroup;
    currency: string;
    onTick: OnTick;
}) {
    return (
        <section class="go-group">
            <h2>{categoryName(group.category)}</h2>
            <ul class="rows">
                {group.rows.map((row) => (
                    <GoRow key={row.item.id} row={row} currency={currency} onTick={onTick} />
                ))}
            </ul>
        </section>
    );
}

export function CartRows({ rows, currency, onTick }: {
    rows: readonly TripRow[];
    currency: string;
    onTick: OnTick;
}) {
    return (
        <section class="go-group">
            <h2>{t().lists.inCart(rows.length)}</h2>
            <ul class="rows">
                {rows.map((row) => (
                    <GoRow key={row.item.id} row={row} currency={currency} onTick={onTick} />
                ))}
            </ul>
        </section>
    );
}

export function OutsideRows({ items, onTick }: { items: readonly Item[]; onTick: OnTick }) {
    const words = shopWords();
    return (
        <section class="go-group">
            <h2>{words.outside}</h2>
            <p class="meta go-about">{words.outsideAbout}</p>
            <ul class="rows">
                {items.map((item) => (
                    <GoRow key={item.id} row={{ item, line: null }} currency="XXX"
                        onTick={onTick} />
                ))}
            </ul>
        </section>
    );
}

function GoRow({ row, currency, onTick }: { row: TripRow; currency: string; onTick: OnTick }) {
    const { item } = row;
    const look = item.isTicked ? 'go-row go-ticked' : 'go-row';
    const text = <GoText row={row} currency={currency} />;
    return (
        <li>
            {onTick === null ? <div class={look}>{text}</div> : (
                <button type="button" class={look} aria-pressed={item.isTicked}
                    onClick={() => onTick(item)}>{text}</button>
            )}
        </li>
    );
}

function GoText({ row, currency }: { row: TripRow; currency: string }) {
    const { item, line } = row;
    const what = [saidAmount(row), line !== null && line.product.name !== item.name
        && isolated(line.product.name)].filter(Boolean).join(' ');
    const priced = isAsPlanned(row) ? line : null; // of another amount nobody knows it
    return (
        <>
            <span class="go-tick"><Icon of={Check} size={20} /></span>
            <span class="go-text">
                <b>{item.name}</b>
                {what !== '' && <span>{what}</span>}
                {item.note && <span class="go-note">{item.note}</span>}
                {line?.isSpecial && line.specialTo !== null && (
                    <span>{shopWords().deals.until(formatDay(line.specialTo.slice(0, 10)))}</span>
                )}
            </span>
            {priced !== null && (
                <PriceTag price={{ minor: priced.pays, currency }}
                    was={priced.pays < priced.shelf ? { minor: priced.shelf, currency } : null} />
            )}
        </>
    );
}
