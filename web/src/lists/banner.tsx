import { ChevronRight } from 'lucide';
import { formatMoney } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Tag } from '../ui/marks.tsx';
import { bestTotal, noTotal } from './slots.ts';

/* Where the list costs least, one press from why. */
export function BestBanner({ listId }: { listId: string }) {
    const best = bestTotal.value;
    if (best === null || best.listId !== listId) {
        const none = noTotal.value;
        return none?.listId !== listId ? null
            : <p class="list-note best-none"><a href={`/shop/${listId}`}>{none.why}</a></p>;
    }
    const words = t().lists;
    const about = [best.about, best.twoStores && words.orTwoStores(formatMoney(best.twoStores))]
        .filter((one) => one !== null).join('. ');
    return (
        <a class="best" href={`/shop/${listId}`}>
            <span class="best-text"><b>{words.bestTotal(best.storeName)}</b><small>{about}</small>
                {best.note !== null && <small>{best.note}</small>}</span>
            <Tag isLarge>{formatMoney(best.total)}</Tag>
            <Icon of={ChevronRight} size={20} isDirected />
        </a>
    );
}
