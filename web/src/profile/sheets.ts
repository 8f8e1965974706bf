/* Whichever is open over the profile. */
import { signal } from '@preact/signals';

export type SheetName = { kind: 'invite' | 'rename' | 'add-store' | 'add-card'; homeId: string }
    | { kind: 'hand-over'; homeId: string; personId: string }
    | { kind: 'card'; cardId: string }
    | { kind: 'delete' | 'password' | 'email' | 'keys' };

export const sheet = signal<SheetName | null>(null);
export const closeSheet = (): void => {
    sheet.value = null;
};
