/* The parts of a shop, in the order of a usual way through it. An item's category is one of these
   keys, or what somebody has called it. */
import type { Messages } from '../i18n/messages.ts';
export type Aisle = keyof Messages['lists']['aisles'];

export const AISLES = ['produce', 'bakery', 'dairy', 'meat', 'deli', 'frozen', 'pantry', 'breakfast',
    'snacks', 'drinks', 'household', 'care', 'baby', 'pets', 'other'] as const satisfies Aisle[];

export function isAisle(category: string): category is Aisle {
    return (AISLES as readonly string[]).includes(category);
}

let stems: readonly [stem: string, aisle: Aisle][] = [];

/* The words come after the list is shown; until then nothing is guessed. */
export async function loadWords() {
    if (stems.length > 0)
        return;
    const { WORDS } = await import('./aisle-words.ts');
    stems = Object.entries(WORDS)
        .flatMap(([aisle, words]) => words.split(', ')
            .map((stem): [string, Aisle] => [stem, aisle as Aisle]))
        .sort(([a], [b]) => b.length - a.length); // the longest says the most: not "egg" of "eggplant"
}

/* Where an item of this name is likely to stand; undefined: nothing is known of it. */
export function guessAisle(name: string): Aisle | undefined {
    const text = ` ${name.toLowerCase().replaceAll(/[^\p{L}]+/gu, ' ')} `;
    return stems.find(([stem]) => text.includes(` ${stem}`))?.[1];
}
