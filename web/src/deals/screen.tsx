import { t } from '../i18n/i18n.ts';

export function DealsScreen() {
    return <div class="page"><h1>{t().common.deals}</h1></div>;
}
