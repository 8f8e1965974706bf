import { useEffect } from 'preact/hooks';
import { formatAge } from '../i18n/format.ts';
import { LANGUAGES, language, speak, t, type Language } from '../i18n/i18n.ts';
import { session } from '../session/session.ts';
import { core } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Skeleton } from '../ui/marks.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { theme, type Theme } from '../ui/theme.ts';
import { DataCard, DeleteSheet, PlanCard, SessionsCard, WhoCard } from './account.tsx';
import { AddCardSheet, CardSheet } from './cards.tsx';
import { forget, type Known, known, load, trouble } from './data.ts';
import { HouseholdCard } from './household.tsx';
import { HandOverSheet, InviteSheet, RenameHouseholdSheet } from './household-sheets.tsx';
import { KeysSheet } from './keys.tsx';
import { setLocale } from './profile.graphql.ts';
import { closeSheet, sheet } from './sheets.ts';
import { EmailSheet, PasswordSheet, SecurityCard } from './security.tsx';
import { AddStoreSheet } from './stores.tsx';
import { profileWords } from './words.ts';
import './screen.css';

export function ProfileScreen() {
    const words = profileWords();
    const { kind, email, isOver } = session.value;
    const isSomebody = (kind === 'guest' || kind === 'account') && !isOver;
    const shown = known.value;
    useEffect(() => {
        document.title = `${t().common.profile} · SmartCart`;
        return closeSheet;
    }, [language.value]);
    useEffect(() => {
        if (isSomebody)
            void load();
        return forget;
    }, [isSomebody, kind, email]);
    return (
        <div class="page profile">
            <header>
                <h1>{t().common.profile}</h1>
                {shown !== null && trouble.value !== null && (
                    <p class="sub" role="status">
                        {trouble.value} {words.asOf(formatAge(new Date(shown.atMs)))}
                    </p>
                )}
            </header>
            <div class="profile-column">
                <WhoCard />
                {isSomebody && shown === null && trouble.value === null &&
                    <Skeleton label={t().common.loading} />}
                {isSomebody && shown === null && trouble.value !== null && (
                    <section class="card profile-card" role="alert">
                        <p>{trouble.value}</p>
                        <Button onPress={() => void load()}>{t().common.tryAgain}</Button>
                    </section>
                )}
                {shown?.homes.map((home) => <HouseholdCard key={home.id} home={home} />)}
            </div>
            <div class="profile-column">
                <SettingsCard />
                {shown !== null && <PlanCard known={shown} />}
                {kind === 'account' && !isOver && <SecurityCard />}
                {(kind === 'guest' || kind === 'account') && <SessionsCard known={shown} />}
                {shown !== null && <DataCard known={shown} />}
            </div>
            {shown !== null && <ProfileSheets known={shown} />}
        </div>
    );
}

/* Mails come in it, too, from now on: where the server cannot be told, in the one before. */
async function choose(wanted: Language) {
    await speak(wanted);
    if (session.value.kind === 'guest' || session.value.kind === 'account')
        await core.ask(setLocale, { locale: wanted }).catch(() => undefined);
}

function SettingsCard() {
    const words = t().common;
    const themes = (['system', 'light', 'dark'] as const)
        .map((value) => ({ value, label: words.themes[value] }));
    return (
        <section class="card profile-card">
            <Select label={words.language} value={language.value} options={LANGUAGES}
                onPick={(value) => void choose(value as Language)} />
            <h2>{words.theme}</h2>
            <Segmented<Theme> label={words.theme} options={themes} value={theme.value}
                onPick={(value) => (theme.value = value)} />
        </section>
    );
}

function ProfileSheets({ known: { homes } }: { known: Known }) {
    const open = sheet.value;
    if (open === null)
        return null;
    switch (open.kind) {
    case 'delete': return <DeleteSheet />;
    case 'password': return <PasswordSheet />;
    case 'email': return <EmailSheet />;
    case 'keys': return <KeysSheet />;
    }
    if (open.kind === 'card') {
        const card = homes.flatMap((home) => home.cards.nodes).find(({ id }) => id === open.cardId);
        return card === undefined ? null : <CardSheet key={card.id} card={card} />;
    }
    const home = homes.find(({ id }) => id === open.homeId);
    if (home === undefined)
        return null;
    switch (open.kind) {
    case 'invite': return <InviteSheet home={home} />;
    case 'hand-over': return <HandOverSheet home={home} personId={open.personId} />;
    case 'rename': return <RenameHouseholdSheet home={home} />;
    case 'add-store': return <AddStoreSheet home={home} />;
    case 'add-card': return <AddCardSheet home={home} />;
    }
}
