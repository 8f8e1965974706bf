/* All of one item. What is changed holds when the sheet is closed, whichever way. */
import { useEffect, useRef } from 'preact/hooks';
import { useComputed } from '@preact/signals';
import { ArrowDown, ArrowUp, Check, Trash, Undo2 } from 'lucide';
import { formatAge, formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { session } from '../session/session.ts';
import { editItem, type Item, type ItemFields, itemsOf } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { moveBy, remove, tick } from './actions.ts';
import { AISLES, isAisle } from './aisles.ts';
import { UNITS } from './quantity.ts';
import { QuantityStepper } from './row-menus.tsx';
import { sheetWords } from './sheet-words.ts';
import { closeSheet, groupsOf } from './view.ts';
import './details.css';

interface DetailsProps {
    listId: string;
    itemId: string;
    isReadOnly: boolean;
}

export function ItemDetails({ listId, itemId, isReadOnly }: DetailsProps) {
    const item = useComputed(() => itemsOf(listId).value.find((one) => one.id === itemId)).value;
    useEffect(() => {
        if (item === undefined)
            closeSheet(); // somebody else has deleted it
    }, [item === undefined]);
    return item === undefined ? null : <Details item={item} isReadOnly={isReadOnly} />;
}

function Details({ item, isReadOnly }: { item: Item; isReadOnly: boolean }) {
    const words = t().lists;
    const typed = useRef<ItemFields>({}); // what is typed and not yet left
    const set = (fields: ItemFields) => editItem(item.listId, item.id, fields);
    const setTyped = (field: 'name' | 'note') => (text: string) => {
        typed.current[field] = text.trim();
    };

    useEffect(() => () => {
        const { name, note } = typed.current;
        const fields: ItemFields = {
            ...(name && name !== item.name && { name }),
            ...(note !== undefined && note !== (item.note ?? '') && { note: note || null }),
        };
        if (Object.keys(fields).length > 0)
            set(fields);
    }, []);

    const units = [{ value: '', label: sheetWords().pieces },
        ...UNITS.map((value) => ({ value, label: sheetWords().units[value] })),
        ...(item.unit === null || item.unit in sheetWords().units ? []
            : [{ value: item.unit, label: item.unit }])];
    const own = item.category !== null && !isAisle(item.category)
        ? [{ value: item.category, label: item.category }] : [];
    const aisles = [...AISLES.map((value) => ({ value: value as string, label: words.aisles[value] })),
        ...own];
    return (
        <Sheet title={item.name} onClose={closeSheet}
            actions={isReadOnly ? undefined : <DetailActions item={item} />}>
            <Field label={words.name} value={typed.current.name ?? item.name} isReadOnly={isReadOnly}
                onText={setTyped('name')} />
            {isReadOnly ? (
                <Field label={words.quantity} isReadOnly
                    value={formatQuantity(item.quantityMilli, item.unit)} />
            ) : (
                <div class="details-pair">
                    <div class="field">
                        <span class="field-label" aria-hidden="true">{words.quantity}</span>
                        <QuantityStepper listId={item.listId} itemId={item.id} />
                    </div>
                    <Select label={sheetWords().unit} value={item.unit ?? ''} options={units}
                        onPick={(unit) => set({ unit: unit === '' ? null : unit })} />
                </div>
            )}
            <Field label={sheetWords().note} hint={sheetWords().noteHint} isLong maxLength={1000}
                value={typed.current.note ?? item.note ?? ''} isReadOnly={isReadOnly}
                onText={setTyped('note')} />
            {isReadOnly ? (
                <Field label={sheetWords().category} isReadOnly value={aisles.find(({ value }) =>
                    value === (item.category ?? 'other'))!.label} />
            ) : (
                <Select label={sheetWords().category} value={item.category ?? 'other'} options={aisles}
                    onPick={(category) => set({ category })} />
            )}
            {item.productId !== null && (
                <a class="details-product" href={`/products/${item.productId}`} onClick={closeSheet}>
                    {sheetWords().pricesOf}</a>
            )}
            <p class="meta">{item.addedByName === null ||
                item.addedById === session.value.personId ? sheetWords().addedByYou(formatAge(item.addedAt))
                : words.addedByAt(item.addedByName, formatAge(item.addedAt))}
                {item.isUnsent && <> · {words.unsent}</>}</p>
        </Sheet>
    );
}

function DetailActions({ item }: { item: Item }) {
    const words = t().lists;
    const groups = groupsOf(item.listId).value.open;
    const group = groups.find((one) => one.items.includes(item));
    return (
        <>
            <IconButton icon={ArrowUp} label={words.moveUp}
                isDisabled={group === undefined || group.items[0] === item}
                onPress={() => moveBy(item, -1, groups)} />
            <IconButton icon={ArrowDown} label={words.moveDown}
                isDisabled={group === undefined || group.items.at(-1) === item}
                onPress={() => moveBy(item, 1, groups)} />
            <IconButton icon={Trash} class="details-delete" label={t().common.remove} onPress={() => {
                closeSheet();
                remove(item);
            }} />
            <Button kind="primary" icon={item.isTicked ? Undo2 : Check} onPress={() => {
                closeSheet();
                tick(item);
            }}>{item.isTicked ? words.untick : words.tick}</Button>
        </>
    );
}
