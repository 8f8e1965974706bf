/* A store in a few words, and what it lacks. */
import { formatMoney, formatQuantity } from '../i18n/format.ts';
import { type Missing, nameOf, type StoreFacts } from './plan.ts';
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
