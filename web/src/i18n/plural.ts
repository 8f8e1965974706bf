/* Words that depend on a number, by the language's own rules. `#` stands for the number. */
type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/* The rules are made when they are first asked for: that takes longer than all that the first screen
   does with words, and it asks for none. */
export function pluralOf(language: string): (n: number, forms: Forms) => string {
    let rules: Intl.PluralRules | undefined;
    let numbers: Intl.NumberFormat | undefined;
    return (n, forms) => {
        rules ??= new Intl.PluralRules(language);
        numbers ??= new Intl.NumberFormat(language);
        return (forms[rules.select(n)] ?? forms.other).replace('#', numbers.format(n));
    };
}
