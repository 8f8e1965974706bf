/* The camera at the back, and what may be wrong with it. */

/* none: there is none, or this browser gives none; refused: by the shopper, or by the device. */
export type CameraTrouble = 'none' | 'refused' | 'busy';

export interface Camera {
    stream: MediaStream;
    hasTorch: boolean;
    light(isOn: boolean): Promise<void>;
    stop(): void;
}

const WANTED: MediaStreamConstraints = {
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
};

function troubleOf(error: unknown): CameraTrouble {
    switch ((error as DOMException).name) {
    case 'NotAllowedError':
    case 'SecurityError': return 'refused';
    case 'NotReadableError':
    case 'AbortError': return 'busy';
    default: return 'none';
    }
}

/* Asks for it, if it has not been let already. */
export async function openCamera(): Promise<Camera | CameraTrouble> {
    if (navigator.mediaDevices === undefined) // no https
        return 'none';
    try {
        const stream = await navigator.mediaDevices.getUserMedia(WANTED);
        const [track] = stream.getVideoTracks();
        const can = track?.getCapabilities?.() as { torch?: boolean } | undefined;
        return {
            stream,
            hasTorch: can?.torch === true,
            light: async (isOn) => track?.applyConstraints(
                { advanced: [{ torch: isOn } as MediaTrackConstraintSet] }),
            stop: () => stream.getTracks().forEach((one) => one.stop()),
        };
    } catch (error) {
        return troubleOf(error);
    }
}

/* It was let before: nobody is asked again. Not all browsers tell. */
export async function isCameraLet(): Promise<boolean> {
    try {
        const { state } = await navigator.permissions.query({ name: 'camera' as PermissionName });
        return state === 'granted';
    } catch {
        return false;
    }
}
