/* Small choices of this device that the first paint needs. A browser that keeps nothing, or that is
   full, is no reason to fail. */
const PREFIX = 'smartcart-';

export function kept(name: string): string | null {
    try {
        return localStorage.getItem(PREFIX + name);
    } catch {
        return null;
    }
}

export function keep(name: string, value: string | null) {
    try {
        if (value === null)
            localStorage.removeItem(PREFIX + name);
        else
            localStorage.setItem(PREFIX + name, value);
    } catch { /* it holds until the page is closed */ }
}
