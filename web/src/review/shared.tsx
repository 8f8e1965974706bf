/* What another app shared with this one (the manifest's share_target): over the list, to be looked
   at; nothing of it stays in the address. */
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { openReview } from '../lists/openers.tsx';

export function SharedScreen() {
    const { route } = useLocation();
    useEffect(() => {
        const given = new URLSearchParams(location.search);
        route('/', true);
        openReview(null, given.get('text') ?? given.get('title') ?? '');
    }, []);
    return null;
}
