/* Loyalty cards: the number is told only when it is asked for, and then large, for the till. */
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { CreditCard, Plus, Trash2 } from 'lucide';
import { addCard, cardNumber, removeCard } from './profile.graphql.ts';
import { t } from '../i18n/i18n.ts';
import { useSending } from '../session/use-sending.ts';
import { core } from '../sync/lists.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/marks.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { type Home, isHidden, load, removeLater } from './data.ts';
import { SheetForm } from './sheet-form.tsx';
import { closeSheet, sheet } from './sheets.ts';
import { AskAgain, useRetailers } from './stores.tsx';
import { profileWords } from './words.ts';

export type Card = Home['cards']['nodes'][number];

const CARDS_MOST = 20; // as many as are shown
const NUMBER_MOST = 64;

function nameOf(card: Card): string {
    return card.retailer?.name ?? profileWords().unknownChain;
}

export function Cards({ home, isAdult }: { home: Home; isAdult: boolean }) {
    const words = profileWords();
    const cards = home.cards.nodes.filter((card) => !isHidden(card.id));
    return (
        <section class="profile-part" aria-labelledby={`cards-${home.id}`}>
            <h3 id={`cards-${home.id}`}>{words.cards}</h3>
            {cards.length === 0 && <p class="meta">{words.noCards}</p>}
            <ul class="profile-rows">
                {cards.map((card) => <CardRow key={card.id} card={card} isAdult={isAdult} />)}
            </ul>
            {isAdult && cards.length < CARDS_MOST && (
                <Button icon={Plus} onPress={() => (sheet.value =
                    { kind: 'add-card', homeId: home.id })}>{words.addCard}</Button>
            )}
        </section>
    );
}

function CardRow({ card, isAdult }: { card: Card; isAdult: boolean }) {
    const words = profileWords();
    const name = nameOf(card);
    const text = <><b>{name}</b>{card.label !== null && <span class="meta">{card.label}</span>}</>;
    return (
        <li class="profile-row">
            <Icon of={CreditCard} />
            <span class="profile-text">{text}</span>
            {card.hasNumber && (
                <Button kind="soft" onPress={() => (sheet.value =
                    { kind: 'card', cardId: card.id })}>
                    {words.showNumber}<span class="visually-hidden"> {name}</span>
                </Button>
            )}
            {isAdult && (
                <IconButton icon={Trash2} label={words.removeCard(name)}
                    onPress={() => removeLater(card.id, words.cardRemoved(name),
                        () => core.ask(removeCard, { cardId: card.id }))} />
            )}
        </li>
    );
}

/* Once it was told it is kept beside the lists: tills are where there is no signal. */
export function CardSheet({ card }: { card: Card }) {
    const words = profileWords();
    const key = `card:${card.id}`;
    const number = useSignal(core.meta(key) as string | undefined);
    const sending = useSending();
    const ask = () => void sending.send(async () => {
        const told = (await core.ask(cardNumber, { cardId: card.id })).cardNumber;
        number.value = told ?? undefined;
        core.keep({ [key]: number.value });
    });
    useEffect(ask, []);
    return (
        <Sheet title={nameOf(card)} onClose={closeSheet}>
            {number.value === undefined && sending.isBusy.value &&
                <Skeleton label={t().common.loading} rows={1} />}
            {number.value === undefined && <AskAgain error={sending.error.value} onPress={ask} />}
            {number.value !== undefined && <p class="card-number" dir="ltr">{number.value}</p>}
            {card.label !== null && <p class="meta">{card.label}</p>}
            <p class="meta">{words.numberAbout}</p>
        </Sheet>
    );
}

export function AddCardSheet({ home }: { home: Home }) {
    const words = profileWords();
    const chains = useRetailers();
    const chainId = useSignal('');
    const number = useSignal('');
    const label = useSignal('');
    const sending = useSending();
    const options = [{ value: '', label: words.pickChain },
        ...(chains.found.value ?? []).map(({ id, name }) => ({ value: id, label: name }))];
    const send = async () => {
        const isDone = await sending.send(() => core.ask(addCard, { householdId: home.id,
            retailerId: chainId.value, number: number.value.trim() || null,
            label: label.value.trim() || null }));
        if (isDone) {
            closeSheet();
            await load();
        }
    };
    if (chains.found.value === null) {
        return (
            <Sheet title={words.addCard} onClose={closeSheet}>
                {chains.sending.error.value === null &&
                    <Skeleton label={t().common.loading} rows={3} />}
                <AskAgain error={chains.sending.error.value} onPress={chains.ask} />
            </Sheet>
        );
    }
    return (
        <Sheet title={words.addCard} onClose={closeSheet}>
            <SheetForm sending={sending} button={words.addCard}
                onSend={() => void send()}>
                <Select label={words.chain} value={chainId.value} options={options} isRequired
                    onPick={(id) => (chainId.value = id)} />
                <Field label={words.cardNumber} hint={words.cardNumberHint} value={number.value}
                    maxLength={NUMBER_MOST} onText={(text) => (number.value = text)} />
                <Field label={words.cardLabel} hint={words.cardLabelHint} value={label.value}
                    maxLength={60} onText={(text) => (label.value = text)} />
            </SheetForm>
        </Sheet>
    );
}
