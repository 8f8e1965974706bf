import { formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import type { Suggestion } from '../sync/lists.ts';

/* How much it was, else how often; nothing where neither says more than the name. */
export function aboutOf({ quantityMilli, unit, times }: Suggestion): string {
    if (quantityMilli !== 1000 || unit !== null)
        return formatQuantity(quantityMilli, unit);
    return times > 1 ? t().lists.times(times) : '';
}
