/* Oneself: who, what the plan allows, where one is signed in, and how to leave. */
import { useSignal } from '@preact/signals';
import { Download, LogIn, LogOut, Trash2, UserPlus, X } from 'lucide';
import { deleteAccount, endAllSessions, endOtherSessions, endSession, keepAccount } from './profile.graphql.ts';
import { formatAge, formatDay } from '../i18n/format.ts';
import { look, PASSWORD_LIMIT_MS, session, signOut } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { accountWords } from '../session/words.ts';
import { core, lists, syncState } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Avatar, Chip } from '../ui/marks.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { offerUndo, tell } from '../ui/toast.tsx';
import { act, isHidden, type Known, load, removeLater } from './data.ts';
import { deviceOf } from './device.ts';
import { makeExport, progress } from './export.ts';
import { SheetForm } from './sheet-form.tsx';
import { closeSheet, sheet } from './sheets.ts';
import { profileWords } from './words.ts';

export function WhoCard() {
    const words = profileWords();
    const { kind, personId, name, email, isOver } = session.value;
    if (kind === 'account') {
        const shown = name ?? email ?? words.someone;
        return (
            <section class="card profile-card">
                <div class="profile-row">
                    <Avatar id={personId ?? shown} name={shown} />
                    <span class="profile-text"><b>{shown}</b>
                        {name !== null && <span class="meta">{email}</span>}</span>
                </div>
                {isOver && <p class="warning">{accountWords().failures.over}</p>}
                {isOver && <Button kind="primary" icon={LogIn} href="/sign-in">
                    {accountWords().signIn}</Button>}
            </section>
        );
    }
    return (
        <section class="card profile-card">
            <h2>{words.guest}</h2>
            <p>{kind === 'guest' && !isOver ? words.guestAbout : words.nobodyAbout}</p>
            <div class="profile-actions">
                <Button kind="primary" icon={UserPlus} href="/sign-in?new">
                    {accountWords().register}</Button>
                <Button icon={LogIn} href="/sign-in">{accountWords().signIn}</Button>
            </div>
        </section>
    );
}

/* One that we have no word for goes by its own. */
function planNameOf(plan: string): string {
    const plans: Readonly<Record<string, string>> = profileWords().plans;
    return Object.hasOwn(plans, plan) ? plans[plan]! : plan;
}

export function PlanCard({ known }: { known: Known }) {
    const words = profileWords();
    const own = known.homes.filter((home) => home.role === 'OWNER');
    const rows = own.flatMap((home) => [
        [words.listsUsed(home.name), lists.value.filter((list) => !list.isArchived &&
            list.householdId === home.id).length, known.limits.lists],
        [words.membersUsed(home.name), home.members.nodes.length, known.limits.members],
    ] as const);
    return (
        <section class="card profile-card" aria-labelledby="plan">
            <header class="profile-head">
                <h2 id="plan">{words.plan}</h2>
                <Chip kind="brand">{planNameOf(known.plan)}</Chip>
            </header>
            <dl class="plan">
                {rows.map(([label, used, most]) => (
                    <div key={label}>
                        <dt>{label}</dt>
                        <dd class="number">{words.usedOf(used, most)}</dd>
                    </div>
                ))}
            </dl>
            <p class="meta">{words.planAbout(known.limits.items, known.limits.households)}</p>
        </section>
    );
}

async function signOutNow(isEverywhere: boolean) {
    if (!isEverywhere || await act(() => core.ask(endAllSessions, {})))
        await signOut();
    else
        core.keep({ isLeaving: undefined });
}

/* It wipes what is here: there is time to take it back, and what would be lost is said before. It is
   done when the app is opened again, where the page is closed before. */
function signOutLater(isEverywhere: boolean) {
    const { unsent } = syncState.peek();
    core.keep({ isLeaving: true });
    offerUndo({
        kind: 'sign out',
        say: () => (unsent > 0 ? profileWords().signingOutUnsent(unsent)
            : profileWords().signingOut),
        undo: () => core.keep({ isLeaving: undefined }),
        onPass: () => void signOutNow(isEverywhere),
    });
}

