import type { ComponentChildren } from 'preact';
import type { IconNode } from 'lucide';
import { Icon } from './icon.tsx';
import './button.css';

export type ButtonKind = 'primary' | 'quiet' | 'soft' | 'danger';

interface ButtonProps {
    kind?: ButtonKind;
    icon?: IconNode;
    isDirected?: boolean; // the icon
    /* With it the button is a link. */
    href?: string;
    type?: 'button' | 'submit';
    /* Something is under way: says so, and takes no second press. */
    isBusy?: boolean;
    isDisabled?: boolean;
    isWide?: boolean;
    onPress?: (event: MouseEvent) => void;
    children: ComponentChildren;
}

export function Button(props: ButtonProps) {
    const { kind = 'quiet', icon, href, type = 'button', isBusy = false, children } = props;
    const looks = `button button-${kind}${props.isWide ? ' button-wide' : ''}`;
    const content = <>{icon && <Icon of={icon} size={20} isDirected={props.isDirected ?? false} />}<span>{children}</span></>;
    if (href !== undefined)
        return <a class={looks} href={href} onClick={props.onPress}>{content}</a>;
    return (
        <button class={looks} type={type} disabled={props.isDisabled} aria-busy={isBusy}
            onClick={(event) => {
                if (isBusy)
                    event.preventDefault();
                else
                    props.onPress?.(event);
            }}>
            {content}
        </button>
    );
}

interface IconButtonProps {
    icon: IconNode;
    /* What it does: read out, and shown to who rests the pointer on it. */
    label: string;
    class?: string;
    hasMenu?: boolean;
    isDisabled?: boolean;
    isDirected?: boolean;
    onPress: (event: MouseEvent & { currentTarget: HTMLButtonElement }) => void;
}

export function IconButton(props: IconButtonProps) {
    return (
        <button type="button" class={`icon-button ${props.class ?? ''}`} aria-label={props.label}
            title={props.label} disabled={props.isDisabled}
            aria-haspopup={props.hasMenu ? 'menu' : undefined}
            onClick={props.onPress}>
            <Icon of={props.icon} isDirected={props.isDirected ?? false} />
        </button>
    );
}
