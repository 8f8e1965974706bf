/* A screen of the app in one of its states: how it is reached, and what is to be seen then. By what
   stands on it, never by words: it is the same in every language. */
import type { Page } from 'playwright-core';
import type { Home } from './world.ts';

/* Whose device it is: nobody's, who never came before; a guest's with a list and no place; an
   account's (world.ts); a guest's who has asked to be deleted. */
export type Who = 'nobody' | 'guest' | 'account' | 'leaver';

export interface Scene {
    name: string;
    /* The account's unless said. */
    who?: Who;
    path: string | ((home: Home) => string);
    /* What the network is to do from then on: before the page is gone to. */
    before?: (page: Page) => Promise<void>;
    /* The screen is there. */
    ready: string;
    act?: (page: Page, home: Home) => Promise<void>;
    /* Last of all: a control that opens a dialog or a menu, by Enter. */
    opens?: string;
    seen: string;
    /* Takes back what was done and sent. */
    after?: (page: Page) => Promise<void>;
    /* What the browser may complain of: the scene brings it about. */
    allow?: RegExp;
    /* One of those that stand for the app: pictured in Hebrew, too. */
    isMain?: boolean;
}

export const OFFLINE = /net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|NETWORK_CHANGED)/;
export const REFUSED = /status of [45]\d\d/;
