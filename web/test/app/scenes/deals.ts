import { dealsAt, dealsForList } from '../../../src/deals/deals.graphql.ts';
import { priceHistory } from '../../../src/product/product.graphql.ts';
import { centre, hang, inTurn, loseSignal, press, refuse, refuseOne, tell, undo } from './acts.ts';
import { OFFLINE, REFUSED, type Scene } from './scene.ts';
import type { Home } from './world.ts';

const DEALS = { path: '/deals', ready: '.deal' };
const PRODUCT = { path: ({ productId }: Home) => `/products/${productId}`,
    ready: '.store-price' };
const NO_DEALS = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const toCome = press('.segmented label >> nth=1');

export const DEAL_SCENES: Scene[] = [
    { name: 'deals', ...DEALS, seen: '[aria-labelledby=deals-for-list] .deal', isMain: true },
    { name: 'deals-to-come', ...DEALS, act: toCome,
        seen: '.deals-columns > :last-child :is(.deal, .empty)' },
    { name: 'deals-added', ...DEALS, act: press('.deal-plus'), seen: '.toast', after: undo },
    { name: 'deals-nowhere', who: 'guest', path: '/deals', ready: '.empty', seen: '.empty',
        isMain: true },
    { name: 'deals-nobody', who: 'nobody', path: '/deals', ready: '.deals', seen: '.deals .empty' },
    { name: 'deals-none', ...DEALS, ready: '.deals', seen: '.deals .empty', before: inTurn(
        tell(dealsAt.id, { dealsAt: NO_DEALS }),
        tell(dealsForList.id, { dealsForList: { total: 0, deals: [] } })) },
    { name: 'deals-failed', ...DEALS, ready: '.deal', seen: '.deals .empty, .answered-old',
        allow: REFUSED, act: inTurn(refuseOne(dealsAt.id, 'INTERNAL', 500), toCome) },
    { name: 'deals-offline', ...DEALS, act: loseSignal, seen: '.answered-old', allow: OFFLINE },
];

export const PRODUCT_SCENES: Scene[] = [
    { name: 'product', ...PRODUCT, seen: '.history-table', isMain: true },
    { name: 'product-history', ...PRODUCT, seen: '.chart canvas', act: centre('.verdict') },
    { name: 'product-added', ...PRODUCT, act: press('.product-top .button'), seen: '.toast',
        after: undo },
    { name: 'product-none', path: '/products/p_0000000000000', ready: '.product', seen: '.empty' },
    { name: 'product-loading', who: 'leaver', before: hang, path: '/products/p_0000000000000',
        ready: '.product', seen: '.skeleton' },
    { name: 'product-failed', path: '/products/p_0000000000001', ready: '.product', seen: '.empty',
        before: refuse('INTERNAL', 500), allow: REFUSED },
    { name: 'product-no-history', ...PRODUCT, before: refuseOne(priceHistory.id, 'INTERNAL', 500),
        seen: '.history .empty, .history .answered-old', allow: REFUSED },
    { name: 'product-offline', ...PRODUCT, act: loseSignal, seen: '.answered-old', allow: OFFLINE },
];
