/* All lists: go to one, make one, and what else is done with them. */
import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { Ellipsis, Plus } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { createList, type List, lists } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { openListMenu } from './list-menu.ts';
import { sheetWords } from './sheet-words.ts';
import { closeSheet } from './view.ts';
import './switcher.css';

export function ListSwitcher({ openId }: { openId: string }) {
    const shown = lists.value.filter((list) => !list.isArchived);
    const away = lists.value.filter((list) => list.isArchived);
    return (
        <Sheet title={sheetWords().myLists} onClose={closeSheet}>
            <ul class="rows">
                {shown.map((list) => <ListLine key={list.id} list={list} isOpen={list.id === openId} />)}
            </ul>
            <NewList />
            {away.length > 0 && (
                <section>
                    <h3 class="switcher-head">{sheetWords().archived}</h3>
                    <ul class="rows">
                        {away.map((list) => (
                            <ListLine key={list.id} list={list} isOpen={list.id === openId} />
                        ))}
                    </ul>
                </section>
            )}
        </Sheet>
    );
}

function ListLine({ list, isOpen }: { list: List; isOpen: boolean }) {
    const { route } = useLocation();
    const words = t().lists;
    const go = (id: string) => {
        closeSheet();
        route(`/lists/${id}`);
    };
    return (
        <li class="switcher-line">
            <button type="button" class="switcher-open" aria-current={isOpen ? 'page' : undefined}
                onClick={() => go(list.id)}>
                <b>{list.name}</b>
                <span class="meta number">{list.openCount > 0 ? words.open(list.openCount) : words.nothing}</span>
            </button>
            <IconButton icon={Ellipsis} label={words.listActions(list.name)} hasMenu
                onPress={(event) => openListMenu(event.currentTarget, list, go)} />
        </li>
    );
}

function NewList() {
    const { route } = useLocation();
    const name = useSignal('');
    const words = t().lists;
    return (
        <form class="switcher-new" onSubmit={(event) => {
            event.preventDefault();
            const wanted = name.value.trim();
            if (wanted === '')
                return;
            closeSheet();
            route(`/lists/${createList(wanted)}`);
        }}>
            <Field label={sheetWords().newListName} placeholder={sheetWords().newList} isLabelHidden
                value={name.value} onText={(text) => (name.value = text)} />
            <Button kind="soft" type="submit" icon={Plus}>{words.addButton}</Button>
        </form>
    );
}

export function RenameSheet({ list, onName }: { list: List; onName: (name: string) => void }) {
    const name = useSignal(list.name);
    return (
        <Sheet title={sheetWords().rename} onClose={closeSheet}>
            <form class="switcher-new" onSubmit={(event) => {
                event.preventDefault();
                onName(name.value.trim());
                closeSheet();
            }}>
                <Field label={sheetWords().listName} isFirst value={name.value}
                    onText={(text) => (name.value = text)} />
                <Button kind="primary" type="submit">{t().common.save}</Button>
            </form>
        </Sheet>
    );
}
