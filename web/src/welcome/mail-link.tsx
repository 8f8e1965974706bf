/* Where the links of mails lead: `#` and a token behind them. The password is asked for, since
   anybody can have such a mail sent to any address. */
import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { ask } from '../api/ask.ts';
import { confirmEmail, resetPassword, verify } from './welcome.graphql.ts';
import { t } from '../i18n/i18n.ts';
import { begin, look, PASSWORD_LIMIT_MS } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { accountWords } from '../session/words.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { EmptyState } from '../ui/marks.tsx';
import { tell } from '../ui/toast.tsx';
import { Form, FormPage } from './form.tsx';

export type MailLink = 'verify' | 'reset' | 'email';

const OPTIONS = { hasPassword: true, limitMs: PASSWORD_LIMIT_MS };

/* Each with the token and what was typed. */
const FOLLOW: Record<MailLink, (token: string, password: string) => Promise<unknown>> = {
    verify: (token, password) => begin(() => ask(verify, { token, password }, OPTIONS)),
    reset: (token, password) => begin(() => ask(resetPassword, { token, password }, OPTIONS)),
    email: async (token, password) => {
        await ask(confirmEmail, { token, password }, OPTIONS);
        await look().catch(() => undefined); // it is done, whether or not we hear of it now
    },
};

export function MailLinkScreen({ link }: { link: MailLink }) {
    const words = accountWords().links[link];
    const { route } = useLocation();
    const password = useSignal('');
    const sending = useSending();
    const token = location.hash.slice(1);
    if (token === '')
        return <NoToken />;
    const send = async () => {
        if (await sending.send(() => FOLLOW[link](token, password.value))) {
            tell(words.done);
            route('/lists', true); // the token is used: it leaves the address
        }
    };
    return (
        <FormPage title={words.title} about={words.about}>
            <Form button={words.button} sending={sending} onSend={() => void send()}>
                <Field label={link === 'reset' ? accountWords().newPassword
                    : accountWords().password}
                    type="password" isRequired name="password"
                    autoComplete={link === 'reset' ? 'new-password' : 'current-password'}
                    hint={link === 'reset' ? accountWords().passwordHint : undefined}
                    value={password.value} onText={(text) => (password.value = text)} />
            </Form>
        </FormPage>
    );
}

/* Cut off, as mail programs do. */
export function NoToken() {
    const words = accountWords();
    return (
        <div class="page">
            <EmptyState isAlone title={words.linkCut} action={
                <Button kind="primary" href="/lists">{t().common.toLists}</Button>}>
                {words.linkCutAbout}
            </EmptyState>
        </div>
    );
}
