/* Behind the paint of what has changed; at once where nothing is painted, and when the page is left:
   what was seen to be done is not lost with it. */
export function afterPaint(act: () => void): void {
    let isDue = true;
    const run = (): void => {
        document.removeEventListener('visibilitychange', run, true);
        if (isDue)
            act();
        isDue = false;
    };
    document.addEventListener('visibilitychange', run, true); // before those who write on leaving
    if (document.visibilityState === 'visible')
        requestAnimationFrame(() => setTimeout(run));
    else
        setTimeout(run);
}
