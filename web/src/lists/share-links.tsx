/* Links to one list: made, shown once, and ended. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Link, X } from 'lucide';
import type { ListLevel, ListLink } from '../api/types.ts';
import { formatDay } from '../i18n/format.ts';
import { LINK_PATH } from '../session/link-token.ts';
import { useSending } from '../session/use-sending.ts';
import { core, type List } from '../sync/lists.ts';
import { isLocal } from '../sync/model.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { LinkActions } from '../ui/link-actions.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { tell } from '../ui/toast.tsx';
import { endListLink, listLinks, makeListLink } from './share.graphql.ts';
import { shareWords } from './share-words.ts';

const LEVELS = ['EDIT', 'READ'] as const satisfies ListLevel[];

/* A link that was just made; it is not told again. */
export interface Made {
    link: string;
    until: string;
}

export function MadeLink({ made, label, name }: { made: Made | null; label: string; name: string }) {
    return made === null ? null : (
        <>
            <Field label={label} value={made.link} isReadOnly
                hint={shareWords().until(formatDay(made.until))} />
            <div class="share-actions"><LinkActions link={made.link} name={name} /></div>
        </>
    );
}

export function SendingError({ text }: { text: string | null }) {
    return <div role="alert">{text !== null && <p class="warning">{text}</p>}</div>;
}

export function ListLinks({ list }: { list: List }) {
    const words = shareWords();
    const level = useSignal<(typeof LEVELS)[number]>('EDIT');
    const made = useSignal<Made | null>(null);
    const links = useSignal<readonly ListLink[]>([]);
    const loading = useSending();
    const making = useSending();
    const listId = list.id;
    useEffect(() => {
        if (!isLocal(listId))
            void loading.send(async () => {
                const told = (await core.ask(listLinks, { listId })).list?.shares.nodes ?? [];
                const isNew = ({ id }: ListLink) => told.every((link) => link.id !== id);
                links.value = [...told, ...links.peek().filter(isNew)]; // one was made meanwhile
            });
    }, [isLocal(listId)]);
    const make = () => making.send(async () => {
        const id = await (await core.network()).publish(listId);
        const { token, expiresAt, share } = (await core.ask(makeListLink,
            { listId: id, level: level.peek() })).shareList;
        made.value = { link: `${location.origin}${LINK_PATH}#${token}`, until: expiresAt };
        if (share !== null)
            links.value = [...links.peek(), share];
    });
    const onEnded = (shareId: string) => {
        links.value = links.peek().filter(({ id }) => id !== shareId);
        made.value = null; // it may have been this one
        tell(words.ended);
    };
    return (
        <section class="share-part" aria-labelledby="share-list">
            <h3 id="share-list">{words.listTitle}</h3>
            <p>{words.list}</p>
            <Segmented label={words.may} value={level.value} onPick={(picked) => {
                level.value = picked;
                made.value = null;
            }} options={LEVELS.map((value) => ({ value, label: words.levels[value] }))} />
            <MadeLink made={made.value} label={words.listLink} name={list.name} />
            {made.value === null && (
                <Button kind="primary" icon={Link} isBusy={making.isBusy.value}
                    onPress={() => void make()}>
                    {words.make}<span class="visually-hidden"> {words.listTitle}</span>
                </Button>
            )}
            <SendingError text={making.error.value ?? loading.error.value} />
            {links.value.length > 0 && (
                <>
                    <h4>{words.holding}</h4>
                    <ul class="share-links">
                        {links.value.map((link) =>
                            <LinkRow key={link.id} link={link} onEnded={onEnded} />)}
                    </ul>
                </>
            )}
        </section>
    );
}

function LinkRow({ link, onEnded }: { link: ListLink; onEnded: (shareId: string) => void }) {
    const words = shareWords();
    const ending = useSending();
    const about = words.linkOf(words.levels[link.level], formatDay(link.expiresAt));
    const end = async () => {
        if (await ending.send(() => core.ask(endListLink, { shareId: link.id })))
            onEnded(link.id);
    };
    return (
        <li>
            <span>{about}</span>
            <IconButton icon={X} label={`${words.end}: ${about}`} onPress={() => void end()} />
            <SendingError text={ending.error.value} />
        </li>
    );
}
