/* A store in a few words, what it lacks, and how many to take there. */
import { formatMoney, formatNumber, formatQuantity } from '../i18n/format.ts';
import { grams } from './deal-words.ts';
import { type Missing, nameOf, type StoreFacts } from './plan.ts';
import { isAsPlanned, type Spent, type TripRow } from './trip.ts';
import { shopWords } from './words.ts';

const KM = 1000;

/* "290 m", "3.8 km"; null: not known. */
export function saidDistance({ distanceM }: StoreFacts): string | null {
    if (distanceM === null)
        return null;
    return distanceM < KM ? formatQuantity(Math.round(distanceM / 10) * 10 * 1000, 'm')
        : formatQuantity(Math.round(distanceM / 100) * 100, 'km');
}

export function saidAddress({ address, city, retailer, name }: StoreFacts): string {
    return [name !== null && !name.startsWith(retailer) ? retailer : null, address, city]
        .filter((one) => one !== null && one !== '').join(', ');
}

/* Why nobody sells it, or why it is not bought there. */
export function saidWhy({ reason, soldAt }: Missing, currency: string): string {
    const words = shopWords().why;
    if (reason === 'not-worth-it' && soldAt !== null)
        return words.soldAt(nameOf(soldAt.store), formatMoney({ minor: soldAt.price, currency }));
    return words[reason];
}

/* As the plan has it, or as the item says where that is another by now; null: one. */
export function saidAmount(row: TripRow): string | null {
    const { item, line } = row;
    const isOne = item.quantityMilli === 1000 && item.unit === null;
    const times = (n: number): string => `${formatNumber(n)} ×`;
    if (line !== null && isAsPlanned(row)) {
        if (line.grams !== null)
            return grams(line.grams);
        if (line.units !== null)
            return isOne && line.units === 1 ? null : times(line.units);
    }
    if (item.unit !== null)
        return formatQuantity(item.quantityMilli, item.unit);
    return isOne && line === null ? null : times(item.quantityMilli / 1000);
}

export function saidSpent({ minor, isAbout }: Spent, currency: string): string {
    const money = formatMoney({ minor, currency });
    return isAbout ? shopWords().about(money) : money;
}
