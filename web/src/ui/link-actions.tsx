/* What is done with a link that was just made: shown whole, copied, or sent by the device's own way. */
import { Copy, Share2 } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { Button } from './button.tsx';
import { copyText } from './copy.ts';
import { tell } from './toast.tsx';

export function LinkActions({ link, name }: { link: string; name: string }) {
    const words = t().common;
    const copy = () => copyText(link).then(() => tell(words.copied), () => tell(words.notCopied));
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
