/* Behind the paint of what has changed; at once where nothing is painted. */
export function afterPaint(act: () => void): void {
    if (document.visibilityState === 'visible')
        requestAnimationFrame(() => setTimeout(act));
    else
        setTimeout(act);
}
