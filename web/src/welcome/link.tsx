/* A link to one list, for whoever has it: no account, no guest either. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { t } from '../i18n/i18n.ts';
import { ApiError } from '../api/ask.ts';
import { linkToken, takeLinkToken } from '../session/link-token.ts';
import { accountWords } from '../session/words.ts';
import { core } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, Skeleton } from '../ui/marks.tsx';
import { NoToken } from './mail-link.tsx';

type Trouble = 'over' | 'offline' | 'failed';

function troubleOf(error: unknown): Trouble {
    if (!(error instanceof ApiError))
        return 'offline'; // what follows links cannot be loaded
    return error.code === 'UNAUTHENTICATED' ? 'over' : error.code === 'OFFLINE' ? 'offline' : 'failed';
}

export function LinkScreen() {
    const words = accountWords().guestLink;
    const { route } = useLocation();
    const token = useSignal(linkToken());
    const trouble = useSignal<Trouble | null>(null);

    async function follow(): Promise<void> {
        if (token.peek() === undefined)
            return;
        trouble.value = null;
        try {
            const listId = await (await core.network()).follow(token.peek()!);
            core.keep({ link: undefined });
            route(`/lists/${listId}`, true);
        } catch (error) {
            trouble.value = troubleOf(error);
            if (trouble.peek() === 'over')
                core.keep({ link: undefined });
        }
    }

    useEffect(() => {
        const onHash = (): void => { // another link, in the same tab
            takeLinkToken();
            token.value = linkToken();
            void follow();
        };
        addEventListener('hashchange', onHash);
        void follow();
        return () => removeEventListener('hashchange', onHash);
    }, []);
    useEffect(() => {
        document.title = `${words.title} · SmartCart`;
    }, [words]);

    if (token.value === undefined)
        return <NoToken />;
    if (trouble.value === null)
        return <div class="page"><h1 class="visually-hidden">{words.title}</h1>
            <Skeleton label={words.opening} /></div>;
    const { title, about } = words[trouble.value];
    return (
        <div class="page" role="alert">
            <EmptyState isAlone title={title} action={trouble.value === 'over'
                ? <Button kind="primary" href="/lists">{t().common.toLists}</Button>
                : <Button kind="primary" onPress={() => void follow()}>{t().common.tryAgain}</Button>}>
                {about}
            </EmptyState>
        </div>
    );
}
