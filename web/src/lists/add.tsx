/* The add field, at the thumb. It stays open: one thing, Enter, the next. */
import { useId, useRef } from 'preact/hooks';
import { useComputed, useSignal } from '@preact/signals';
import { Mic, Plus, ScanBarcode } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { type ItemDraft, readDraft, type Suggestion, suggestions } from '../sync/lists.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { add, draftOf } from './actions.ts';
import { aboutOf } from './suggestion-words.ts';
import './add.css';

const SHOWN_MOST = 5;
const CAN_HEAR = 'SpeechRecognition' in window || 'webkitSpeechRecognition' in window;

/* What opens over the list comes with the first press. */
const openers = () => import('./openers.tsx');

export function AddDock({ listId }: { listId: string }) {
    const words = t().lists;
    const id = useId();
    const input = useRef<HTMLInputElement>(null);
    const typed = useSignal('');
    const isOpen = useSignal(false);
    const active = useSignal(-1); // the suggestion that the arrows are on; -1: none
    const found = useComputed(() => (isOpen.value
        ? suggestions(listId, nameOf(typed.value)).slice(0, SHOWN_MOST) : []));

    function put(draft: ItemDraft) {
        if (draft.name === '')
            return;
        add(listId, draft);
        typed.value = '';
        active.value = -1;
        input.current?.focus();
    }

    function onKey(event: KeyboardEvent) {
        const count = found.value.length;
        if (event.key === 'Escape') {
            typed.value = '';
            isOpen.value = false;
            input.current?.blur();
        } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
            event.preventDefault();
            const by = event.key === 'ArrowDown' ? 1 : -1;
            active.value = (active.value + by + 1 + count + 1) % (count + 1) - 1;
        }
    }

    const chosen = found.value[active.value];
    return (
        <div class="dock" onFocusIn={() => (isOpen.value = true)} onFocusOut={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget as Node | null))
                isOpen.value = false;
        }}>
            {found.value.length > 0 && (
                <Suggestions id={`${id}-found`} found={found.value} active={active.value}
                    isUsual={typed.value.trim() === ''}
                    onPick={(one) => put(draftOf(one, typed.value))} />
            )}
            <form class="add" onSubmit={(event) => {
                event.preventDefault();
                put(chosen ? draftOf(chosen, typed.value) : readDraft(typed.value));
            }}>
                <button type="submit" class="add-plus" aria-label={words.addButton}
                    disabled={typed.value.trim() === ''}><Icon of={Plus} /></button>
                <input ref={input} value={typed.value} role="combobox" aria-label={words.add}
                    placeholder={words.add} enterkeyhint="done" autocomplete="off" maxLength={200}
                    aria-autocomplete="list" aria-expanded={found.value.length > 0}
                    aria-controls={`${id}-found`}
                    aria-activedescendant={chosen ? `${id}-found-${active.value}` : undefined}
                    onKeyDown={onKey}
                    onPaste={(event) => {
                        const text = event.clipboardData?.getData('text') ?? '';
                        if (text.trim().includes('\n')) { // the field would make one thing of them
                            event.preventDefault();
                            void openers().then(({ openReview }) => openReview(listId, text));
                        }
                    }}
                    onInput={(event) => {
                        typed.value = event.currentTarget.value;
                        active.value = -1;
                        isOpen.value = true;
                    }} />
                {CAN_HEAR && (
                    <IconButton icon={Mic} label={words.speak}
                        onPress={async () => (await openers()).openVoice(listId)} />
                )}
                <IconButton icon={ScanBarcode} label={words.scan}
                    onPress={async () => (await openers()).openScanner(listId)} />
            </form>
        </div>
    );
}

interface SuggestionsProps {
    id: string;
    found: readonly Suggestion[];
    active: number;
    isUsual: boolean;
    onPick: (one: Suggestion) => void;
}

function Suggestions({ id, found, active, isUsual, onPick }: SuggestionsProps) {
    const words = t().lists;
    const title = isUsual ? words.usual : words.suggestions;
    return (
        <div class="found">
            <p class="found-title" aria-hidden="true">{title}</p>
            <ul id={id} role="listbox" aria-label={title}>
                {found.map((one, at) => (
                    <li key={one.name} id={`${id}-${at}`} role="option" aria-selected={at === active}
                        onPointerDown={(event) => event.preventDefault() /* the field keeps the focus */}
                        onClick={() => onPick(one)}>
                        <Icon of={Plus} size={20} />
                        <span class="found-name">{one.name}</span>
                        <span class="meta number">{aboutOf(one)}</span>
                    </li>
                ))}
            </ul>
        </div>
    );
}

/* What is looked for: "2 mil" asks for milk. */
function nameOf(typed: string): string {
    return typed.trim() === '' ? '' : readDraft(typed).name;
}
