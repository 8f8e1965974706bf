/* A scanned number, done: ticked, put on the list, or told why not. */
import { guessAisle } from '../lists/aisles.ts';
import { tick } from '../lists/actions.ts';
import { addItem, type ItemDraft, itemsOf, resolveList } from '../sync/lists.ts';
import { offerUndo, tell } from '../ui/toast.tsx';
import { readGtin, shownGtin } from './gtin.ts';
import { knownLines, lookUp } from './lookup.ts';
import { matchItem } from './match.ts';
import { scanWords } from './words.ts';

/* What somebody has to say, for the device cannot. */
export interface Question {
    why: 'internal' | 'unknown' | 'offline';
    code: string;
}

const noteOf = (gtin: string): string => scanWords().note(shownGtin(gtin));

function put(listId: string, draft: ItemDraft): void {
    const category = guessAisle(draft.name);
    const { undo } = addItem(listId, { ...draft, ...(category !== undefined && { category }) });
    offerUndo({ say: () => scanWords().added(draft.name), undo });
}

/* 'wrong': it is no number of that kind; null: it is done, and undone by one press. */
export async function takeCode(listId: string, text: string): Promise<Question | 'wrong' | null> {
    const read = readGtin(text);
    if ('problem' in read)
        return read.problem === 'wrong' ? 'wrong' : { why: 'internal', code: text };
    const { gtin } = read;
    const known = await knownLines(listId);
    const found = await lookUp(gtin, known);
    const product = found === 'offline' ? null : found;
    const list = resolveList(listId);
    const item = matchItem(itemsOf(list).peek(), { gtin, product }, known, noteOf);
    if (item?.isTicked)
        tell(scanWords().inCartAlready(item.name));
    else if (item !== undefined)
        tick(item);
    else if (product !== null)
        put(list, { name: product.name, quantityMilli: 1000, productId: product.id });
    else
        return { why: found === 'offline' ? 'offline' : 'unknown', code: shownGtin(gtin) };
    return null;
}

/* The number stays with it, and is known the next time: but for the shop's own, which mean another
   thing on each package. */
export function nameCode(listId: string, { why, code }: Question, draft: ItemDraft): void {
    put(resolveList(listId), why === 'internal' ? draft : { ...draft, note: scanWords().note(code) });
}
