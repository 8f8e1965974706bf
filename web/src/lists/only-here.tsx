/* A list that the server has refused: said on it, until there is room for it after all. */
import { CloudOff } from 'lucide';
import { Icon } from '../ui/icon.tsx';
import { sheetWords } from './sheet-words.ts';

export function OnlyHere({ why }: { why: string }) {
    const { full, other } = sheetWords().onlyHere;
    return (
        <div role="status">
            <p class="trouble"><Icon of={CloudOff} size={18} />{why === 'LIMIT_REACHED' ? full : other}</p>
        </div>
    );
}
