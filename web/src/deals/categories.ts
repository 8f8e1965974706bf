/* The categories that deals are looked up by, in the reader's order. */
import { dealCategories } from './deals.graphql.ts';
import { compareTexts } from '../i18n/format.ts';
import { type Answer, useAnswer } from '../sync/answers.ts';
import { core } from '../sync/lists.ts';

export function useCategories(): Answer<string[]> {
    return useAnswer('deal categories', async (signal) =>
        (await core.ask(dealCategories, {}, { signal })).categories.nodes
            .map((one) => one.name).sort(compareTexts));
}