export function SessionsCard({ known }: { known: Known | null }) {
    const words = profileWords();
    const { unsent } = syncState.value;
    const isGuest = session.value.kind === 'guest';
    const sessions = (known?.sessions ?? []).filter((one) => !isHidden(one.id));
    const others = sessions.filter((one) => !one.isCurrent).map((one) => one.id);
    return (
        <section class="card profile-card" aria-labelledby="sessions">
            <h2 id="sessions">{words.sessions}</h2>
            <ul class="profile-rows">
                {sessions.map(({ id, agent, address, usedAt, isCurrent }) => {
                    const name = deviceOf(agent) ?? words.unknownDevice;
                    return (
                        <li key={id} class="profile-row">
                            <span class="profile-text"><b>{name}</b>
                                <span class="meta">
                                    {isCurrent ? words.thisDevice : formatAge(usedAt)}
                                    {address !== null && <> · <bdi>{address}</bdi></>}
                                </span></span>
                            {!isCurrent && <IconButton icon={X} label={words.endSession(name)}
                                onPress={() => removeLater(id, words.sessionEnded(name),
                                    () => core.ask(endSession, { sessionId: id }))} />}
                        </li>
                    );
                })}
            </ul>
            {others.length > 0 && (
                <Button icon={X} onPress={() => removeLater(others, words.othersEnded,
                    () => core.ask(endOtherSessions, {}))}>{words.endOthers}</Button>
            )}
            <p class="meta">{isGuest ? words.signOutGuest : words.signOutAbout}</p>
            {unsent > 0 && <p class="warning">{words.unsent(unsent)}</p>}
            <div class="profile-actions">
                <Button icon={LogOut} onPress={() => signOutLater(false)}>{words.signOut}</Button>
                {sessions.length > 1 && (
                    <Button icon={LogOut} onPress={() => signOutLater(true)}>
                        {words.signOutEverywhere}</Button>
                )}
            </div>
        </section>
    );
}

export function DataCard({ known }: { known: Known }) {
    const words = profileWords();
    const state = progress.value;
    return (
        <section class="card profile-card" aria-labelledby="data">
            <h2 id="data">{words.data}</h2>
            <p>{words.exportAbout}</p>
            <div role="status">
                {state.kind === 'writing' && <p class="meta">{state.total === null ? words.exporting
                    : words.exportingOf(state.done, state.total)}</p>}
                {state.kind === 'failed' && <p class="warning">{state.why}</p>}
            </div>
            <div class="profile-actions">
                {state.kind === 'ready'
                    ? <a class="button button-primary" href={state.url} download="smartcart.json">
                        {words.download}</a>
                    : <Button icon={Download} isBusy={state.kind === 'writing'}
                        onPress={() => void makeExport(words.exportFailed)}>{words.export}</Button>}
            </div>
            <DeletionPart deleteAfter={known.deleteAfter} />
        </section>
    );
}

function DeletionPart({ deleteAfter }: { deleteAfter: string | null }) {
    const words = profileWords();
    const keep = () => act(async () => {
        await core.ask(keepAccount, {});
        await look().catch(() => undefined);
    });
    return deleteAfter === null ? (
        <div class="profile-part">
            <p class="meta">{words.deleteAbout}</p>
            <Button kind="danger" icon={Trash2} onPress={() => (sheet.value = { kind: 'delete' })}>
                {words.deleteAccount}</Button>
        </div>
    ) : (
        <div class="profile-part">
            <p class="warning">{words.deleteOn(formatDay(deleteAfter, 'long'))}</p>
            <Button kind="primary" onPress={() => void keep()}>{words.keepAccount}</Button>
        </div>
    );
}

export function DeleteSheet() {
    const words = profileWords();
    const isGuest = session.value.kind === 'guest';
    const password = useSignal('');
    const sending = useSending();
    const send = async () => {
        let day = '';
        const isDone = await sending.send(async () => {
            day = (await core.ask(deleteAccount, { password: isGuest ? null : password.value },
                { hasPassword: true, limitMs: PASSWORD_LIMIT_MS })).deleteAccount;
        });
        if (!isDone)
            return;
        closeSheet();
        tell(words.deleteOn(formatDay(day, 'long')));
        await load();
    };
    return (
        <Sheet title={words.deleteAccount} onClose={closeSheet}>
            <p>{words.deleteAbout}</p>
            <SheetForm sending={sending} button={words.deleteAccount} kind="danger"
                onSend={() => void send()}>
                {!isGuest && <Field label={accountWords().password} type="password" isRequired
                    autoComplete="current-password" value={password.value}
                    onText={(text) => (password.value = text)} />}
            </SheetForm>
        </Sheet>
    );
}
