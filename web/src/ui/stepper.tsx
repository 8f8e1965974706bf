/* A number with - and +, that may be typed too. */
import { useId } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Minus, Plus } from 'lucide';
import { IconButton } from './button.tsx';
import './stepper.css';

interface StepperProps {
    label: string;
    value: string;
    less: string;
    more: string;
    isLeast: boolean;
    onStep: (direction: -1 | 1) => void;
    /* Another text than `value`, when the field is left or Enter is pressed. */
    onType: (text: string) => void;
}

export function Stepper(props: StepperProps) {
    const id = useId();
    const typed = useSignal<string | null>(null); // and not yet left: what comes meanwhile is not put over it
    const take = (): void => {
        const text = typed.peek() ?? props.value;
        typed.value = null;
        if (text !== props.value)
            props.onType(text);
    };
    return (
        <div class="stepper" role="group" aria-label={props.label}>
            <IconButton icon={Minus} label={props.less} isDisabled={props.isLeast}
                onPress={() => props.onStep(-1)} />
            <label class="visually-hidden" for={id}>{props.label}</label>
            <input id={id} class="number" inputMode="decimal" autoComplete="off"
                value={typed.value ?? props.value}
                onInput={(event) => (typed.value = event.currentTarget.value)}
                onFocus={(event) => event.currentTarget.select()}
                onKeyDown={(event) => {
                    if (event.key === 'Enter')
                        take();
                }}
                onChange={take} />
            <IconButton icon={Plus} label={props.more} onPress={() => props.onStep(1)} />
        </div>
    );
}
