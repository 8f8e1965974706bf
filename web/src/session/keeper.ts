/*
 * Who uses this device. Known offline, too: it is kept beside the lists. A guest is made when there
 * is something to send; whoever signs in then brings the guest's lists along.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type Api, ApiError } from '../api/ask.ts';
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
    /* The same by other means: `start` has the server begin a session. */
    begin(start: () => Promise<unknown>): Promise<void>;
    /* Wipes what is kept here, whether or not the server can be told. */
    signOut(): Promise<void>;
    /* Tells the server of signing out, where that is still to be done. */
    finishSignOut(): Promise<void>;
}

export interface SessionContext {
    ask: Api['ask'];
    lock: Lock;
    language: string;
    keep(meta: Record<string, unknown>): void;
    isSignOutDue(): boolean;
    wipe(): Promise<void>;
}

export const PASSWORD_LIMIT_MS = 10_000; // hashing one takes its time

const NOBODY: Session = { kind: 'none', personId: null, name: null, email: null, country: null, plan: null,
    householdId: null, households: [], deleteAfter: null, isOver: false };

function sessionOf(found: NonNullable<Me['me']>): Session {
    const { id, name, email, country, plan, deleteAfter, households: { nodes } } = found;
    const own = nodes.find((one) => one.role !== 'GUEST') ?? nodes[0];
    return { kind: found.isGuest ? 'guest' : 'account', personId: id, name, email, country, plan, deleteAfter,
        householdId: own?.id ?? null, households: nodes, isOver: false };
}

/* Where the language is likely spoken: a shopper says the place when it matters. */
function countryOf(language: string): string {
    return new Intl.Locale(language).maximize().region ?? 'US';
}

function isNobody(error: unknown): boolean {
    return error instanceof ApiError && error.code === 'UNAUTHENTICATED';
}

export function createSession(context: SessionContext): SessionKeeper {
    const { ask } = context;
    const session = signal<Session>({ ...NOBODY, kind: 'unknown' });
    let signOuts = 0; // an answer from before one is of somebody else

    function set(next: Session): void {
        session.value = next;
        context.keep({ session: next });
    }

    async function look(): Promise<void> {
        const asked = signOuts;
        try {
            const found = (await ask(me, {})).me;
            if (found !== null && asked === signOuts)
                set(sessionOf(found));
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

    async function begin(start: () => Promise<unknown>): Promise<void> {
        const before = session.value;
        await finishSignOut();
        await start();
        await look();
        if (before.kind === 'account' && before.email !== session.value.email) {
            await context.wipe();
            set(session.value);
        }
    }

    async function finishSignOut(): Promise<void> {
        if (!context.isSignOutDue())
            return;
        await ask(signOut, {}).catch((error: unknown) => {
            if (!isNobody(error))
                throw error;
        });
        context.keep({ isSignOutDue: undefined });
    }
    return {
        session,
        isSomebody: () => !session.value.isOver &&
            (session.value.kind === 'guest' || session.value.kind === 'account'),
        look,
        expire,
        forget: () => set(NOBODY),
        begin,
        finishSignOut,
        restore(kept) {
            session.value = kept ?? { ...NOBODY, kind: 'unknown' };
        },
        /* Another tab may have made one meanwhile: its cookies are ours. */
        ensureGuest: () => context.lock('smartcart-guest', async () => {
            if (session.value.kind === 'unknown' || session.value.kind === 'none')
                await look();
            if (session.value.kind !== 'none')
                return;
            await ask(guest, { country: countryOf(context.language), locale: context.language });
            await look();
        }),
        signIn: (email, password) => begin(() => ask(signIn, { email, password },
            { hasPassword: true, limitMs: PASSWORD_LIMIT_MS })),
        async signOut() {
            signOuts++;
            session.value = NOBODY; // first: nothing is fetched as whoever it was any more
            await context.wipe();
            context.keep({ session: NOBODY, isSignOutDue: true });
            await finishSignOut().catch(() => undefined); // when there is a signal
        },
    };
}
