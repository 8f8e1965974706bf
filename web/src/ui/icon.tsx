/* An icon of lucide's nodes: import { Plus } from 'lucide'; <Icon of={Plus} />. Never the only
   thing that says what a control does. */
import { h } from 'preact';
import type { IconNode } from 'lucide';
import './icon.css';

interface IconProps {
    of: IconNode;
    size?: number;
    /* Points along the line of reading: mirrored where that goes to the left. */
    isDirected?: boolean;
}

export function Icon({ of, size = 24, isDirected = false }: IconProps) {
    return (
        <svg class={isDirected ? 'icon icon-directed' : 'icon'} width={size} height={size}
            viewBox="0 0 24 24" aria-hidden="true">
            {of.map(([tag, attributes]) => h(tag, attributes as object))}
        </svg>
    );
}
