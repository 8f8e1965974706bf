/* A camera, a microphone and a clipboard: as the page meets them, without one of this machine's. */
import type { Page } from 'playwright-core';

/* Before any script of the page. */
const runFirst = (run: (given: string | null) => void, given: string | null = null) =>
    async (page: Page): Promise<void> => void await page.addInitScript(run, given);

/* Bars that are no number: they are looked at, and nothing is found in them. */
function showBars(): void {
    const draw = (context: CanvasRenderingContext2D): void => {
        context.fillStyle = '#8a7f70';
        context.fillRect(0, 0, 640, 480);
        context.fillStyle = '#f4f1ea';
        context.fillRect(120, 110, 400, 260);
        context.fillStyle = '#1d1b18';
        for (let at = 0; at < 52; at++)
            context.fillRect(150 + at * 6.5, 140, at * 7 % 5 + 1, 180);
    };
    navigator.mediaDevices.getUserMedia = async () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
        setInterval(draw, 100, canvas.getContext('2d'));
        const stream = canvas.captureStream();
        Object.assign(stream.getVideoTracks()[0]!, { getCapabilities: () => ({ torch: true }),
            applyConstraints: () => Promise.resolve() });
        return stream;
    };
}

export const seeBars = runFirst(showBars);

/* By one of the names that browsers give to why there is no camera. */
export const refuseCamera = (name: string) => runFirst((why) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', why ?? ''));
}, name);

/* Listens, and understands this; null: nothing yet. */
export const hear = (text: string | null) => runFirst((said) => {
    class Recogniser extends EventTarget {
        start(): void {
            if (said !== null)
                setTimeout(() => {
                    this.dispatchEvent(Object.assign(new Event('result'),
                        { results: [[{ transcript: said }]] }));
                    this.dispatchEvent(new Event('end'));
                });
        }

        abort(): void {}
    }
    Object.assign(window, { SpeechRecognition: Recogniser });
}, text);

/* The device has not been told yet who may hear it. */
export const untell = (page: Page): Promise<void> =>
    page.evaluate(() => localStorage.removeItem('smartcart-voice-told'));

export const paste = (text: string) => (page: Page): Promise<void> =>
    page.locator('.add input').evaluate((field: HTMLElement, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        field.focus();
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
    }, text);
