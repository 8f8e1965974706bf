/* Item by item: what each costs in the stores of the plan and in the next best ones. */
import { ChevronDown } from 'lucide';
import { useSignal } from '@preact/signals';
import { formatMoney, formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { type Item, itemsOf } from '../sync/lists.ts';
import { Icon } from '../ui/icon.tsx';
import { initialsOf, StoreMark } from '../ui/marks.tsx';
import { nameOf, type Plan, type Planned } from './plan.ts';
import { shopWords } from './words.ts';
import './matrix.css';

interface MatrixProps {
    listId: string;
    planned: Planned;
    plan: Plan;
    /* Null: this list is only looked at. */
    onChange: ((itemId: string) => void) | null;
}

const WIDE = '(min-width: 900px)';

export function Matrix({ listId, planned, plan, onChange }: MatrixProps) {
    const isOpen = useSignal(matchMedia(WIDE).matches);
    const words = shopWords();
    return (
        <details class="matrix" open={isOpen.value}
            onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
            <summary class="shop-h2">
                <h2>{words.matrix}</h2><small>{words.matrixAbout}</small>
                <Icon of={ChevronDown} size={20} />
            </summary>
            {isOpen.value && (
                <Table listId={listId} planned={planned} plan={plan} onChange={onChange} />
            )}
        </details>
    );
}

function Table({ listId, planned, plan, onChange }: MatrixProps) {
    const words = shopWords();
    const { columns, lines, currency } = planned;
    const quantities = new Map(itemsOf(listId).value.map((item) => [item.id, quantityOf(item)]));
    const chosen = new Map(plan.stops.flatMap((stop) =>
        stop.lines.map((line) => [line.itemId, stop.store.id] as const)));
    return (
        <div class="rows matrix-scroll" tabIndex={0} role="region" aria-label={words.matrix}>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.item}</th>
                        {columns.map(({ store }) => (
                            <th key={store.id} scope="col" title={nameOf(store)}>
                                <span class="matrix-store">
                                    <StoreMark chain={store.retailer} />
                                    <span aria-hidden="true">{initialsOf(nameOf(store), 3)}</span>
                                    <span class="visually-hidden">{nameOf(store)}</span>
                                </span>
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {lines.map(({ itemId, text }) => {
                        const label = [text, quantities.get(itemId)].filter(Boolean).join(', ');
                        const least = Math.min(...columns.map((column) =>
                            column.cells[itemId]?.pays ?? Infinity));
                        return (
                            <tr key={itemId}>
                                <th scope="row">
                                    {onChange === null ? label : (
                                        <button type="button" onClick={() => onChange(itemId)}>
                                            {label}
                                        </button>
                                    )}
                                </th>
                                {columns.map(({ store, cells: { [itemId]: cell } }) => (
                                    <td key={store.id} class="number">
                                        {cell === undefined ? <Lacks /> : (
                                            <Cell pays={formatMoney({ minor: cell.pays, currency })}
                                                isDeal={cell.isDeal} isLeast={cell.pays === least}
                                                isChosen={chosen.get(itemId) === store.id} />
                                        )}
                                    </td>
                                ))}
                            </tr>
                        );
                    })}
                </tbody>
            </table>
        </div>
    );
}

/* Null: one, of what its name says. */
function quantityOf(item: Item): string | null {
    return item.quantityMilli === 1000 && item.unit === null ? null
        : formatQuantity(item.quantityMilli, item.unit);
}

function Lacks() {
    return (
        <>
            <span aria-hidden="true">–</span>
            <span class="visually-hidden">{shopWords().notSoldHere}</span>
        </>
    );
}

function Cell({ pays, isDeal, isLeast, isChosen }: {
    pays: string;
    isDeal: boolean;
    isLeast: boolean;
    isChosen: boolean;
}) {
    const looks = [isDeal && 'tag', isLeast && 'matrix-least', isChosen && 'matrix-chosen']
        .filter(Boolean).join(' ');
    return (
        <span class={looks}>
            {isDeal && <span class="visually-hidden">{t().common.deal} </span>}{pays}
            {isChosen && <span class="visually-hidden"> {shopWords().chosen}</span>}
        </span>
    );
}
