/* What was pasted, shared or said, line by line, before it goes on a list. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { loadWords } from '../lists/aisles.ts';
import { listsToAdd, listToAdd } from '../lists/list-to-add.ts';
import { createList, type ItemDraft, resolveList } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { keep } from '../ui/kept.ts';
import { Sheet } from '../ui/sheet.tsx';
import { putAll } from './put.ts';
import { reviewWords } from './words.ts';
import './review.css';

interface ReviewProps {
    drafts: readonly ItemDraft[];
    /* Null: the shopper says which. */
    listId: string | null;
    onClose: () => void;
}

export function ReviewSheet(props: ReviewProps) {
    return (
        <Sheet title={reviewWords().title} onClose={props.onClose}><Review {...props} /></Sheet>
    );
}

export function Review({ drafts, listId, onClose }: ReviewProps) {
    const words = reviewWords();
    const left = useSignal<ReadonlySet<number>>(new Set()); // what is not wanted
    const chosen = useSignal<string | null>(null);
    useEffect(() => void loadWords().catch(() => undefined), []);
    if (drafts.length === 0)
        return <p>{words.nothing}</p>;

    const open = listsToAdd();
    const target = resolveList(listId ?? chosen.value ?? listToAdd()?.id ?? '');
    const wanted = drafts.filter((_, at) => !left.value.has(at));
    const toggle = (at: number): void => {
        const next = new Set(left.value);
        if (!next.delete(at))
            next.add(at);
        left.value = next;
    };
    return (
        <form class="review" onSubmit={(event) => {
            event.preventDefault();
            putAll(target === '' ? makeList() : target, wanted);
            onClose();
        }}>
            {listId === null && open.length > 1 && (
                <Select label={words.list} value={target} onPick={(id) => (chosen.value = id)}
                    options={open.map((list) => ({ value: list.id, label: list.name }))} />
            )}
            <ul aria-label={words.lines}>
                {drafts.map((draft, at) => (
                    <li key={at}>
                        <label>
                            <input type="checkbox" checked={!left.value.has(at)}
                                onChange={() => toggle(at)} />
                            <span>{draft.name}</span>
                            <span class="meta number">{quantityOf(draft)}</span>
                        </label>
                    </li>
                ))}
            </ul>
            <Button kind="primary" type="submit" isWide isDisabled={wanted.length === 0}>
                {words.add(wanted.length)}
            </Button>
        </form>
    );
}

/* There are only lists that one may look at: their own is what is shown next. */
function makeList(): string {
    const id = createList(t().lists.firstList);
    keep('list', id);
    return id;
}

function quantityOf({ quantityMilli = 1000, unit = null }: Partial<{ quantityMilli: number;
    unit: string | null }>): string {
    return quantityMilli === 1000 && unit === null ? '' : formatQuantity(quantityMilli, unit);
}
