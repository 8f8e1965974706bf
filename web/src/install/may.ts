/* Whether to offer the app for the home screen: once there is something to lose, and never again to
   whoever has said no. */

export type InstallWay = 'button' | 'by-hand';

export interface Where {
    /* It runs as an app already. */
    isInstalled: boolean;
    hasOffer: boolean;
    /* Its browsers install by the share menu alone, and drop what a page keeps after a while. */
    isApple: boolean;
    isRefused: boolean;
    itemCount: number;
}

const ITEMS_LEAST = 3;

export function installWay(where: Where): InstallWay | null {
    if (where.isInstalled || where.isRefused || where.itemCount < ITEMS_LEAST)
        return null;
    return where.hasOffer ? 'button' : where.isApple ? 'by-hand' : null;
}
