/* Something is asked of the server because somebody pressed a button: once at a time, and what goes
   wrong is said where they look. */
import { type Signal, useSignal } from '@preact/signals';
import { type Failure, failureOf } from './failure.ts';
import { accountWords } from './words.ts';

/* Where a form has better words for a failure than all have. */
type OwnWords = Partial<Record<Exclude<Failure['kind'], 'often'>, string>>;

export function sayFailure(error: unknown, own: OwnWords = {}): string {
    const failure = failureOf(error);
    const words = { ...accountWords().failures, ...own };
    return failure.kind === 'often' ? words.often(failure.minutes) : words[failure.kind];
}

export interface Sending {
    isBusy: Signal<boolean>;
    error: Signal<string | null>;
    /* True: it was done. */
    send(work: () => Promise<unknown>): Promise<boolean>;
}

export function useSending(own?: OwnWords): Sending {
    const isBusy = useSignal(false);
    const error = useSignal<string | null>(null);
    async function send(work: () => Promise<unknown>): Promise<boolean> {
        if (isBusy.peek())
            return false;
        isBusy.value = true;
        error.value = null;
        try {
            await work();
            return true;
        } catch (cause) {
            error.value = sayFailure(cause, own);
            return false;
        } finally {
            isBusy.value = false;
        }
    }
    return { isBusy, error, send };
}
