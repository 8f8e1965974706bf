/* A household: who is in it, who is invited, and what its owner does about that. */
import { Crown, DoorOpen, Ellipsis, Pencil, UserMinus, UserPlus, UserRoundCog, X } from 'lucide';
import type { HouseholdRole } from '../api/types.ts';
import { leave, removeMember, setRole, takeBack } from './profile.graphql.ts';
import { formatDay } from '../i18n/format.ts';
import { look, session } from '../session/session.ts';
import { core } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Avatar, Chip } from '../ui/marks.tsx';
import { type MenuItem, openMenu } from '../ui/menu.tsx';
import { Cards } from './cards.tsx';
import { act, type Home, isHidden, removeLater } from './data.ts';
import { sheet } from './sheets.ts';
import { Stores } from './stores.tsx';
import { profileWords } from './words.ts';

type Member = Home['members']['nodes'][number];

export function nameOf(member: Member): string {
    const isSelf = member.person.id === session.value.personId;
    return member.name ?? member.email ?? (isSelf ? profileWords().you : profileWords().someone);
}

export function HouseholdCard({ home }: { home: Home }) {
    const words = profileWords();
    const isAdult = home.role === 'OWNER' || home.role === 'ADULT';
    const open = (kind: 'invite' | 'rename') => (sheet.value = { kind, homeId: home.id });
    if (isHidden(home.id))
        return null;
    return (
        <section class="card profile-card" aria-labelledby={`home-${home.id}`}>
            <header class="profile-head">
                <h2 id={`home-${home.id}`}>{home.name}</h2>
                {isAdult && <IconButton icon={Pencil} label={words.renameHousehold(home.name)}
                    onPress={() => open('rename')} />}
            </header>
            <ul class="profile-rows">
                {home.members.nodes.map((member) => (
                    <MemberRow key={member.person.id} home={home} member={member} />
                ))}
                {home.invitations.nodes.map((invitation) => (
                    <InvitationRow key={invitation.id} invitation={invitation} />
                ))}
            </ul>
            <div class="profile-actions">
                {isAdult && <Button kind="soft" icon={UserPlus} onPress={() => open('invite')}>
                    {words.invite}</Button>}
                {home.role !== 'OWNER' && (
                    <Button icon={DoorOpen} onPress={() => leaveLater(home)}>{words.leave}</Button>
                )}
            </div>
            {home.role !== 'GUEST' && <Stores home={home} isAdult={isAdult} />}
            {home.role !== 'GUEST' && <Cards home={home} isAdult={isAdult} />}
        </section>
    );
}

function leaveLater(home: Home) {
    removeLater(home.id, profileWords().left(home.name), async () => {
        await core.ask(leave, { householdId: home.id });
        await look();
        core.fetchAll();
    });
}

function MemberRow({ home, member }: { home: Home; member: Member }) {
    const words = profileWords();
    const name = nameOf(member);
    const isOwnersToManage = home.role === 'OWNER' && member.role !== 'OWNER';
    if (isHidden(member.person.id))
        return null;
    return (
        <li class="profile-row">
            <Avatar id={member.person.id} name={name} />
            <span class="profile-text">
                <b>{name}</b>
                {member.name !== null && member.email !== null &&
                    <span class="meta">{member.email}</span>}
            </span>
            <Chip kind={member.role === 'OWNER' ? 'brand' : 'plain'}>
                {words.roles[member.role]}
            </Chip>
            {isOwnersToManage && (
                <IconButton icon={Ellipsis} label={words.memberActions(name)} hasMenu
                    onPress={(event) => openMenu(event.currentTarget, name,
                        memberMenu(home, member))} />
            )}
        </li>
    );
}

function memberMenu(home: Home, member: Member): MenuItem[] {
    const words = profileWords();
    const ids = { householdId: home.id, personId: member.person.id };
    const roles = (['ADULT', 'CHILD', 'GUEST'] satisfies HouseholdRole[])
        .filter((role) => role !== member.role);
    return [
        ...roles.map((role) => ({ label: words.makeRole[role], icon: UserRoundCog,
            onPick: () => void act(() => core.ask(setRole, { ...ids, role })) })),
        ...(member.role === 'ADULT' ? [{ label: words.handOver, icon: Crown,
            onPick: () => (sheet.value = { kind: 'hand-over', homeId: home.id,
                personId: member.person.id }) }] : []),
        { label: words.removeMember, icon: UserMinus, isDanger: true,
            onPick: () => removeLater(member.person.id, words.memberRemoved(nameOf(member)),
                () => core.ask(removeMember, ids)) },
    ];
}

function InvitationRow({ invitation }: {
    invitation: Home['invitations']['nodes'][number];
}) {
    const words = profileWords();
    const text = invitation.email === null ? words.openLink : words.invited(invitation.email);
    if (isHidden(invitation.id))
        return null;
    return (
        <li class="profile-row">
            <span class="profile-text">
                <b>{text}</b>
                <span class="meta">{words.roles[invitation.role]} · {words.until(
                    formatDay(invitation.expiresAt))}</span>
            </span>
            <IconButton icon={X} label={words.takeBack(text)}
                onPress={() => removeLater(invitation.id, words.takenBack,
                    () => core.ask(takeBack, { invitationId: invitation.id }))} />
        </li>
    );
}

/* Guests pass links on; only accounts send mails. */
export function mayMail(): boolean {
    return session.value.kind === 'account';
}
