/* One of a few, all seen at once: radio buttons, so the arrow keys move and it reads as one. */
import { useId } from 'preact/hooks';
import './segmented.css';

interface Option<Value extends string> {
    value: Value;
    label: string;
    /* A second, louder line: the total of so many stores. */
    figure?: string;
}

interface SegmentedProps<Value extends string> {
    label: string;
    options: readonly Option<Value>[];
    value: Value;
    onPick: (value: Value) => void;
}

export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
    const name = useId();
    return (
        <fieldset class="segmented">
            <legend class="visually-hidden">{props.label}</legend>
            {props.options.map((option) => (
                <label key={option.value}>
                    <input type="radio" class="visually-hidden" name={name}
                        checked={option.value === props.value}
                        onChange={() => props.onPick(option.value)} />
                    <span>{option.label}</span>
                    {option.figure !== undefined && <b class="number">{option.figure}</b>}
                </label>
            ))}
        </fieldset>
    );
}
