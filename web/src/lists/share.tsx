/* Who else has the list: by a link to it alone, or as one of the household. */
import { useSignal } from '@preact/signals';
import { Link } from 'lucide';
import { invite } from '../profile/profile.graphql.ts';
import { t } from '../i18n/i18n.ts';
import { ensureGuest, session } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { core, type List } from '../sync/lists.ts';
import { isLocal } from '../sync/model.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { ListLinks, type Made, MadeLink, SendingError } from './share-links.tsx';
import { shareWords } from './share-words.ts';
import { closeSheet } from './view.ts';
import './share.css';

/* A list that was not sent yet goes to one's own household. */
async function makeLink(list: List): Promise<Made | null> {
    await ensureGuest();
    const householdId = list.householdId ?? session.peek().householdId;
    if (householdId === null)
        return null;
    const { inviteToHousehold: { link, expiresAt } } = await core.ask(invite,
        { householdId, role: 'ADULT', email: null });
    return link === null ? null : { link, until: expiresAt };
}

export function ShareSheet({ list }: { list: List }) {
    const isElsewhere = list.householdId === null && !isLocal(list.id);
    const isOwn = list.level === 'MANAGE' && !isElsewhere;
    return (
        <Sheet title={t().lists.share} onClose={closeSheet}>
            {!isOwn && <p>{shareWords().others}</p>}
            {isOwn && <ListLinks list={list} />}
            {isOwn && <HouseholdLink list={list} />}
        </Sheet>
    );
}

function HouseholdLink({ list }: { list: List }) {
    const words = shareWords();
    const made = useSignal<Made | null>(null);
    const sending = useSending();
    const make = () => sending.send(async () => {
        made.value = await makeLink(list);
    });
    return (
        <section class="share-part" aria-labelledby="share-household">
            <h3 id="share-household">{words.householdTitle}</h3>
            <p>{words.household}</p>
            <MadeLink made={made.value} label={words.householdLink} name={list.name} />
            {made.value === null && (
                <Button icon={Link} isBusy={sending.isBusy.value} onPress={() => void make()}>
                    {words.make}<span class="visually-hidden"> {words.householdTitle}</span>
                </Button>
            )}
            <SendingError text={sending.error.value} />
            <p class="meta">{words.more} <a href="/profile" onClick={closeSheet}>{t().common.profile}</a></p>
        </section>
    );
}
