/* An invitation to a household. Who is nobody becomes a guest first, whose lists come along. */
import { useLocation } from 'preact-iso';
import { ask } from '../api/ask.ts';
import { join } from './welcome.graphql.ts';
import { ensureGuest, look, session } from '../session/session.ts';
import { useSending } from '../session/use-sending.ts';
import { accountWords } from '../session/words.ts';
import { core } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { tell } from '../ui/toast.tsx';
import { Form, FormPage } from './form.tsx';
import { NoToken } from './mail-link.tsx';

async function follow(token: string): Promise<string> {
    await ensureGuest();
    const { joinHousehold: { name } } = await ask(join, { token });
    await look().catch(() => undefined); // joined it is, whether or not we hear of it now
    core.fetchAll();
    return name;
}

export function JoinScreen() {
    const words = accountWords().join;
    const { route } = useLocation();
    const sending = useSending();
    const token = location.hash.slice(1);
    if (token === '')
        return <NoToken />;
    const isAccount = session.value.kind === 'account';
    const send = async () => {
        let name = '';
        if (await sending.send(async () => { name = await follow(token); })) {
            tell(words.done(name));
            route('/lists', true);
        }
    };
    return (
        <FormPage title={words.title} about={words.about}>
            <Form button={words.button} sending={sending} onSend={() => void send()}>
                <p>{isAccount ? words.asAccount(session.value.email ?? '') : words.asGuest}</p>
            </Form>
            {!isAccount && (
                <div><Button href={`/sign-in?join#${token}`}>{words.signInFirst}</Button></div>
            )}
        </FormPage>
    );
}
