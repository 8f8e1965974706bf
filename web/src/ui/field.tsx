import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

interface FieldProps {
    label: string;
    value?: string;
    name?: string;
    type?: 'text' | 'email' | 'password' | 'search' | 'url' | 'tel';
    inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'search';
    autoComplete?: string;
    placeholder?: string;
    isRequired?: boolean;
    isReadOnly?: boolean;
    maxLength?: number;
    /* More than one line. */
    isLong?: boolean;
    /* The sheet it is in opens with the focus here. */
    isFirst?: boolean;
    hint?: string | undefined;
    /* What is wrong with what was typed, in words. */
    error?: string | undefined;
    /* The label is read out and not shown. */
    isLabelHidden?: boolean;
    /* With each letter, and when it is left or Enter is pressed. */
    onText?: (text: string) => void;
    onDone?: (text: string) => void;
}

export function Field(props: FieldProps) {
    const { label, hint, error, onText, onDone } = props;
    const id = useId();
    const common = {
        id,
        value: props.value ?? '',
        name: props.name,
        class: 'input',
        maxLength: props.maxLength ?? 200,
        placeholder: props.placeholder,
        autocomplete: props.autoComplete ?? 'off',
        required: props.isRequired,
        readOnly: props.isReadOnly,
        'aria-invalid': error !== undefined,
        'aria-describedby': (hint ?? error) === undefined ? undefined : `${id}-about`,
        'data-focus': props.isFirst,
    };
    return (
        <Labelled id={id} label={label} hint={hint} error={error}
            isHidden={props.isLabelHidden ?? false}>
            {props.isLong ? (
                <textarea {...common} onInput={(event) => onText?.(event.currentTarget.value)}
                    onChange={(event) => onDone?.(event.currentTarget.value)} />
            ) : (
                <input {...common} type={(props.type ?? 'text') as 'text'} inputMode={props.inputMode}
                    onInput={(event) => onText?.(event.currentTarget.value)}
                    onChange={(event) => onDone?.(event.currentTarget.value)} />
            )}
        </Labelled>
    );
}

interface SelectProps {
    label: string;
    value: string;
    options: readonly { value: string; label: string }[];
    hint?: string;
    /* An option without a value is no answer. */
    isRequired?: boolean;
    onPick: (value: string) => void;
}

export function Select({ label, value, options, hint, isRequired, onPick }: SelectProps) {
    const id = useId();
    return (
        <Labelled id={id} label={label} hint={hint} error={undefined} isHidden={false}>
            <select id={id} class="input select" value={value} required={isRequired}
                onChange={(event) => onPick(event.currentTarget.value)}>
                {options.map((option) => (
                    <option key={option.value} value={option.value}
                        selected={option.value === value}>{option.label}</option>
                ))}
            </select>
        </Labelled>
    );
}

interface LabelledProps {
    id: string;
    label: string;
    hint: string | undefined;
    error: string | undefined;
    isHidden: boolean;
    children: ComponentChildren;
}

function Labelled({ id, label, hint, error, isHidden, children }: LabelledProps) {
    return (
        <div class="field">
            <label for={id} class={isHidden ? 'visually-hidden' : 'field-label'}>{label}</label>
            {children}
            {(error ?? hint) !== undefined && (
                <p id={`${id}-about`} class={error === undefined ? 'meta' : 'meta warning'}
                    role={error === undefined ? undefined : 'alert'}>
                    {error ?? hint}
                </p>
            )}
        </div>
    );
}

interface SwitchProps {
    label: string;
    hint?: string;
    isOn: boolean;
    onSwitch: (isOn: boolean) => void;
}

export function Switch({ label, hint, isOn, onSwitch }: SwitchProps) {
    return (
        <label class="switch">
            <span>{label}{hint !== undefined && <span class="meta">{hint}</span>}</span>
            <input type="checkbox" role="switch" checked={isOn}
                onChange={(event) => onSwitch(event.currentTarget.checked)} />
        </label>
    );
}
