/* The camera in a sheet: open while it is wanted and seen, read a few times a second. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Signal, useSignal } from '@preact/signals';
import { type Camera, type CameraTrouble, openCamera } from './camera.ts';
import { createReader, type Reader } from './reader.ts';

const PAUSE_MS = 150; // 5 to 7 pictures a second, and the phone stays cool
const AGAIN_MS = 3000; // the same number within it is the same thing, still in front of the camera

export type Scanning = 'off' | 'starting' | 'on' | CameraTrouble | 'unread';

interface Run {
    isOver: boolean;
    camera: Camera | null;
    reader: Reader | null;
}

function end(run: Run): void {
    run.isOver = true;
    run.camera?.stop();
    run.reader?.stop();
}

async function readOn(run: Run, video: HTMLVideoElement, onCode: (code: string) => void): Promise<void> {
    let last = '';
    let lastMs = 0;
    while (!run.isOver) {
        const [code] = video.videoWidth > 0 ? await run.reader!.read(video) : [];
        const nowMs = performance.now();
        if (code !== undefined && !run.isOver) {
            if (code !== last || nowMs - lastMs > AGAIN_MS)
                onCode(code);
            last = code;
            lastMs = nowMs;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
}

/* `attempt`: 0 until the shopper wants it, another number for each time that it is tried. A page that is hidden lets the camera go. */
export function useScanning(video: RefObject<HTMLVideoElement | null>, attempt: number,
    onCode: (code: string) => void): { state: Signal<Scanning>; camera: Signal<Camera | null> } {
    const state = useSignal<Scanning>('off');
    const camera = useSignal<Camera | null>(null);

    useEffect(() => {
        let run: Run | null = null;

        function stop(): void {
            if (run !== null)
                end(run);
            run = null;
            camera.value = null;
            state.value = 'off';
        }

        async function start(own: Run): Promise<void> {
            state.value = 'starting';
            const opened = await openCamera();
            if (typeof opened === 'string') {
                if (!own.isOver)
                    state.value = opened;
                return;
            }
            own.camera = opened;
            own.reader = await createReader();
            if (own.isOver)
                return end(own);
            video.current!.srcObject = opened.stream;
            await video.current!.play();
            camera.value = opened;
            state.value = 'on';
            await readOn(own, video.current!, onCode);
        }

        function follow(): void {
            stop();
            if (attempt === 0 || document.visibilityState === 'hidden')
                return;
            const own = run = { isOver: false, camera: null, reader: null };
            start(own).catch((error: unknown) => {
                if (own.isOver)
                    return;
                console.warn('no scanning', error);
                stop();
                state.value = 'unread';
            });
        }

        follow();
        document.addEventListener('visibilitychange', follow);
        return () => {
            document.removeEventListener('visibilitychange', follow);
            stop();
        };
    }, [attempt]);
    return { state, camera };
}
