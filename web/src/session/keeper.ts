/*
 * Who uses this device. Known offline, too: it is kept beside the lists. A guest is made when there
 * is something to send; whoever signs in then brings the guest's lists along.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type Api, isNobody } from '../api/ask.ts';
import type { Lock } from '../api/locks.ts';
import { guest, me, type Me, signIn, signOut } from '../api/session.graphql.ts';

export interface Session {
    kind: 'unknown' | 'none' | 'guest' | 'account';
    personId: string | null;
    name: string | null;
    email: string | null;
    country: string | null;
    plan: string | null;
    householdId: string | null;
    households: NonNullable<Me['me']>['households']['nodes'];
    deleteAfter: string | null;
    isOver: boolean; // signed out by the server: what is kept stays, and waits for signing in again
}

export interface SessionKeeper {
    session: ReadonlySignal<Session>;
    /* Known to the server, as far as we know. */
    isSomebody(): boolean;
    /* As it was kept from the last time. */
    restore(kept: Session | undefined): void;
    /* Asks who one is; nothing changes where there is no answer. */
    look(): Promise<void>;
    /* The server knows this session no more. */
    expire(): void;
    /* Nobody from now on: what was a guest's is to be another's. */
    forget(): void;
    ensureGuest(): Promise<void>;
    signIn(email: string, password: string): Promise<void>;
    /*
     * The same by other means: `start` has the server begin a session. What is kept of another
     * account goes; what is a guest's comes along.
     */
    begin(start: () => Promise<unknown>): Promise<void>;
    /* Wipes what is kept here, whether or not the server can be told. */
    signOut(): Promise<void>;
    /* Tells the server of signing out, where that is still to be done. */
    finishSignOut(): Promise<void>;
}

export interface SessionContext {
    ask: Api['ask'];
    lock: Lock;
    language: string; // of the device, such as 'en-IE'
    spoken(): string; // of the app
    keep(meta: Record<string, unknown>): void;
    isSignOutDue(): boolean;
    /* All that is kept is `meta` from now on. */
    wipe(meta: Record<string, unknown>): Promise<void>;
    /* Makes lists of a guest whose session is over lists of nobody yet. */
    adopt(): Promise<void>;
}

export const PASSWORD_LIMIT_MS = 10_000; // hashing one takes its time

const NOBODY: Session = { kind: 'none', personId: null, name: null, email: null, country: null, plan: null,
    householdId: null, households: [], deleteAfter: null, isOver: false };
/* What is kept where somebody has signed out: the server is still to be told. */
export const SIGNED_OUT = { session: NOBODY, isSignOutDue: true };
const LOCK = 'smartcart-session'; // of who begins one

function sessionOf(found: NonNullable<Me['me']>): Session {
    const { id, name, email, country, plan, deleteAfter, households: { nodes } } = found;
    const own = nodes.find((one) => one.role !== 'GUEST') ?? nodes[0];
    return { kind: found.isGuest ? 'guest' : 'account', personId: id, name, email, country, plan, deleteAfter,
        householdId: own?.id ?? null, households: nodes, isOver: false };
}

const COUNTRY = /^[A-Z]{2}$/; // a region may be larger: es-419

/* Where the language is likely spoken: a shopper says the place when it matters. */
function countryOf(tag: string): string {
    const { language } = new Intl.Locale(tag);
    const regions = [tag, language].map((one) => new Intl.Locale(one).maximize().region);
    return regions.find((region) => region !== undefined && COUNTRY.test(region)) ?? 'US';
}

export function createSession(context: SessionContext): SessionKeeper {
    const { ask } = context;
    const session = signal<Session>({ ...NOBODY, kind: 'unknown' });
    let signOuts = 0; // an answer from before one is of somebody else
    let telling: Promise<void> | null = null;

    function set(next: Session): void {
        session.value = next;
        context.keep({ session: next });
    }

    /* The device has changed hands where it was another account's. */
    async function take(found: NonNullable<Me['me']>): Promise<void> {
        const { kind, personId } = session.value;
        const next = sessionOf(found);
        if (kind !== 'account' || personId === next.personId)
            return set(next);
        session.value = next;
        await context.wipe({ session: next });
    }

    async function look(): Promise<void> {
        const asked = signOuts;
        try {
            const found = (await ask(me, {})).me;
            if (found !== null && asked === signOuts)
                await take(found);
        } catch (error) {
            if (!isNobody(error))
                throw error;
            if (asked === signOuts)
                expire();
        }
    }

    function expire(): void {
        const was = session.value;
        set(was.kind === 'guest' || was.kind === 'account' ? { ...was, isOver: true } : NOBODY);
    }

    /* The server brings along what is a guest's, where it knows the guest. */
    async function begin(start: () => Promise<unknown>): Promise<void> {
        await finishSignOut();
        if (session.value.kind === 'guest')
            await look();
        if (session.value.kind === 'guest' && session.value.isOver)
            await context.adopt();
        await start();
        await look();
        context.keep({ isLeaving: undefined });
    }

    /* Once for all who wait for it: one that came late would sign out whoever comes next. */
    function tellSignOut(): Promise<void> {
        telling ??= ask(signOut, {}).then(() => undefined, (error: unknown) => {
            if (!isNobody(error))
                throw error;
        }).finally(() => { telling = null; });
        return telling;
    }

    async function finishSignOut(): Promise<void> {
        if (!context.isSignOutDue())
            return;
        await tellSignOut();
        context.keep({ isSignOutDue: undefined });
    }
    return {
        session,
        isSomebody: () => !session.value.isOver &&
            (session.value.kind === 'guest' || session.value.kind === 'account'),
        look,
        expire,
        forget: () => set(NOBODY),
        begin: (start) => context.lock(LOCK, () => begin(start)),
        finishSignOut,
        restore(kept) {
            session.value = kept ?? { ...NOBODY, kind: 'unknown' };
        },
        /* Another tab may have made one meanwhile: its cookies are ours. */
        ensureGuest: () => context.lock(LOCK, async () => {
            await finishSignOut();
            if (session.value.kind === 'unknown' || session.value.kind === 'none')
                await look();
            if (session.value.kind !== 'none')
                return;
            await ask(guest, { country: countryOf(context.language), locale: context.spoken() });
            await look();
        }),
        signIn: (email, password) => context.lock(LOCK, () => begin(() => ask(signIn, { email, password },
            { hasPassword: true, limitMs: PASSWORD_LIMIT_MS }))),
        async signOut() {
            signOuts++;
            session.value = NOBODY; // first: nothing is fetched as whoever it was any more
            const told = tellSignOut().then(() => true, () => false); // now: the page may be closing
            await context.wipe(SIGNED_OUT);
            if (await told) // else when there is a signal
                context.keep({ isSignOutDue: undefined });
        },
    };
}
