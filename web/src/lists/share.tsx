/* A link into the household: who follows it has all its lists, with no account. */
import { useSignal } from '@preact/signals';
import { Link } from 'lucide';
import { invite } from '../profile/profile.graphql.ts';
import { formatDay } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { ensureGuest, session } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { core, type List } from '../sync/lists.ts';
import { isLocal } from '../sync/model.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { LinkActions } from '../ui/link-actions.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { sheet } from './view.ts';

const close = () => (sheet.value = null);

/* A list that was not sent yet goes to one's own household. */
async function makeLink(list: List): Promise<{ link: string; until: string } | null> {
    await ensureGuest();
    const householdId = list.householdId ?? session.peek().householdId;
    if (householdId === null)
        return null;
    const { inviteToHousehold: { link, expiresAt } } = await core.ask(invite,
        { householdId, role: 'ADULT', email: null });
    return link === null ? null : { link, until: expiresAt };
}

export function ShareSheet({ list }: { list: List }) {
    const words = t().lists;
    const made = useSignal<{ link: string; until: string } | null>(null);
    const sending = useSending();
    const isElsewhere = list.householdId === null && !isLocal(list.id);
    if (list.level !== 'MANAGE' || isElsewhere) {
        return <Sheet title={words.share} onClose={close}><p>{words.shareOthers}</p></Sheet>;
    }
    const make = () => sending.send(async () => {
        made.value = await makeLink(list);
    });
    return (
        <Sheet title={words.share} onClose={close}
            actions={made.value === null ? (
                <Button kind="primary" icon={Link} isBusy={sending.isBusy.value}
                    onPress={() => void make()}>{words.shareMake}</Button>
            ) : <LinkActions link={made.value.link} name={list.name} />}>
            <p>{words.shareLink}</p>
            {made.value !== null && (
                <Field label={words.linkLabel} value={made.value.link} isReadOnly
                    hint={words.linkUntil(formatDay(made.value.until))} />
            )}
            <div role="alert">
                {sending.error.value !== null && <p class="warning">{sending.error.value}</p>}
            </div>
            <p class="meta">{words.shareMore} <a href="/profile" onClick={close}>
                {t().common.profile}</a></p>
        </Sheet>
    );
}
