/* Tabs at the thumb on phones, a rail on wide screens. */
import { useLocation } from 'preact-iso';
import { CircleUserRound, ListChecks, Store, Tag } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { Icon } from './icon.tsx';

const TABS = [
    { name: 'lists', path: '/lists', icon: ListChecks },
    { name: 'shop', path: '/shop', icon: Store },
    { name: 'deals', path: '/deals', icon: Tag },
    { name: 'profile', path: '/profile', icon: CircleUserRound },
] as const;

function isWithin(path: string, tab: string) {
    return path === tab || path.startsWith(`${tab}/`) || (path === '/' && tab === '/lists');
}

export function Logo() {
    return (
        <span class="logo">
            <svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true">
                <rect class="logo-ground" width="34" height="34" rx="11" />
                <path class="logo-cart" d="M8 10h3.200l2.600 12h9.400l2.300-8.500H12.400" />
                <circle class="logo-tag" cx="26" cy="9" r="4.500" />
            </svg>
            SmartCart
        </span>
    );
}

export function Navigation() {
    const { path } = useLocation();
    return (
        <nav class="tabs" aria-label={t().common.tabs}>
            <Logo />
            {TABS.map((tab) => (
                <a key={tab.name} href={tab.path}
                    aria-current={isWithin(path, tab.path) ? 'page' : undefined}>
                    <Icon of={tab.icon} /><span>{t().common[tab.name]}</span>
                </a>
            ))}
        </nav>
    );
}
