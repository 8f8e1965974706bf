/* A list that was here by a link went with it: said where lists are, until that was read. */
import { X } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { core } from '../sync/lists.ts';
import { IconButton } from '../ui/button.tsx';
import { shareWords } from './share-words.ts';
import './share.css';

export function LinkOver() {
    const words = shareWords();
    const names = core.endedLinks.value;
    return (
        <div role="alert">
            {names.map((name) => (
                <p key={name} class="trouble link-over">
                    <span><b>{words.overTitle(name)}</b><br />{words.over}</span>
                    <IconButton icon={X} label={t().common.close} onPress={() =>
                        core.keep({ endedLinks: names.filter((other) => other !== name) })} />
                </p>
            ))}
        </div>
    );
}
