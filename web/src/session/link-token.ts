/*
 * `/l#token`: a link to one list. The token leaves the address bar before anything else is done, and
 * is kept with what else is kept here until the link was followed.
 */
import { core } from '../sync/lists.ts';

export const LINK_PATH = '/l';

export function takeLinkToken(): void {
    if (location.pathname !== LINK_PATH || location.hash.length < 2)
        return;
    core.keep({ link: location.hash.slice(1) });
    history.replaceState(history.state, '', LINK_PATH);
}

export function linkToken(): string | undefined {
    return core.meta('link') as string | undefined;
}
