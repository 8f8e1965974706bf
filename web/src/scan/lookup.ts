/* What a number stands for: what this device knows already, else what the server says. */
import { ApiError } from '../api/ask.ts';
import { core, resolveList } from '../sync/lists.ts';
import type { KnownLines, Scanned } from './match.ts';
import { productByGtin } from './scan.graphql.ts';

const KEY = 'scanned';
const KEPT_MOST = 300;

type Product = NonNullable<Scanned['product']>;

function seen(): Record<string, Product> {
    return core.meta(KEY) as Record<string, Product> | undefined ?? {};
}

/* The latest stays longest. */
function remember(gtin: string, product: Product): void {
    const { [gtin]: _, ...others } = seen();
    core.keep({ [KEY]: Object.fromEntries([...Object.entries(others).slice(1 - KEPT_MOST),
        [gtin, product]]) });
}

/* Of the plan that was made last for this list; null: none was. */
export async function knownLines(listId: string): Promise<KnownLines | null> {
    const kept = await core.readPack(resolveList(listId)) as
        { pack: Pick<KnownLines, 'lines' | 'items'>; asked: KnownLines['asked'] } | undefined;
    return kept === undefined ? null : { ...kept.pack, asked: kept.asked };
}

/* 'offline': the server could not be asked, and this device does not know it. */
export async function lookUp(gtin: string, known: KnownLines | null):
    Promise<Product | null | 'offline'> {
    const planned = Object.values(known?.items ?? {}).find((item) => item.gtin === gtin);
    if (planned !== undefined)
        return { id: planned.product, name: planned.name };
    const before = seen()[gtin];
    if (before !== undefined)
        return before;
    try {
        const { productByGtin: product } = await core.ask(productByGtin, { gtin });
        if (product !== null)
            remember(gtin, product);
        return product;
    } catch (error) {
        if (error instanceof ApiError)
            return 'offline';
        throw error;
    }
}
