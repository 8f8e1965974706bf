import type { ComponentChildren } from 'preact';
import type { Sending } from '../session/use-sending.ts';
import { Button } from '../ui/button.tsx';

interface SheetFormProps {
    sending: Sending;
    button: string;
    kind?: 'primary' | 'danger';
    onSend: () => void;
    children: ComponentChildren;
}

export function SheetForm({ sending, button, kind = 'primary', onSend, children }: SheetFormProps) {
    return (
        <form class="profile-form" onSubmit={(event) => {
            event.preventDefault();
            onSend();
        }}>
            {children}
            <div role="alert">
                {sending.error.value !== null && <p class="warning">{sending.error.value}</p>}
            </div>
            <Button kind={kind} type="submit" isWide isBusy={sending.isBusy.value}>{button}</Button>
        </form>
    );
}
