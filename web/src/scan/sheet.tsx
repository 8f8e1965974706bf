/* The scanner: one thing after the other, each told and undone in the toast. */
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Camera as CameraIcon, Flashlight } from 'lucide';
import { loadWords } from '../lists/aisles.ts';
import { readDraft } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { type Camera, isCameraLet } from './camera.ts';
import { nameCode, type Question, takeCode } from './take.ts';
import { useScanning } from './use-scanning.ts';
import { scanWords } from './words.ts';
import './sheet.css';

const VIBRATE_MS = 60;

export function ScanSheet({ listId, onClose }: { listId: string; onClose: () => void }) {
    const words = scanWords();
    const question = useSignal<Question | null>(null);
    const isLooking = useSignal(false);

    /* One at a time: what is held before the camera meanwhile is seen again. True: it is a number. */
    async function take(code: string): Promise<boolean> {
        if (isLooking.peek())
            return true;
        isLooking.value = true;
        try {
            const told = await takeCode(listId, code);
            question.value = told === 'wrong' ? null : told;
            return told !== 'wrong';
        } finally {
            isLooking.value = false;
        }
    }

    useEffect(() => void loadWords().catch(() => undefined), []);
    return (
        <Sheet title={words.title} onClose={onClose}>
            <Finder onCode={(code) => {
                if (question.peek() === null) { // a name is not typed over
                    navigator.vibrate?.(VIBRATE_MS);
                    void take(code);
                }
            }} />
            <p class="visually-hidden" role="status">{isLooking.value ? words.looking : ''}</p>
            {question.value !== null
                ? <NameForm key={question.value.code} question={question.value} onName={(name) => {
                    nameCode(listId, question.peek()!, readDraft(name));
                    question.value = null;
                }} />
                : <NumberForm onNumber={take} />}
        </Sheet>
    );
}

function Finder({ onCode }: { onCode: (code: string) => void }) {
    const words = scanWords();
    const video = useRef<HTMLVideoElement>(null);
    const attempt = useSignal(0);
    const { state, camera } = useScanning(video, attempt.value, onCode);
    useEffect(() => void isCameraLet().then((isLet) => isLet && attempt.value++), []);

    const now = state.value;
    const isTrouble = now !== 'off' && now !== 'starting' && now !== 'on';
    return (
        <>
            {attempt.value === 0 && <p>{words.about}</p>}
            <div class="finder" hidden={now !== 'on' && now !== 'starting'}>
                <video ref={video} class="finder-picture" muted playsInline aria-label={words.picture} />
                <p class="finder-aim" role="status">{now === 'on' ? words.aim : words.starting}</p>
            </div>
            {isTrouble && <p role="alert">{words.trouble[now]}</p>}
            {camera.value?.hasTorch && <Light camera={camera.value} />}
            {(attempt.value === 0 || isTrouble) && (
                <Button kind="primary" icon={CameraIcon} onPress={() => attempt.value++}>
                    {isTrouble ? words.again : words.start}
                </Button>
            )}
        </>
    );
}

/* It goes out with its camera. */
function Light({ camera }: { camera: Camera }) {
    const isLit = useSignal(false);
    return (
        <button type="button" class="button button-soft" aria-pressed={isLit.value} onClick={() => {
            isLit.value = !isLit.value;
            camera.light(isLit.value).catch(() => (isLit.value = false));
        }}><Icon of={Flashlight} size={20} /><span>{scanWords().light}</span></button>
    );
}

/* `onNumber` says whether it is one. */
function NumberForm({ onNumber }: { onNumber: (digits: string) => Promise<boolean> }) {
    const words = scanWords();
    const form = useRef<HTMLFormElement>(null);
    const typed = useSignal('');
    const isWrong = useSignal(false);
    return (
        <form ref={form} class="scan-form" onSubmit={async (event) => {
            event.preventDefault();
            isWrong.value = false;
            isWrong.value = !await onNumber(typed.value);
            if (!isWrong.value)
                typed.value = '';
            form.current?.querySelector('input')?.focus(); // for the next, or the digit to put right
        }}>
            <Field label={words.number} inputMode="numeric" maxLength={20} value={typed.value}
                hint={words.numberHint} error={isWrong.value ? words.wrong : undefined}
                onText={(text) => (typed.value = text)} />
            <Button type="submit" isDisabled={typed.value.trim() === ''}>{words.enter}</Button>
        </form>
    );
}

function NameForm({ question, onName }: { question: Question; onName: (name: string) => void }) {
    const words = scanWords();
    const form = useRef<HTMLFormElement>(null);
    const typed = useSignal('');
    useEffect(() => form.current?.querySelector('input')?.focus(), []);
    return (
        <form ref={form} class="scan-form" onSubmit={(event) => {
            event.preventDefault();
            form.current?.closest('dialog')?.querySelector('h2')?.focus(); // this form goes away
            onName(typed.value);
        }}>
            <p role="alert">{question.why === 'internal' ? words.internal
                : words[question.why](question.code)}</p>
            <Field label={words.name} value={typed.value} onText={(text) => (typed.value = text)} />
            <Button kind="primary" type="submit" isDisabled={typed.value.trim() === ''}>
                {words.add}
            </Button>
        </form>
    );
}
