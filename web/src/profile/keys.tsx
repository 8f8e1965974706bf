/* Keys for programs of one's own: made, shown once, revoked. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Copy, Trash2 } from 'lucide';
import { formatAge } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { useSending } from '../session/use-sending.ts';
import { core } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy.ts';
import { Field, Switch } from '../ui/field.tsx';
import { Skeleton } from '../ui/marks.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { tell } from '../ui/toast.tsx';
import { isHidden, removeLater } from './data.ts';
import { type Keys, keys, makeKey, revokeKey } from './security.graphql.ts';
import { SheetForm } from './sheet-form.tsx';
import { closeSheet } from './sheets.ts';
import { AskAgain } from './stores.tsx';
import { profileWords } from './words.ts';

type Key = NonNullable<Keys['me']>['apiKeys']['nodes'][number];

export function KeysSheet() {
    const words = profileWords();
    const found = useSignal<readonly Key[] | null>(null);
    const secret = useSignal<{ name: string; text: string } | null>(null);
    const asking = useSending();
    const ask = () => void asking.send(async () => {
        found.value = (await core.ask(keys, {})).me?.apiKeys.nodes ?? [];
    });
    useEffect(ask, []);
    if (secret.value !== null) {
        const { name, text } = secret.value;
        const copy = () => copyText(text)
            .then(() => tell(words.keyCopied), () => tell(words.keyNotCopied));
        return (
            <Sheet title={name} onClose={closeSheet} actions={
                <Button kind="primary" icon={Copy} onPress={() => void copy()}>
                    {words.copyKey}</Button>}>
                <p>{words.keyOnce}</p>
                <Field label={words.key} value={text} isReadOnly />
            </Sheet>
        );
    }
    return (
        <Sheet title={words.keys} onClose={closeSheet}>
            <p>{words.keysAbout}</p>
            {found.value === null && asking.isBusy.value &&
                <Skeleton label={t().common.loading} rows={2} />}
            {found.value === null && <AskAgain error={asking.error.value} onPress={ask} />}
            {found.value !== null && <KeyRows found={found.value} onRevoke={async (keyId) => {
                await core.ask(revokeKey, { keyId });
                found.value = found.value?.filter(({ id }) => id !== keyId) ?? null;
            }} />}
            {found.value !== null && <NewKey onMade={(name, text) => (secret.value = { name, text })} />}
        </Sheet>
    );
}

interface KeyRowsProps {
    found: readonly Key[];
    onRevoke: (keyId: string) => Promise<void>;
}

function KeyRows({ found, onRevoke }: KeyRowsProps) {
    const words = profileWords();
    return (
        <ul class="profile-rows">
            {found.filter(({ id }) => !isHidden(id)).map(({ id, name, mayWrite, usedAt }) => (
                <li key={id} class="profile-row">
                    <span class="profile-text"><b>{name}</b>
                        <span class="meta">
                            {mayWrite ? words.keyWrites : words.keyReads}
                            {' · '}
                            {usedAt === null ? words.keyUnused : words.keyUsed(formatAge(usedAt))}
                        </span>
                    </span>
                    <IconButton icon={Trash2} label={words.revokeKey(name)}
                        onPress={() => removeLater(id, words.keyRevoked(name), () => onRevoke(id))} />
                </li>
            ))}
        </ul>
    );
}

function NewKey({ onMade }: { onMade: (name: string, secret: string) => void }) {
    const words = profileWords();
    const name = useSignal('');
    const mayWrite = useSignal(false);
    const sending = useSending();
    const send = () => void sending.send(async () => {
        const called = name.value.trim();
        const { createApiKey } = await core.ask(makeKey, { name: called, mayWrite: mayWrite.value });
        onMade(called, createApiKey.secret);
    });
    return (
        <SheetForm sending={sending} button={words.makeKey} onSend={send}>
            <Field label={words.keyName} hint={words.keyNameHint} isRequired maxLength={60}
                value={name.value} onText={(text) => (name.value = text)} />
            <Switch label={words.keyMayWrite} isOn={mayWrite.value}
                onSwitch={(isOn) => (mayWrite.value = isOn)} />
        </SheetForm>
    );
}
