/* Swiping and dragging rows with a finger or a mouse. All that they do the row's menu and the keyboard
   do too. One set of listeners serves the whole list. */

export interface GestureActions {
    onTick: (itemId: string) => void;
    onMenu: (itemId: string, row: HTMLElement) => void;
    onMove: (itemId: string, targetId: string, side: 'before' | 'after') => void;
}

const HOLD_MS = 380; // a finger that rests so long takes the row up
const SLOP_PX = 10;
const SWIPE_PX = 84;
const EDGE_PX = 110; // near the window's edge the page scrolls along
const SCROLL_PX = 10;

interface Gesture {
    pointerId: number;
    row: HTMLElement;
    startX: number;
    startY: number;
    y: number;
    mode: 'undecided' | 'swipe' | 'drag';
    isTouch: boolean;
    holdTimer: ReturnType<typeof setTimeout> | undefined;
    ghost: HTMLElement | null;
    target: HTMLElement | null;
}

/* Returns what takes the listeners off again. */
export function listenForGestures(list: HTMLElement, actions: GestureActions): () => void {
    let gesture: Gesture | null = null;
    let isClickSpent = false;

    function begin(event: PointerEvent) {
        isClickSpent = false;
        const row = (event.target as Element).closest<HTMLElement>('[data-item]');
        if (row === null || !event.isPrimary || event.button !== 0 || gesture !== null)
            return;
        const isTouch = event.pointerType !== 'mouse';
        gesture = { pointerId: event.pointerId, row, startX: event.clientX, startY: event.clientY,
            y: event.clientY, mode: 'undecided', isTouch, ghost: null, target: null,
            holdTimer: isTouch ? setTimeout(takeUp, HOLD_MS) : undefined };
    }

    function takeUp() {
        if (gesture === null || gesture.row.classList.contains('row-ticked'))
            return;
        const at = gesture.row.getBoundingClientRect();
        const ghost = gesture.row.cloneNode(true) as HTMLElement;
        ghost.removeAttribute('data-item');
        ghost.classList.add('row-ghost');
        ghost.setAttribute('aria-hidden', 'true');
        ghost.inert = true;
        ghost.style.setProperty('--top', `${at.top}px`);
        ghost.style.setProperty('--left', `${at.left}px`);
        ghost.style.setProperty('--width', `${at.width}px`);
        document.body.append(ghost);
        gesture.mode = 'drag';
        gesture.ghost = ghost;
        gesture.row.classList.add('row-dragged');
        list.setPointerCapture(gesture.pointerId);
        navigator.vibrate?.(12);
        requestAnimationFrame(scrollAlong);
    }

    function move(event: PointerEvent) {
        if (gesture === null || event.pointerId !== gesture.pointerId)
            return;
        const x = event.clientX - gesture.startX;
        const y = event.clientY - gesture.startY;
        gesture.y = event.clientY;
        if (gesture.mode === 'undecided')
            decide(x, y);
        if (gesture?.mode === 'swipe')
            showSwipe(x);
        else if (gesture?.mode === 'drag')
            showDrag();
    }

    function decide(x: number, y: number) {
        if (Math.hypot(x, y) < SLOP_PX)
            return;
        clearTimeout(gesture!.holdTimer);
        if (!gesture!.isTouch)
            takeUp();
        else if (Math.abs(x) > Math.abs(y) * 1.4)
            gesture!.mode = 'swipe';
        else
            gesture = null; // the page scrolls
    }

    /* In the direction of reading it ticks, against it the menu opens. */
    function wayOf(x: number): 'tick' | 'menu' {
        return (x > 0) === (getComputedStyle(list).direction === 'ltr') ? 'tick' : 'menu';
    }

    function showSwipe(x: number) {
        const { row } = gesture!;
        const within = Math.sign(x) * Math.min(Math.abs(x), SWIPE_PX + Math.abs(x) / 4);
        row.dataset.swipe = wayOf(x);
        row.toggleAttribute('data-far', Math.abs(x) >= SWIPE_PX);
        row.style.setProperty('--swipe', `${within}px`);
    }

    function showDrag() {
        const { ghost, startY, y, row } = gesture!;
        ghost!.style.translate = `0 ${y - startY}px`;
        const middle = ghost!.getBoundingClientRect().left + ghost!.offsetWidth / 2;
        const under = document.elementFromPoint(middle, y)?.closest<HTMLElement>('[data-item]') ?? null;
        const target = under === row || under?.classList.contains('row-ticked') ? null : under;
        if (target !== gesture!.target)
            gesture!.target?.removeAttribute('data-drop');
        gesture!.target = target;
        if (target !== null) {
            const at = target.getBoundingClientRect();
            target.dataset.drop = y < at.top + at.height / 2 ? 'before' : 'after';
        }
    }

    function scrollAlong() {
        if (gesture?.mode !== 'drag')
            return;
        const { y } = gesture;
        if (y < EDGE_PX)
            scrollBy(0, -SCROLL_PX);
        else if (y > innerHeight - EDGE_PX - 80)
            scrollBy(0, SCROLL_PX);
        showDrag();
        requestAnimationFrame(scrollAlong);
    }

    function finish(event: PointerEvent) {
        if (gesture === null || event.pointerId !== gesture.pointerId)
            return;
        const { row, mode, target, startX } = gesture;
        const x = event.clientX - startX;
        const side = target?.dataset.drop as 'before' | 'after' | undefined;
        const isDone = event.type === 'pointerup';
        clear();
        if (mode === 'undecided')
            return;
        isClickSpent = isDone;
        if (isDone && mode === 'swipe' && Math.abs(x) >= SWIPE_PX) {
            if (wayOf(x) === 'tick')
                actions.onTick(row.dataset.item!);
            else
                actions.onMenu(row.dataset.item!, row);
        } else if (isDone && mode === 'drag' && target !== null && side !== undefined) {
            actions.onMove(row.dataset.item!, target.dataset.item!, side);
        }
    }

    function clear() {
        if (gesture === null)
            return;
        clearTimeout(gesture.holdTimer);
        gesture.ghost?.remove();
        gesture.target?.removeAttribute('data-drop');
        gesture.row.classList.remove('row-dragged');
        gesture.row.removeAttribute('data-swipe');
        gesture.row.removeAttribute('data-far');
        gesture.row.style.removeProperty('--swipe');
        gesture = null;
    }

    function spendClick(event: MouseEvent) {
        if (!isClickSpent)
            return;
        isClickSpent = false;
        event.preventDefault();
        event.stopPropagation();
    }

    /* Once taken up the row goes with the finger and the page stays. */
    function holdPage(event: TouchEvent) {
        if (gesture?.mode === 'drag' || gesture?.mode === 'swipe')
            event.preventDefault();
    }

    function openMenu(event: MouseEvent) {
        const row = (event.target as Element).closest<HTMLElement>('[data-item]');
        if (row === null)
            return;
        event.preventDefault();
        if (gesture === null || !gesture.isTouch) { // a finger that rests takes the row up
            clear();
            actions.onMenu(row.dataset.item!, row);
        }
    }

    const off = new AbortController();
    const { signal } = off;
    list.addEventListener('pointerdown', begin, { signal });
    list.addEventListener('pointermove', move, { signal });
    list.addEventListener('pointerup', finish, { signal });
    list.addEventListener('pointercancel', finish, { signal });
    list.addEventListener('click', spendClick, { signal, capture: true });
    list.addEventListener('touchmove', holdPage, { signal, passive: false });
    list.addEventListener('contextmenu', openMenu, { signal });
    return () => {
        clear();
        off.abort();
    };
}
