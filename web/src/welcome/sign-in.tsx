import { type Signal, useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { ask } from '../api/ask.ts';
import { forgotPassword, register } from './welcome.graphql.ts';
import { language, t } from '../i18n/i18n.ts';
import { ensureGuest, PASSWORD_LIMIT_MS, session, signIn } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { accountWords } from '../session/words.ts';
import { lists } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { EmptyState } from '../ui/marks.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { tell } from '../ui/toast.tsx';
import { Form, FormPage } from './form.tsx';

type Way = 'sign-in' | 'register' | 'forgot';

interface Typed {
    email: Signal<string>;
    password: Signal<string>;
    name: Signal<string>;
}

export function SignInScreen() {
    const words = accountWords();
    const { kind, email, isOver } = session.value;
    const { query } = useLocation();
    const way = useSignal<Way>(query.new === undefined ? 'sign-in' : 'register');
    const sentTo = useSignal<string | null>(null);
    const typed: Typed = { email: useSignal(email ?? ''), password: useSignal(''),
        name: useSignal('') };
    if (kind === 'account' && !isOver) {
        return (
            <div class="page">
                <EmptyState isAlone title={words.isIn} action={
                    <Button kind="primary" href="/lists">{t().common.toLists}</Button>}>
                    {email}
                </EmptyState>
            </div>
        );
    }
    if (sentTo.value !== null) {
        return (
            <div class="page">
                <EmptyState isAlone title={words.mailSent} action={
                    <Button onPress={() => (sentTo.value = null)}>{t().common.back}</Button>}>
                    {way.value === 'forgot' ? words.resetSentTo(sentTo.value)
                        : words.mailSentTo(sentTo.value)}
                </EmptyState>
            </div>
        );
    }
    const hasLists = kind !== 'account' && lists.value.some((list) => list.openCount > 0);
    const ways = [{ value: 'sign-in' as Way, label: words.signIn },
        { value: 'register' as Way, label: words.register }];
    return (
        <FormPage title={way.value === 'register' ? words.register
            : way.value === 'forgot' ? words.forgot : words.signIn}
            about={way.value === 'register' ? words.registerAbout
                : way.value === 'forgot' ? words.forgotAbout : words.signInAbout}>
            {way.value !== 'forgot' && (
                <Segmented<Way> label={words.signInOrRegister} options={ways} value={way.value}
                    onPick={(value) => (way.value = value)} />
            )}
            {way.value === 'sign-in' && <SignInForm typed={typed} />}
            {way.value === 'register' && <RegisterForm typed={typed} sentTo={sentTo} />}
            {way.value === 'forgot' && <ForgotForm typed={typed} sentTo={sentTo} />}
            <div>
                {way.value === 'sign-in' && (
                    <Button onPress={() => (way.value = 'forgot')}>{words.forgot}</Button>
                )}
                {way.value === 'forgot' && (
                    <Button onPress={() => (way.value = 'sign-in')}>{t().common.back}</Button>
                )}
            </div>
            {hasLists && <p class="meta form-note">{words.listsComeAlong}</p>}
        </FormPage>
    );
}

function Email({ email }: Typed) {
    return (
        <Field label={accountWords().email} type="email" inputMode="email" name="email" isRequired
            autoComplete="username" value={email.value} onText={(text) => (email.value = text)} />
    );
}

function Password({ typed: { password }, isNew }: { typed: Typed; isNew: boolean }) {
    const words = accountWords();
    return (
        <Field label={words.password} type="password" name="password" isRequired
            autoComplete={isNew ? 'new-password' : 'current-password'}
            hint={isNew ? words.passwordHint : undefined} value={password.value}
            onText={(text) => (password.value = text)} />
    );
}

function SignInForm({ typed }: { typed: Typed }) {
    const words = accountWords();
    const sending = useSending();
    const { route, query } = useLocation();
    const next = query.join === undefined ? '/lists' : `/join${location.hash}`;
    const send = async () => {
        if (await sending.send(() => signIn(typed.email.value.trim(), typed.password.value))) {
            tell(words.signedIn);
            route(next, true);
        }
    };
    return (
        <Form button={words.signIn} sending={sending} onSend={() => void send()}>
            <Email {...typed} />
            <Password typed={typed} isNew={false} />
        </Form>
    );
}

interface SentProps {
    typed: Typed;
    sentTo: Signal<string | null>;
}

/* A guest first: their lists are the account's as soon as the mail's link is followed. */
function RegisterForm({ typed, sentTo }: SentProps) {
    const words = accountWords();
    const sending = useSending();
    const send = async () => {
        const email = typed.email.value.trim();
        const isSent = await sending.send(async () => {
            await ensureGuest();
            await ask(register, { email, password: typed.password.value,
                name: typed.name.value.trim() || null, locale: language.value },
            { limitMs: PASSWORD_LIMIT_MS });
        });
        if (isSent)
            sentTo.value = email;
    };
    return (
        <Form button={words.register} sending={sending} onSend={() => void send()}>
            <Field label={words.name} name="name" autoComplete="name" hint={words.nameHint}
                value={typed.name.value} onText={(text) => (typed.name.value = text)} />
            <Email {...typed} />
            <Password typed={typed} isNew />
        </Form>
    );
}

function ForgotForm({ typed, sentTo }: SentProps) {
    const words = accountWords();
    const sending = useSending();
    const send = async () => {
        const email = typed.email.value.trim();
        if (await sending.send(() => ask(forgotPassword, { email })))
            sentTo.value = email;
    };
    return (
        <Form button={words.sendLink} sending={sending} onSend={() => void send()}>
            <Email {...typed} />
        </Form>
    );
}
