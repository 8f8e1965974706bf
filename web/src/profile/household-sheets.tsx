import { useSignal } from '@preact/signals';
import type { HouseholdRole } from '../api/types.ts';
import { handOver, invite, renameHousehold } from './profile.graphql.ts';
import { formatDay } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { look } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { core } from '../sync/lists.ts';
import { Field, Select } from '../ui/field.tsx';
import { LinkActions } from '../ui/link-actions.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { tell } from '../ui/toast.tsx';
import { type Home, load } from './data.ts';
import { mayMail, nameOf } from './household.tsx';
import { SheetForm } from './sheet-form.tsx';
import { closeSheet } from './sheets.ts';
import { profileWords } from './words.ts';

/* By mail to one, or a link for whoever is given it. */
export function InviteSheet({ home }: { home: Home }) {
    const words = profileWords();
    const role = useSignal<HouseholdRole>('ADULT');
    const email = useSignal('');
    const made = useSignal<{ link: string; until: string } | null>(null);
    const sending = useSending();
    const send = async () => {
        const to = email.value.trim();
        const isDone = await sending.send(async () => {
            const { inviteToHousehold: { link, expiresAt } } = await core.ask(invite,
                { householdId: home.id, role: role.value, email: to === '' ? null : to });
            if (link !== null)
                made.value = { link, until: expiresAt };
        });
        if (!isDone)
            return;
        void load();
        if (made.value === null) {
            closeSheet();
            tell(words.invitationSent(to));
        }
    };
    if (made.value !== null) {
        const { link, until } = made.value;
        return (
            <Sheet title={words.invite} onClose={closeSheet}
                actions={<LinkActions link={link} name={words.inviteTo(home.name)} />}>
                <p>{words.linkAbout(formatDay(until))}</p>
                <Field label={words.link} value={link} isReadOnly />
            </Sheet>
        );
    }
    const roles = (['ADULT', 'CHILD', 'GUEST'] satisfies HouseholdRole[])
        .map((value) => ({ value, label: words.roles[value] }));
    return (
        <Sheet title={words.invite} onClose={closeSheet}>
            <SheetForm sending={sending} button={email.value.trim() === '' ? words.makeLink
                : words.sendInvitation} onSend={() => void send()}>
                <Select label={words.role} value={role.value} options={roles}
                    hint={words.roleHints[role.value]}
                    onPick={(value) => (role.value = value as HouseholdRole)} />
                {mayMail() && <Field label={words.inviteEmail} type="email" inputMode="email"
                    hint={words.inviteEmailHint} value={email.value}
                    onText={(text) => (email.value = text)} />}
            </SheetForm>
        </Sheet>
    );
}

export function RenameHouseholdSheet({ home }: { home: Home }) {
    const words = profileWords();
    const name = useSignal(home.name);
    const sending = useSending();
    const send = async () => {
        const wanted = name.value.trim();
        if (wanted === '' || wanted === home.name)
            return closeSheet();
        if (await sending.send(() => core.ask(renameHousehold,
            { householdId: home.id, name: wanted }))) {
            closeSheet();
            await Promise.all([load(), look().catch(() => undefined)]);
        }
    };
    return (
        <Sheet title={words.renameHousehold(home.name)} onClose={closeSheet}>
            <SheetForm sending={sending} button={t().common.save} onSend={() => void send()}>
                <Field label={words.householdName} isFirst isRequired maxLength={60}
                    value={name.value} onText={(text) => (name.value = text)} />
            </SheetForm>
        </Sheet>
    );
}

/* Only the next owner can give it back. */
export function HandOverSheet({ home, personId }: { home: Home; personId: string }) {
    const words = profileWords();
    const sending = useSending();
    const member = home.members.nodes.find(({ person }) => person.id === personId);
    const send = async () => {
        if (await sending.send(() => core.ask(handOver, { householdId: home.id, personId }))) {
            closeSheet();
            await Promise.all([load(), look().catch(() => undefined)]);
        }
    };
    return member === undefined ? null : (
        <Sheet title={words.handOver} onClose={closeSheet}>
            <p>{words.handOverAbout(nameOf(member), home.name)}</p>
            <SheetForm sending={sending} button={words.handOver} kind="danger"
                onSend={() => void send()}>{null}</SheetForm>
        </Sheet>
    );
}
