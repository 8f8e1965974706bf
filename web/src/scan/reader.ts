/* What reads bars: the browser itself where it can, else our worker. */
import { scriptUrl } from '../trusted.ts';
import type { Found } from './zxing-worker.ts';
import workerUrl from './zxing-worker.ts?worker&url';

export interface Reader {
    /* The numbers in the picture that is shown now. One at a time. */
    read(video: HTMLVideoElement): Promise<string[]>;
    stop(): void;
}

interface Detector {
    detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

declare global {
    interface Window {
        BarcodeDetector?: {
            new(options: { formats: string[] }): Detector;
            getSupportedFormats(): Promise<string[]>;
        };
    }
}

const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e'];
const WIDTH = 960; // of what is searched: bars of an arm's length away are still read

async function ownReader(): Promise<Reader | null> {
    const Native = window.BarcodeDetector;
    const known = await Native?.getSupportedFormats().catch(() => []) ?? [];
    if (Native === undefined || !FORMATS.every((format) => known.includes(format)))
        return null;
    const detector = new Native({ formats: FORMATS });
    return {
        read: async (video) => (await detector.detect(video)).map((one) => one.rawValue),
        stop: () => undefined,
    };
}

function workerReader(): Reader {
    const worker = new Worker(scriptUrl(workerUrl), { type: 'module' });
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    let isBroken = false;
    worker.addEventListener('error', () => { isBroken = true; });
    return {
        read(video) {
            const scale = Math.min(1, WIDTH / video.videoWidth);
            canvas.width = Math.round(video.videoWidth * scale);
            canvas.height = Math.round(video.videoHeight * scale);
            context.drawImage(video, 0, 0, canvas.width, canvas.height);
            const picture = context.getImageData(0, 0, canvas.width, canvas.height);
            return new Promise((resolve, reject) => {
                const fail = (): void => reject(new Error('the reader could not be loaded'));
                if (isBroken)
                    return fail();
                worker.addEventListener('error', fail, { once: true });
                worker.addEventListener('message', ({ data }: MessageEvent<Found>) => {
                    worker.removeEventListener('error', fail);
                    if (data === null)
                        fail();
                    else
                        resolve(data);
                }, { once: true });
                worker.postMessage(picture, [picture.data.buffer]);
            });
        },
        stop: () => worker.terminate(),
    };
}

export async function createReader(): Promise<Reader> {
    return await ownReader() ?? workerReader();
}
