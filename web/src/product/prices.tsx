/* What each store asks, the cheapest first, with how old that is and who says so. */
import type { PriceFacts } from '../api/types.ts';
import { dealWords } from '../deals/said.ts';
import { storeName } from '../deals/words.ts';
import { formatAge, formatDay, formatMoney } from '../i18n/format.ts';
import { Chip, PriceTag, StoreMark } from '../ui/marks.tsx';

function PriceRow({ price }: { price: PriceFacts }) {
    const words = dealWords();
    const { unit, unitPrice, deposit, regular, specialTo } = price;
    const facts = [
        ...(unitPrice !== null && unit !== null
            ? [words.units[unit](formatMoney(unitPrice))] : []),
        ...(deposit.minor > 0 ? [words.deposit(formatMoney(deposit))] : []),
        ...(price.isSpecial && specialTo !== null
            ? [words.until(formatDay(new Date(specialTo)))] : []),
    ];
    return (
        <li class="store-price">
            <StoreMark chain={price.store.retailer.name} name={storeName(price.store)} />
            <div>
                <b>{storeName(price.store)}</b>
                {facts.length > 0 && <p class="meta number">{facts.join(' · ')}</p>}
                <p class="meta">{words.source(formatAge(price.confirmedAt))}</p>
                {price.isOutlier && <Chip kind="warn">{words.outlier}</Chip>}
            </div>
            <div class="store-price-amount">
                <PriceTag price={price.price} was={price.isSpecial ? regular : null} isLarge />
                {price.isWeighed && <span class="meta">{words.aKilogram}</span>}
            </div>
        </li>
    );
}

export function Prices({ prices }: { prices: readonly PriceFacts[] }) {
    return (
        <ul class="rows">
            {prices.map((price) => (
                <PriceRow key={`${price.store.id} ${price.code}`} price={price} />
            ))}
        </ul>
    );
}
