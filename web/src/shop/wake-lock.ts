import { useEffect } from 'preact/hooks';

/* The screen stays on while the page is seen; where that cannot be, nothing is lost. */
export function useWakeLock(): void {
    useEffect(() => {
        let lock: WakeLockSentinel | null = null;
        let isOver = false;
        const hold = async (): Promise<void> => {
            if (document.visibilityState !== 'visible' || !('wakeLock' in navigator))
                return;
            const held = await navigator.wakeLock.request('screen').catch(() => null);
            if (isOver)
                void held?.release();
            else
                lock = held;
        };
        void hold();
        document.addEventListener('visibilitychange', hold);
        return () => {
            isOver = true;
            document.removeEventListener('visibilitychange', hold);
            void lock?.release();
        };
    }, []);
}
