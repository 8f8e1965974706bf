/* What is shown of an answer: it, its age when it could not be asked for anew, or why there is
   none. */
import type { ComponentChildren } from 'preact';
import { CloudOff } from 'lucide';
import { formatAge } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import type { Answer } from '../sync/answers.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { EmptyState, Skeleton } from '../ui/marks.tsx';
import { dealWords } from './said.ts';
import './answered.css';

interface AnsweredProps<Data> {
    answer: Answer<Data>;
    /* What is kept of it is as good as new. */
    isAgeless?: boolean;
    /* There is nothing else on the page. */
    isAlone?: boolean;
    children: (data: Data) => ComponentChildren;
}

export function Answered<Data>({ answer, isAgeless = false, isAlone = false,
    children }: AnsweredProps<Data>) {
    const words = dealWords();
    const { data, trouble } = answer;
    if (data === null && trouble === null) {
        return (
            <>
                {isAlone && <h1 class="visually-hidden">{t().common.loading}</h1>}
                <Skeleton label={t().common.loading} />
            </>
        );
    }
    const again = (
        <Button kind="soft" onPress={answer.again}>{t().common.tryAgain}</Button>
    );
    if (data === null) {
        return (
            <EmptyState isAlone={isAlone}
                title={trouble === 'offline' ? words.offlineTitle : words.failedTitle}
                action={again}>
                {trouble === 'offline' ? words.offline : words.failed}
            </EmptyState>
        );
    }
    return (
        <>
            {trouble !== null && !isAgeless && (
                <div class="answered-old" role="status">
                    <Icon of={CloudOff} size={20} />
                    <span>{words.old(formatAge(new Date(answer.at)))}</span>
                    {again}
                </div>
            )}
            {children(data)}
        </>
    );
}
