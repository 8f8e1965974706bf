/* The trips of this device: one a list, kept with what is kept of lists. */
import { signal } from '@preact/signals';
import { core, resolveList } from '../sync/lists.ts';
import type { Plan, Planned } from './plan.ts';
import { startTrip, type Trip } from './trip.ts';

type Trips = Readonly<Record<string, Trip>>;

const turn = signal(0); // what is kept is gone with a sign-out: it is read each time

function all(): Trips {
    void turn.value;
    return (core.meta('trips') as Trips | undefined) ?? {};
}

/* It may have begun under an id that the list had before. */
const isOf = (listId: string) => ([key]: [string, Trip]): boolean =>
    resolveList(key) === resolveList(listId);

function put(listId: string, trip: Trip | undefined): void {
    const others = Object.entries(all()).filter((kept) => !isOf(listId)(kept));
    core.keep({ trips: Object.fromEntries(trip === undefined ? others
        : [...others, [resolveList(listId), trip]]) });
    turn.value++;
}

export function tripOf(listId: string): Trip | undefined {
    return Object.entries(all()).find(isOf(listId))?.[1];
}

/* From here on the plan stands. */
export function beginTrip(listId: string, planned: Planned, plan: Plan,
    saves: Trip['saves']): void {
    put(listId, startTrip(planned, plan, saves, new Date().toISOString()));
}

export function goToStop(listId: string, at: number): void {
    const trip = tripOf(listId);
    if (trip !== undefined)
        put(listId, { ...trip, at });
}

export function endTrip(listId: string): void {
    put(listId, undefined);
}

