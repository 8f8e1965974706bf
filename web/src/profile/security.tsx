/* What opens an account: its address, its password, and keys of programs. */
import { useSignal } from '@preact/signals';
import { KeyRound, Mail, RectangleEllipsis } from 'lucide';
import { look, PASSWORD_LIMIT_MS, session } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { accountWords } from '../session/words.ts';
import { core } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { tell } from '../ui/toast.tsx';
import { load } from './data.ts';
import { changeEmail, changePassword } from './security.graphql.ts';
import { SheetForm } from './sheet-form.tsx';
import { closeSheet, sheet } from './sheets.ts';
import { profileWords } from './words.ts';

const OPTIONS = { hasPassword: true, limitMs: PASSWORD_LIMIT_MS };

export function SecurityCard() {
    const words = profileWords();
    return (
        <section class="card profile-card" aria-labelledby="security">
            <h2 id="security">{words.security}</h2>
            <div class="profile-actions">
                <Button icon={Mail} onPress={() => (sheet.value = { kind: 'email' })}>
                    {words.changeEmail}</Button>
                <Button icon={RectangleEllipsis} onPress={() => (sheet.value = { kind: 'password' })}>
                    {words.changePassword}</Button>
                <Button icon={KeyRound} onPress={() => (sheet.value = { kind: 'keys' })}>
                    {words.keys}</Button>
            </div>
        </section>
    );
}

interface PasswordProps {
    label: string;
    value: string;
    isNew?: boolean;
    onText: (text: string) => void;
}

function Password({ label, value, isNew = false, onText }: PasswordProps) {
    return (
        <Field label={label} type="password" isRequired value={value} onText={onText}
            isFirst={!isNew} hint={isNew ? accountWords().passwordHint : undefined}
            autoComplete={isNew ? 'new-password' : 'current-password'} />
    );
}

/* All other devices, and keys of programs, are out with the old one. */
export function PasswordSheet() {
    const words = profileWords();
    const current = useSignal('');
    const next = useSignal('');
    const sending = useSending({ password: words.wrongPassword });
    const send = async () => {
        const isDone = await sending.send(() => core.ask(changePassword,
            { current: current.value, password: next.value }, OPTIONS));
        if (!isDone)
            return;
        closeSheet();
        tell(words.passwordChanged);
        void load();
    };
    return (
        <Sheet title={words.changePassword} onClose={closeSheet}>
            <p>{words.passwordAbout}</p>
            <SheetForm sending={sending} button={words.savePassword} onSend={() => void send()}>
                <Password label={words.currentPassword} value={current.value}
                    onText={(text) => (current.value = text)} />
                <Password label={accountWords().newPassword} value={next.value} isNew
                    onText={(text) => (next.value = text)} />
            </SheetForm>
        </Sheet>
    );
}

/* Nothing changes before the mail's link is followed. */
export function EmailSheet() {
    const words = profileWords();
    const email = useSignal('');
    const password = useSignal('');
    const sentTo = useSignal<string | null>(null);
    const sending = useSending({ password: words.wrongPassword });
    const send = async () => {
        const to = email.value.trim();
        if (!await sending.send(() => core.ask(changeEmail, { password: password.value, email: to },
            OPTIONS)))
            return;
        sentTo.value = to;
        void look().catch(() => undefined);
    };
    if (sentTo.value !== null) {
        return (
            <Sheet title={accountWords().mailSent} onClose={closeSheet}>
                <p role="status">{words.emailSentTo(sentTo.value)}</p>
            </Sheet>
        );
    }
    return (
        <Sheet title={words.changeEmail} onClose={closeSheet}>
            <p>{words.emailAbout(session.value.email ?? '')}</p>
            <SheetForm sending={sending} button={accountWords().sendLink} onSend={() => void send()}>
                <Field label={words.newEmail} type="email" inputMode="email" isRequired isFirst
                    autoComplete="email" value={email.value} onText={(text) => (email.value = text)} />
                <Field label={accountWords().password} type="password" isRequired
                    autoComplete="current-password" value={password.value}
                    onText={(text) => (password.value = text)} />
            </SheetForm>
        </Sheet>
    );
}
