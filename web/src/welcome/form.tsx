/* A page that is one form: what it is for, the fields, one button, and what went wrong. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Sending } from '../session/use-sending.ts';
import { Button } from '../ui/button.tsx';
import './form.css';

interface FormPageProps {
    title: string;
    about: ComponentChildren;
    children: ComponentChildren;
}

export function FormPage({ title, about, children }: FormPageProps) {
    useEffect(() => {
        document.title = `${title} · SmartCart`;
    }, [title]);
    return (
        <div class="page form-page">
            <header>
                <h1>{title}</h1>
                <p class="sub">{about}</p>
            </header>
            {children}
        </div>
    );
}

interface FormProps {
    button: string;
    sending: Sending;
    onSend: () => void;
    children?: ComponentChildren;
}

export function Form({ button, sending, onSend, children }: FormProps) {
    return (
        <form class="card form" onSubmit={(event) => {
            event.preventDefault();
            onSend();
        }}>
            {children}
            <div role="alert">
                {sending.error.value !== null && <p class="warning">{sending.error.value}</p>}
            </div>
            <Button kind="primary" type="submit" isWide isBusy={sending.isBusy.value}>
                {button}
            </Button>
        </form>
    );
}
