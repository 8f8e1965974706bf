/* What is not bought and why, and what else was left out. */
import { Info } from 'lucide';
import { formatAge } from '../i18n/format.ts';
import { itemsOf } from '../sync/lists.ts';
import { Icon } from '../ui/icon.tsx';
import { saidNote } from './note.ts';
import type { Plan, Planned } from './plan.ts';
import { saidWhy } from './said.ts';
import { shopWords } from './words.ts';

interface MissingProps {
    planned: Planned;
    plan: Plan;
    listId: string;
    /* Null: this list is only looked at. */
    onChange: ((itemId: string) => void) | null;
}

export function MissingItems({ planned, plan, listId, onChange }: MissingProps) {
    const words = shopWords();
    const unpriced = itemsOf(listId).value.filter((item) => planned.unpriced.includes(item.id));
    const { missing } = plan;
    if (missing.length + unpriced.length === 0)
        return null;
    return (
        <section aria-label={words.notBought}>
            <h2 class="shop-h2">{words.notBought}<small>{words.notBoughtAbout}</small></h2>
            <ul class="rows">
                {missing.map((one) => (
                    <li key={one.itemId} class="lacks">
                        <div>
                            <b>{one.text}</b>
                            <p class="meta">{saidWhy(one, planned.currency)}</p>
                        </div>
                        {onChange !== null && (
                            <button type="button" class="link"
                                aria-label={words.chooseFor(one.text)}
                                onClick={() => onChange(one.itemId)}>{words.choose}</button>
                        )}
                    </li>
                ))}
                {unpriced.map((item) => (
                    <li key={item.id} class="lacks">
                        <div><b>{item.name}</b><p class="meta">{words.notPriced}</p></div>
                    </li>
                ))}
            </ul>
        </section>
    );
}

export function Notes({ planned, plan }: { planned: Planned; plan: Plan }) {
    const words = shopWords();
    const ages = plan.stops.flatMap((stop) => stop.lines.map((line) => line.confirmed)).sort();
    return (
        <div class="shop-note">
            <Icon of={Info} size={20} />
            <div>
                {ages.length > 0 && (
                    <p>{words.ages(formatAge(ages.at(-1)!), formatAge(ages[0]!))}</p>
                )}
                {planned.hasOverSpecials && <p>{words.overSpecials}</p>}
                {planned.notes.map((note) => {
                    const said = saidNote(note, words.notes);
                    return said !== null ? <p key={note.text}>{said}</p>
                        : <p key={note.text} lang="en" dir="ltr">{note.text}</p>;
                })}
            </div>
        </div>
    );
}
