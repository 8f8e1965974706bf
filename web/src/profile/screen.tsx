import { LANGUAGES, language, speak, t, type Language } from '../i18n/i18n.ts';
import { Select } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { theme, type Theme } from '../ui/theme.ts';

export function ProfileScreen() {
    const words = t().common;
    const themes = (['system', 'light', 'dark'] as const)
        .map((value) => ({ value, label: words.themes[value] }));
    return (
        <div class="page profile">
            <header><h1>{words.profile}</h1></header>
            <section class="card">
                <Select label={words.language} value={language.value} options={LANGUAGES}
                    onPick={(value) => void speak(value as Language)} />
                <h2>{words.theme}</h2>
                <Segmented<Theme> label={words.theme} options={themes} value={theme.value}
                    onPick={(value) => (theme.value = value)} />
            </section>
        </div>
    );
}
