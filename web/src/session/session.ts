/* Who uses the app, as screens use it. */
import { core } from '../sync/lists.ts';

export type { Session } from './keeper.ts';
export { PASSWORD_LIMIT_MS } from './keeper.ts';

export const { session, ensureGuest, signOut, look } = core.session;

/* A session begins, by a password or a mail's link: whose lists there are may be others then. */
export async function begin(start: () => Promise<unknown>): Promise<void> {
    await core.session.begin(start);
    core.fetchAll();
}

export async function signIn(email: string, password: string): Promise<void> {
    await core.session.signIn(email, password);
    core.fetchAll();
}
