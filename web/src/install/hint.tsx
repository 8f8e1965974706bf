/* Below a list that has something: the app for the home screen. */
import { useEffect } from 'preact/hooks';
import { signal, useComputed } from '@preact/signals';
import { Download } from 'lucide';
import { itemsOf } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { installOffer } from '../ui/install-offer.ts';
import { keep, kept } from '../ui/kept.ts';
import { installWay } from './may.ts';
import { installWords } from './words.ts';
import './hint.css';

const REFUSED = 'install-refused';
const ASKED = 'persist-asked';
const isRefused = signal(kept(REFUSED) !== null);

function refuse() {
    keep(REFUSED, 'yes');
    isRefused.value = true;
}

async function install() {
    const choice = await installOffer.peek()?.prompt();
    installOffer.value = null; // an offer is good for once
    if (choice?.outcome === 'dismissed')
        refuse();
}

/* Asked once, when there is something to lose; whatever the browser says, the lists work. */
function askToKeep() {
    if (kept(ASKED) !== null)
        return;
    keep(ASKED, 'yes');
    void navigator.storage?.persist?.().catch(() => false);
}

export function InstallHint({ listId }: { listId: string }) {
    const itemCount = useComputed(() => itemsOf(listId).value.length).value;
    const words = installWords();
    useEffect(() => {
        if (itemCount > 0)
            askToKeep();
    }, [itemCount > 0]);
    const way = installWay({
        isInstalled: matchMedia('(display-mode: standalone)').matches,
        hasOffer: installOffer.value !== null,
        isApple: 'standalone' in navigator,
        isRefused: isRefused.value,
        itemCount,
    });
    if (way === null)
        return null;
    return (
        <section class="card install" aria-labelledby="install">
            <h2 id="install">{words.title}</h2>
            <p class="meta">{way === 'button' ? words.about : words.byHand}</p>
            <div class="install-actions">
                {way === 'button' && (
                    <Button kind="soft" icon={Download} onPress={() => void install()}>
                        {words.install}</Button>
                )}
                <Button onPress={refuse}>{words.notNow}</Button>
            </div>
        </section>
    );
}
