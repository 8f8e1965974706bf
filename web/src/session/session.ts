/* Who uses the app, as screens use it. */
import { core } from '../sync/lists.ts';

export type { Session } from './keeper.ts';

export const { session, ensureGuest, signIn, signOut } = core.session;
