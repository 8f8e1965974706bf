/* Towns, by the stores that are in them. */

export interface Town {
    name: string;
    count: number;
    /* The middle of its stores. */
    lat: number;
    lon: number;
}

interface Located {
    city: string | null;
    lat: number | null;
    lon: number | null;
}

export function joinTowns(stores: readonly Located[]): Town[] {
    const towns = new Map<string, Town>();
    for (const { city, lat, lon } of stores) {
        if (city === null || city === '' || lat === null || lon === null)
            continue;
        const town = towns.get(city) ?? { name: city, count: 0, lat: 0, lon: 0 };
        const count = town.count + 1;
        towns.set(city, { name: city, count, lat: town.lat + (lat - town.lat) / count,
            lon: town.lon + (lon - town.lon) / count });
    }
    return [...towns.values()];
}
