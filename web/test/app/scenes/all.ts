import { DEAL_SCENES, PRODUCT_SCENES } from './deals.ts';
import { LIST_SCENES } from './lists.ts';
import { PROFILE_SCENES } from './profile.ts';
import { SCAN_SCENES } from './scan.ts';
import type { Scene } from './scene.ts';
import { SHOP_SCENES } from './shop.ts';
import { WELCOME_SCENES } from './welcome.ts';

export const SCENES: readonly Scene[] = [...LIST_SCENES, ...SCAN_SCENES, ...SHOP_SCENES,
    ...DEAL_SCENES, ...PRODUCT_SCENES, ...PROFILE_SCENES, ...WELCOME_SCENES];
