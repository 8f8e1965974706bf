import type { FunctionComponent } from 'preact';
import { ErrorBoundary, lazy, LocationProvider, Router, useLocation } from 'preact-iso';
import { useErrorBoundary, useRef } from 'preact/hooks';
import { t } from './i18n/i18n.ts';
import { ListScreen } from './lists/screen.tsx';
import { syncState } from './sync/lists.ts';
import { Button } from './ui/button.tsx';
import { LayerHosts } from './ui/layers.tsx';
import { EmptyState } from './ui/marks.tsx';
import { Navigation } from './ui/navigation.tsx';
import { OverlayHost } from './ui/overlay.tsx';
import type { MailLink } from './welcome/mail-link.tsx';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/shell.css';

/* What was written is safe, if anything is. */
function Broken({ onRetry }: { onRetry: () => void }) {
    return (
        <EmptyState isAlone title={t().common.brokenTitle}
            action={<Button kind="primary" onPress={onRetry}>{t().common.tryAgain}</Button>}>
            {syncState.value.isKept ? t().common.broken : t().common.unkept}
        </EmptyState>
    );
}

/* It cannot be had: no signal on a first visit. The whole page is then asked for again. */
const Missing = () => <div class="page"><Broken onRetry={() => location.reload()} /></div>;
const later = <Props,>(load: () => Promise<FunctionComponent<Props>>) =>
    lazy(() => load().catch((): FunctionComponent<Props> => Missing));

/* The list is what a shopper opens: it comes at once, the other screens when they are gone to. */
const Shop = later(() => import('./shop/screen.tsx').then((module) => module.ShopScreen));
const Go = later(() => import('./shop/go.tsx').then((module) => module.GoScreen));
const Deals = later(() => import('./deals/screen.tsx').then((module) => module.DealsScreen));
const Product = later(() => import('./product/screen.tsx').then((module) => module.ProductScreen));
const Profile = later(() => import('./profile/screen.tsx').then((module) => module.ProfileScreen));
const Shared = later(() => import('./review/shared.tsx').then((module) => module.SharedScreen));

const SignIn = later(() => import('./welcome/sign-in.tsx').then((module) => module.SignInScreen));
const Join = later(() => import('./welcome/join.tsx').then((module) => module.JoinScreen));
const Link = later(() => import('./welcome/link.tsx').then((module) => module.LinkScreen));
const Mail = later(() => import('./welcome/mail-link.tsx').then((module) => module.MailLinkScreen));

interface Place {
    path?: string;
    default?: true;
}

const At = {
    Lists: (_: Place) => <ListScreen />,
    Shop: (_: Place) => <Shop />,
    Go: (_: Place) => <Go />,
    Deals: (_: Place) => <Deals />,
    Product: (_: Place) => <Product />,
    Profile: (_: Place) => <Profile />,
    Shared: (_: Place) => <Shared />,
    SignIn: (_: Place) => <SignIn />,
    Join: (_: Place) => <Join />,
    Link: (_: Place) => <Link />,
    Mail: ({ link }: Place & { link: MailLink }) => <Mail link={link} />,
    Nowhere: (_: Place) => <Nowhere />,
};

function Nowhere() {
    return (
        <div class="page">
            <EmptyState isAlone title={t().common.notFound}
                action={<Button kind="primary" href="/">{t().common.toLists}</Button>} />
        </div>
    );
}

/* What has the focus and is still there is not left: the address alone is another. */
function arriveAt(main: HTMLElement) {
    if (!main.contains(document.activeElement))
        main.focus({ preventScroll: true });
}

/* A screen that breaks leaves the tabs, and what was written, as they are. */
function Screens() {
    const [error, reset] = useErrorBoundary((cause) => console.error(cause));
    const main = useRef<HTMLElement>(null);
    const { path } = useLocation();
    if (error !== undefined) {
        return (
            <main id="main" class="page" tabIndex={-1}>
                <Broken onRetry={reset} />
            </main>
        );
    }
    return (
        <main ref={main} id="main" tabIndex={-1} data-path={path}>
            <ErrorBoundary>
                <Router onRouteChange={() => main.current !== null && arriveAt(main.current)}>
                    <At.Lists path="/" />
                    <At.Lists path="/lists" />
                    <At.Lists path="/lists/:id" />
                    <At.Shop path="/shop" />
                    <At.Shop path="/shop/:listId" />
                    <At.Go path="/shop/:listId/go" />
                    <At.Deals path="/deals" />
                    <At.Product path="/products/:id" />
                    <At.Profile path="/profile" />
                    <At.Shared path="/share" />
                    <At.SignIn path="/sign-in" />
                    <At.Join path="/join" />
                    <At.Link path="/l" />
                    <At.Mail path="/verify" link="verify" />
                    <At.Mail path="/reset" link="reset" />
                    <At.Mail path="/email" link="email" />
                    <At.Nowhere default />
                </Router>
            </ErrorBoundary>
            <OverlayHost />
            <LayerHosts layer={null} />
        </main>
    );
}

export function App() {
    return (
        <LocationProvider>
            <div class="shell">
                <a class="skip" href="#main">{t().common.skip}</a>
                <Navigation />
                <Screens />
            </div>
        </LocationProvider>
    );
}
