/* A device as people know it, from what its browser says of itself: names, which need no words. */
const SYSTEMS: readonly [RegExp, string][] = [
    [/iPhone/u, 'iPhone'], [/iPad/u, 'iPad'], [/Android/u, 'Android'], [/CrOS/u, 'ChromeOS'],
    [/Windows/u, 'Windows'], [/Mac OS X|Macintosh/u, 'macOS'], [/Linux/u, 'Linux'],
];

/* The first that fits: most say that they are Safari, many that they are Chrome. */
const BROWSERS: readonly [RegExp, string][] = [
    [/Edg(?:e|A|iOS)?\//u, 'Edge'], [/OPR\//u, 'Opera'], [/SamsungBrowser\//u, 'Samsung Internet'],
    [/Firefox\/|FxiOS\//u, 'Firefox'], [/Chrome\/|CriOS\//u, 'Chrome'], [/Safari\//u, 'Safari'],
];

/* "Chrome · Android"; a program by its own first word; null: it said nothing. */
export function deviceOf(agent: string | null): string | null {
    if (agent === null || agent.trim() === '')
        return null;
    const parts = [BROWSERS, SYSTEMS].map((names) => names.find(([sign]) => sign.test(agent))?.[1])
        .filter((name) => name !== undefined);
    return parts.length > 0 ? parts.join(' · ') : agent.trim().split(/[\s/]/u)[0]!.slice(0, 40);
}
