import { useComputed } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { ChevronDown, CloudOff, Ellipsis, UserPlus } from 'lucide';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { session } from '../session/session.ts';
import { itemsOf, type List, syncState } from '../sync/lists.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar } from '../ui/marks.tsx';
import { sheet } from './view.ts';

const AVATARS_MOST = 3;

/* Its words are there, and it comes with the first press. */
async function openMenu(anchor: HTMLElement, list: List, onGo: (listId: string) => void) {
    (await import('./list-menu.ts')).openListMenu(anchor, list, onGo);
}

/* Whoever else has put something on the list, by their names. */
function usePeople(listId: string) {
    return useComputed(() => new Map(itemsOf(listId).value
        .filter((item) => item.addedById !== null && item.addedByName !== null
            && item.addedById !== session.value.personId)
        .map((item) => [item.addedById!, item.addedByName!]))).value;
}

export function ListHeader({ list }: { list: List }) {
    const words = t().lists;
    const { route } = useLocation();
    const people = usePeople(list.id);
    const names = [...people.values()];
    const sub = [list.openCount > 0 ? words.open(list.openCount) : words.nothing,
        names.length > 0 && words.sharedWith(formatList(names))].filter(Boolean).join(' · ');
    return (
        <header class="list-head">
            <div class="list-top">
                <h1>
                    <button type="button" class="list-name" aria-haspopup="dialog"
                        onClick={() => (sheet.value = { kind: 'lists' })}>
                        <span>{list.name}</span>
                        <i class="visually-hidden">, {words.otherLists}</i>
                        <Icon of={ChevronDown} />
                    </button>
                </h1>
                {names.length > 0 && (
                    <span class="list-people">
                        {[...people].slice(0, AVATARS_MOST).map(([id, name]) => (
                            <Avatar key={id} id={id} name={name} />
                        ))}
                    </span>
                )}
                <IconButton icon={UserPlus} label={words.share}
                    onPress={() => (sheet.value = { kind: 'share' })} />
                <IconButton icon={Ellipsis} label={words.listActions(list.name)} hasMenu
                    onPress={(event) => void openMenu(event.currentTarget, list,
                        (id) => route(`/lists/${id}`))} />
            </div>
            <p class="sub">{sub}</p>
            <Trouble />
        </header>
    );
}

/* What happened, and what is safe. */
function Trouble() {
    const { trouble, unsent, isKept } = syncState.value;
    const words = t().common;
    const safe = isKept ? words.kept : words.unkept;
    const text = unsent > 0 && (trouble === 'offline' || trouble === 'too-old') ? `${words.unsent} ${safe}`
        : trouble === 'offline' ? words.offline
        : trouble === 'signed-out' ? `${words.signedOut} ${safe}`
        : trouble === 'refused' ? words.refused : null;
    return (
        <div role="status">
            {text !== null && (
                <p class="trouble"><Icon of={CloudOff} size={18} />{text}</p>
            )}
        </div>
    );
}
