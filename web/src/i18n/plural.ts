/* Words that depend on a number, by the language's own rules. `#` stands for the number. */
type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/* Of what a form speaks that has no `#`: in Hebrew half a pack goes by the rule of one. */
const NAMED: Partial<Record<Intl.LDMLPluralRule, number>> = { zero: 0, one: 1, two: 2 };

/* The rules are made when they are first asked for: that takes longer than all that the first screen
   does with words, and it asks for none. */
export function pluralOf(language: string): (n: number, forms: Forms) => string {
    let rules: Intl.PluralRules | undefined;
    let numbers: Intl.NumberFormat | undefined;
    return (n, forms) => {
        rules ??= new Intl.PluralRules(language);
        numbers ??= new Intl.NumberFormat(language);
        const rule = rules.select(n);
        const form = forms[rule] ?? forms.other;
        return (form.includes('#') || NAMED[rule] === n ? form : forms.other)
            .replace('#', numbers.format(n));
    };
}
