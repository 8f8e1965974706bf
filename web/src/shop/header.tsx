/* What is planned, for where, and how old it is. */
import { useEffect } from 'preact/hooks';
import { signal, useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { CloudOff, ListChecks, MapPin } from 'lucide';
import { formatAge } from '../i18n/format.ts';
import { core, type List, lists, syncState } from '../sync/lists.ts';
import { Icon } from '../ui/icon.tsx';
import { openMenu } from '../ui/menu.tsx';
import type { Trouble } from './current.ts';
import { shopping } from '../household/household.ts';
import type { Planned } from './plan.ts';
import { StoresSheet } from './stores-sheet.tsx';
import { shopWords } from './words.ts';

const sheets = signal<typeof import('../lists/sheets.tsx') | null>(null);

interface HeaderProps {
    list: List;
    planned: Planned | null;
    trouble: Trouble | null;
    isBusy: boolean;
}

/* What people call the place: the town of the nearest store. */
function townOf(planned: Planned | null): string | null {
    const [nearest] = [...planned?.stores ?? []].filter(({ store }) => store.city !== null)
        .sort((a, b) => (a.store.distanceM ?? Infinity) - (b.store.distanceM ?? Infinity));
    return nearest?.store.city ?? null;
}

function placeText(planned: Planned | null): string {
    const words = shopWords();
    const { stores = [], place = null } = shopping.value ?? {};
    if (stores.length > 0)
        return words.atStores(stores.length);
    const town = townOf(planned);
    return place === null ? words.setPlace : town === null ? words.nearYou : words.near(town);
}

export function PlanHeader({ list, planned, trouble, isBusy }: HeaderProps) {
    const isChoosing = useSignal(false);
    const words = shopWords();
    return (
        <header>
            <h1>{words.title}</h1>
            <div class="shop-about">
                <Icon of={MapPin} size={18} />
                <ListName list={list} />
                <span>{words.items(list.openCount)}</span>
                {shopping.value !== null && (
                    <button type="button" class="link" aria-haspopup="dialog"
                        onClick={() => (isChoosing.value = true)}>{placeText(planned)}</button>
                )}
            </div>
            <EndedLinks />
            <div role="status">
                {planned !== null && <Age planned={planned} trouble={trouble} isBusy={isBusy} />}
            </div>
            {isChoosing.value && <StoresSheet onClose={() => (isChoosing.value = false)} />}
        </header>
    );
}

/* The list that was to be shopped may have gone with its link. */
export function EndedLinks() {
    const isDue = core.endedLinks.value.length > 0;
    useEffect(() => {
        if (isDue)
            import('../lists/sheets.tsx').then((module) => (sheets.value = module), noSignal);
    }, [isDue]);
    return isDue && sheets.value !== null ? <sheets.value.LinkOver /> : null;
}

/* It is told where lists are, too. */
function noSignal() {}

function ListName({ list }: { list: List }) {
    const { route } = useLocation();
    const others = lists.value.filter((one) => !one.isArchived && one.id !== list.id);
    if (others.length === 0)
        return <span>{list.name}</span>;
    return (
        <button type="button" class="link" aria-haspopup="menu"
            onClick={(event) => openMenu(event.currentTarget, shopWords().otherList,
                others.map((one) => ({ label: one.name, icon: ListChecks,
                    onPick: () => route(`/shop/${one.id}`) })))}>
            {list.name}
        </button>
    );
}

/* Said where it matters: without a signal, or while what is shown is not the newest. */
function Age({ planned, trouble, isBusy }: {
    planned: Planned;
    trouble: Trouble | null;
    isBusy: boolean;
}) {
    const words = shopWords();
    const why = trouble ?? (syncState.value.isOnline ? null : 'offline');
    if (why !== null) {
        return (
            <p class="trouble">
                <Icon of={CloudOff} size={18} />{words.aged[why](formatAge(planned.packAt))}
            </p>
        );
    }
    return isBusy ? <p class="meta">{words.renewing}</p> : null;
}
