/* Waiting that can be cut short: by an edit where all is well, or a signal that came back. */

export type Urgency = 'edit' | 'signal' | 'must';
const LEVELS: Urgency[] = ['edit', 'signal', 'must'];
const PAUSE_MS = 500;
const PAUSE_MAX_MS = 60_000;

export interface Waker {
    wake(urgency: Urgency): void;
    /* Until it is woken so urgently, or since the last wait was. */
    wait(ms: number, urgency: Urgency): Promise<void>;
    /* Forgets what it was woken for. */
    calm(): void;
}

/* Longer after each failure in a row, and not all at the same time. */
export function pauseMs(failures: number): number {
    return Math.min(PAUSE_MS * 2 ** (failures - 1), PAUSE_MAX_MS) * (0.5 + Math.random() / 2);
}

export function createWaker(): Waker {
    let level = -1;
    let onWake = (): void => undefined;
    return {
        wake(urgency) {
            level = Math.max(level, LEVELS.indexOf(urgency));
            onWake();
        },
        calm() {
            level = -1;
        },
        wait: (ms, urgency) => new Promise((resolve) => {
            const end = (): void => {
                clearTimeout(timer);
                onWake = () => undefined;
                level = -1;
                resolve();
            };
            const timer = setTimeout(end, ms);
            onWake = () => {
                if (level >= LEVELS.indexOf(urgency))
                    end();
            };
            onWake();
        }),
    };
}
