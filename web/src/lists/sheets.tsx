import '../install/badge.ts';
import { type List, lists } from '../sync/lists.ts';
import { ItemDetails } from './details.tsx';
import { rename } from './list-actions.ts';
import { ShareSheet } from './share.tsx';
import { ListSwitcher, RenameSheet } from './switcher.tsx';
import { sheet } from './view.ts';

export { InstallHint } from '../install/hint.tsx';
export { LinkOver } from './link-over.tsx';
export { OnlyHere } from './only-here.tsx';

/* Whichever is open over the list. */
export function ListSheets({ list }: { list: List }) {
    const open = sheet.value;
    switch (open?.kind) {
    case 'lists': return <ListSwitcher openId={list.id} />;
    case 'share': return <ShareSheet list={list} />;
    case 'details':
        return <ItemDetails key={open.itemId} listId={list.id} itemId={open.itemId}
            isReadOnly={list.level === 'READ'} />;
    case 'rename': {
        const renamed = lists.value.find((one) => one.id === open.listId);
        return renamed === undefined ? null
            : <RenameSheet list={renamed} onName={(name) => rename(renamed, name)} />;
    }
    case undefined: return null;
    }
}
