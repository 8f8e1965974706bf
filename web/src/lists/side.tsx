/* Beside the list, where there is room: what is usually bought, and what the list comes to. */
import { signal, useComputed } from '@preact/signals';
import { Plus } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { lists, suggestions } from '../sync/lists.ts';
import { IconButton } from '../ui/button.tsx';
import { add, draftOf } from './actions.ts';
import { BestBanner } from './banner.tsx';
import { aboutOf } from './suggestion-words.ts';
import './side.css';

const SHOWN_MOST = 6;

const wide = matchMedia('(min-width: 900px)');
const hasRoom = signal(wide.matches);
wide.addEventListener('change', () => (hasRoom.value = wide.matches));

export function ListSide({ listId }: { listId: string }) {
    return hasRoom.value ? <Side listId={listId} /> : null;
}

function Side({ listId }: { listId: string }) {
    const words = t().lists;
    const usual = useComputed(() => (lists.value.find(({ id }) => id === listId)?.level === 'READ' ? []
        : suggestions(listId, '').slice(0, SHOWN_MOST))).value;
    return (
        <aside class="list-side">
            <BestBanner listId={listId} />
            {usual.length > 0 && (
                <section class="card">
                    <h2>{words.usual}</h2>
                    <ul class="side-lines">
                        {usual.map((one) => (
                            <li key={one.name}>
                                <span>{one.name}<small class="meta">{aboutOf(one)}</small></span>
                                <IconButton icon={Plus} class="side-plus"
                                    label={words.addNamed(one.name)}
                                    onPress={() => add(listId, draftOf(one, ''))} />
                            </li>
                        ))}
                    </ul>
                </section>
            )}
        </aside>
    );
}
