/* Numbers that are the same again for the same seed (mulberry32). */
export interface Random {
    number(): number; // 0 <= number < 1
    below(limit: number): number;
    chance(probability: number): boolean;
    pick<Thing>(things: Thing[]): Thing;
}

export function createRandom(seed: number): Random {
    let state = seed;
    function number(): number {
        state = state + 0x6d2b79f5 | 0;
        let t = Math.imul(state ^ state >>> 15, 1 | state);
        t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
        return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
    }
    const below = (limit: number): number => Math.floor(number() * limit);
    return { number, below, chance: (p) => number() < p, pick: (things) => things[below(things.length)]! };
}
