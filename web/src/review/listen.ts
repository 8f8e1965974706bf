/* What is said, as the browser understands it. */

export type ListenTrouble = 'refused' | 'offline' | 'silent' | 'other';

interface Recogniser extends EventTarget {
    lang: string;
    interimResults: boolean;
    start(): void;
    abort(): void;
}

interface Heard extends Event {
    results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}

declare global {
    interface Window {
        SpeechRecognition?: new () => Recogniser;
        webkitSpeechRecognition?: new () => Recogniser;
    }
}

const TROUBLES: Record<string, ListenTrouble> = {
    'not-allowed': 'refused', 'service-not-allowed': 'refused', 'audio-capture': 'refused',
    network: 'offline', 'no-speech': 'silent',
};

/* Until a pause. `onText`: all that was understood so far; `onEnd`: once. Returns what breaks it off,
   after which neither is called. */
export function listen(locale: string, onText: (text: string) => void,
    onEnd: (trouble: ListenTrouble | null) => void): () => void {
    const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
    const recogniser = new Recognition!();
    let isOver = false;
    let isHeard = false;

    function end(trouble: ListenTrouble | null): void {
        if (!isOver)
            onEnd(trouble);
        isOver = true;
    }

    recogniser.lang = locale;
    recogniser.interimResults = true;
    recogniser.addEventListener('result', (event) => {
        const text = Array.from((event as Heard).results, (one) => one[0]?.transcript ?? '').join(' ');
        isHeard = text.trim() !== '';
        if (!isOver)
            onText(text);
    });
    recogniser.addEventListener('error', (event) =>
        end(TROUBLES[(event as Event & { error: string }).error] ?? 'other'));
    recogniser.addEventListener('end', () => end(isHeard ? null : 'silent'));
    recogniser.start();
    return () => {
        isOver = true;
        recogniser.abort();
    };
}
