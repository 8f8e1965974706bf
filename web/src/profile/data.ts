/* What the profile shows: asked for when it is opened, and kept so that it can be read without a
   signal. Signing out wipes it with all else. */
import { signal } from '@preact/signals';
import type { Home as AskedHome } from '../api/types.ts';
import { fetchShops, type HomeStore } from '../household/household.ts';
import { profile, type Profile, profileHome } from './profile.graphql.ts';
import { t } from '../i18n/i18n.ts';
import { sayFailure } from '../session/use-sending.ts';
import { core } from '../sync/lists.ts';
import { offerUndo, tell } from '../ui/toast.tsx';

type Me = NonNullable<Profile['me']>;

export interface Home extends AskedHome {
    places: HomeStore[];
}

export interface Known {
    atMs: number;
    plan: string;
    deleteAfter: string | null;
    limits: Me['limits'];
    sessions: Me['sessions']['nodes'];
    homes: Home[];
}

export const known = signal<Known | null>(null);
export const trouble = signal<string | null>(null);
/* Taken away here, and not yet there. */
const hidden = signal<ReadonlySet<string>>(new Set());

export function isHidden(id: string): boolean {
    return hidden.value.has(id);
}

let loads = 0;

/* Null: one is no member any more. */
async function loadHome(id: string): Promise<Home | null> {
    const [{ node }, shops] = await Promise.all([core.ask(profileHome, { id }), fetchShops(id)]);
    return node && { ...node, places: shops?.stores ?? [] };
}

export async function load(): Promise<void> {
    const own = ++loads;
    known.value ??= told();
    try {
        const { me } = await core.ask(profile, {});
        if (me === null)
            return;
        const { plan, deleteAfter, limits, sessions, households } = me;
        const homes = await Promise.all(households.nodes.map(({ id }) => loadHome(id)));
        if (own !== loads)
            return;
        known.value = { atMs: Date.now(), plan, deleteAfter, limits, sessions: sessions.nodes,
            homes: homes.filter((home) => home !== null) };
        trouble.value = null;
        core.keep({ profile: known.value });
    } catch (error) {
        if (own === loads)
            trouble.value = sayFailure(error, { offline: t().common.offline });
    }
}

/* Nothing of whoever it was is shown to whoever comes next. */
export function forget(): void {
    loads++;
    known.value = null;
    trouble.value = null;
}

export function homeOf(id: string): Home | undefined {
    return known.peek()?.homes.find((home) => home.id === id);
}

function withHome(of: Known, home: Home): Known {
    return { ...of, homes: of.homes.map((one) => (one.id === home.id ? home : one)) };
}

/* As the server told or took it last. */
function told(): Known | null {
    return core.meta('profile') as Known | undefined ?? null;
}

let acting: Promise<unknown> = Promise.resolve();
let waiting = 0;

async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
        await work();
        return true;
    } catch (error) {
        tell(sayFailure(error));
        return false;
    } finally {
        waiting--;
    }
}

/*
 * One after the other, in the order in which they were asked for, but at once where the page is left;
 * then shows what has become of it, or says what went wrong. True: it was done.
 */
export function act(work: () => Promise<unknown>): Promise<boolean> {
    waiting++;
    const isLeft = document.visibilityState === 'hidden';
    const done = isLeft ? attempt(work) : acting.then(() => attempt(work));
    acting = done.then(() => (waiting === 0 ? load() : undefined));
    return acting.then(() => done);
}

/* Shows `home` as it is about to be by this work, and what there is where it cannot be done. */
export async function actOn(home: Home, work: () => Promise<unknown>): Promise<void> {
    loads++; // what was asked for before is older
    if (known.value !== null)
        known.value = withHome(known.value, home);
    const isDone = await act(async () => {
        await work();
        const before = told();
        if (before !== null)
            core.keep({ profile: withHome(before, home) });
    });
    if (!isDone)
        known.value = told();
}

/* Gone from the screen at once; from the server when it is not undone. */
export function removeLater(what: string | readonly string[], words: string,
    work: () => Promise<unknown>): void {
    const ids = new Set([what].flat());
    hidden.value = new Set([...hidden.peek(), ...ids]);
    const show = (): void => {
        hidden.value = new Set([...hidden.peek()].filter((other) => !ids.has(other)));
    };
    offerUndo({ kind: `remove ${[...ids].join()}`, say: () => words, undo: show,
        onPass: () => void act(work).then(show) });
}
