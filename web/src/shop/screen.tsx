import { t } from '../i18n/i18n.ts';

export function ShopScreen() {
    return <div class="page"><h1>{t().common.shop}</h1></div>;
}
