/* A plan as the list shows it. */
import { dayOf, formatAge } from '../i18n/format.ts';
import type { BestTotal, Fact } from '../lists/slots.ts';
import type { Trouble } from './current.ts';
import { saidNote } from './note.ts';
import { nameOf, type Planned, type SlipLine, type Stop } from './plan.ts';
import { saidDistance, saidWhy } from './said.ts';
import { shopWords } from './words.ts';

const OLD_MS = 3_600_000;

/* Null: nothing is to be bought. */
export function bestTotalOf(listId: string, planned: Planned): BestTotal | null {
    const [one, two] = planned.plans;
    const [stop] = one?.stops ?? [];
    if (one === undefined || stop === undefined)
        return null;
    const money = (minor: number) => ({ minor, currency: planned.currency });
    const isOld = Date.now() - new Date(planned.packAt).getTime() > OLD_MS;
    return {
        listId,
        storeName: nameOf(stop.store),
        total: money(one.goods),
        about: isOld ? shopWords().oldPrices(formatAge(planned.packAt)) : saidDistance(stop.store),
        twoStores: two?.stops.length === 2 ? money(two.goods) : null,
        pricedCount: stop.lines.length,
        note: cutOf(planned),
    };
}

/* Null: all that is open is compared. */
function cutOf({ notes }: Planned): string | null {
    const cut = notes.find(({ code }) => code === 'TOO_MANY_ITEMS');
    return cut === undefined ? null : saidNote(cut, shopWords().notes);
}

/* Null: there is one, or what is in its way passes, or is told elsewhere. */
export function noTotalOf(listId: string, planned: Planned | null, trouble: Trouble | null):
    { listId: string; why: string } | null {
    const words = shopWords().noPlan;
    if (planned !== null)
        return planned.lines.length > 0 && planned.plans.length === 0
            ? { listId, why: words['no-stores'].title } : null;
    return trouble === 'no-stores' || trouble === 'failed' ? { listId, why: words[trouble].title }
        : null;
}

/* The first end of what makes it cheaper. */
function endsOn(line: SlipLine, stop: Stop): string | null {
    const ends = stop.deals.filter((used) => used.itemIds.includes(line.itemId) && used.deal.ends)
        .map((used) => dayOf(used.deal.ends!));
    if (line.specialTo !== null)
        ends.push(line.specialTo.slice(0, 10)); // on the store's clock already
    return ends.sort()[0] ?? null;
}

/* By any shelf, and by the deals of the stores in the table. */
function isCheapest({ itemId, pays }: SlipLine, { lines, columns }: Planned): boolean {
    return (lines.find((line) => line.itemId === itemId)?.lowest ?? -Infinity) >= pays
        && columns.every(({ cells }) => (cells[itemId]?.pays ?? Infinity) >= pays);
}

function factOf(line: SlipLine, stop: Stop, planned: Planned): Fact {
    const { currency } = planned;
    const shelf = line.isSpecial && line.regular !== null && line.price > 0
        ? Math.round(line.shelf * line.regular / line.price) : line.shelf;
    return {
        price: { minor: line.pays, currency },
        was: line.pays < shelf ? { minor: shelf, currency } : null,
        endsOn: endsOn(line, stop),
        store: { chain: stop.store.retailer, name: nameOf(stop.store),
            isCheapest: isCheapest(line, planned) },
        why: null,
    };
}

export function factsOf(planned: Planned): Map<string, Fact> {
    const plan = planned.plans[planned.best];
    return new Map([
        ...(plan?.missing ?? []).map((one): [string, Fact] => [one.itemId,
            { price: null, was: null, endsOn: null, store: null,
                why: saidWhy(one, planned.currency) }]),
        ...(plan?.stops ?? []).flatMap((stop) => stop.lines.map((line): [string, Fact] =>
            [line.itemId, factOf(line, stop, planned)])),
    ]);
}
