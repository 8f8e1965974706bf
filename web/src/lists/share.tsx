/* A link for whoever shall see and change the list, with no account. */
import { useSignal } from '@preact/signals';
import { Copy, Link, Share2 } from 'lucide';
import { ask } from '../api/ask.ts';
import { shareList } from '../api/operations.ts';
import { t } from '../i18n/i18n.ts';
import type { List } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { tell } from '../ui/toast.tsx';
import { sheet } from './view.ts';

const DAYS = 30;

async function makeLink(listId: string): Promise<string> {
    const { shareList: { token } } = await ask(shareList, { listId, level: 'EDIT', days: DAYS });
    return new URL(`/l#${token}`, location.origin).href;
}

export function ShareSheet({ list }: { list: List }) {
    const words = t().lists;
    const link = useSignal<string | null>(null);
    const isBusy = useSignal(false);
    const isFailed = useSignal(false);

    async function make() {
        isBusy.value = true;
        isFailed.value = false;
        try {
            link.value = await makeLink(list.id);
        } catch {
            isFailed.value = true;
        }
        isBusy.value = false;
    }

    return (
        <Sheet title={words.share} onClose={() => (sheet.value = null)}
            actions={link.value === null ? (
                <Button kind="primary" icon={Link} isBusy={isBusy.value}
                    onPress={() => void make()}>{words.shareMake}</Button>
            ) : <LinkActions link={link.value} name={list.name} />}>
            <p>{words.shareLink}</p>
            {link.value !== null && <Field label={words.linkLabel} value={link.value} isReadOnly />}
            {isFailed.value && <p class="warning" role="alert">{words.shareOffline}</p>}
        </Sheet>
    );
}

function LinkActions({ link, name }: { link: string; name: string }) {
    const words = t().common;
    const copy = async () => {
        await navigator.clipboard.writeText(link);
        tell(words.copied);
    };
    return (
        <>
            <Button icon={Copy} onPress={() => void copy()}>{words.copy}</Button>
            {'share' in navigator && (
                <Button kind="primary" icon={Share2}
                    onPress={() => void navigator.share({ title: name, url: link }).catch(() => {})}>
                    {words.send}
                </Button>
            )}
        </>
    );
}
