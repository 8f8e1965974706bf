import type { IconNode } from 'lucide';
import { Icon } from './icon.tsx';
import { closePopup, openPopup } from './popup.tsx';
import './menu.css';

export interface MenuItem {
    label: string;
    icon: IconNode;
    isDanger?: boolean;
    isDisabled?: boolean;
    onPick: () => void;
}

/* The control it opens at says `aria-haspopup="menu"` (IconButton's `hasMenu`). */
export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]) {
    openPopup(anchor, label, 'menu', <Menu items={items} />);
}

function step(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = {
        ArrowDown: (at + 1) % items.length,
        ArrowUp: (at - 1 + items.length) % items.length,
        Home: 0,
        End: items.length - 1,
    }[event.key];
    if (event.key === 'Tab') {
        event.preventDefault();
        closePopup();
    }
    if (next === undefined)
        return;
    event.preventDefault();
    items[next]?.focus();
}

function Menu({ items }: { items: readonly MenuItem[] }) {
    return (
        <div class="menu" role="presentation" onKeyDown={step}>
            {items.map((item) => (
                <button key={item.label} type="button" role="menuitem" tabIndex={-1}
                    class={item.isDanger ? 'menu-item menu-danger' : 'menu-item'}
                    disabled={item.isDisabled}
                    onClick={() => {
                        closePopup();
                        item.onPick();
                    }}>
                    <Icon of={item.icon} size={20} />{item.label}
                </button>
            ))}
        </div>
    );
}
