/* The row's own menu, and the quantity's small editor: the twins of swiping and dragging. */
import { useComputed } from '@preact/signals';
import { ArrowDown, ArrowUp, Check, Pencil, Trash, Undo2 } from 'lucide';
import { formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { editItem, type Item, itemsOf, stepItem } from '../sync/lists.ts';
import { openMenu } from '../ui/menu.tsx';
import { openPopup } from '../ui/popup.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { moveBy, remove, tick } from './actions.ts';
import { fieldText, parseQuantity, stepOf } from './quantity.ts';
import { groupsOf, sheet } from './view.ts';

export function openItemMenu(anchor: HTMLElement, item: Item) {
    const words = t().lists;
    const groups = groupsOf(item.listId).peek().open;
    const group = groups.find((one) => one.items.includes(item));
    const moves = group === undefined ? [] : [
        { label: words.moveUp, icon: ArrowUp, isDisabled: group.items[0] === item,
            onPick: () => moveBy(item, -1, groups) },
        { label: words.moveDown, icon: ArrowDown, isDisabled: group.items.at(-1) === item,
            onPick: () => moveBy(item, 1, groups) },
    ];
    openMenu(anchor, words.itemActions(item.name), [
        { label: item.isTicked ? words.untick : words.tick, icon: item.isTicked ? Undo2 : Check,
            onPick: () => tick(item) },
        { label: words.details, icon: Pencil,
            onPick: () => (sheet.value = { kind: 'details', itemId: item.id }) },
        ...moves,
        { label: t().common.remove, icon: Trash, isDanger: true, onPick: () => remove(item) },
    ]);
}

export function openQuantity(anchor: HTMLElement, item: Item) {
    const label = t().lists.quantityOf(item.name, formatQuantity(item.quantityMilli, item.unit));
    openPopup(anchor, label, 'dialog', <QuantityStepper listId={item.listId} itemId={item.id} />);
}

/* - and + say one less or more, so that two people's presses add up; a typed number is that number. */
export function QuantityStepper({ listId, itemId }: { listId: string; itemId: string }) {
    const words = t().lists;
    const item = useComputed(() => itemsOf(listId).value.find((one) => one.id === itemId)).value;
    if (item === undefined)
        return null;
    const step = stepOf(item.unit);
    return (
        <Stepper label={words.quantity} less={words.less} more={words.moreOf}
            value={fieldText(item.quantityMilli)} isLeast={item.quantityMilli <= step}
            onStep={(direction) => stepItem(listId, itemId, direction * step)}
            onType={(text) => {
                const quantityMilli = parseQuantity(text);
                if (quantityMilli !== null && quantityMilli !== item.quantityMilli)
                    editItem(listId, itemId, { quantityMilli });
            }} />
    );
}
