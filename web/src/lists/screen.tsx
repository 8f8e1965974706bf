import { t } from '../i18n/i18n.ts';

export function ListScreen() {
    return <div class="page"><h1>{t().common.lists}</h1></div>;
}
