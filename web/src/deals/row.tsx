import { Check, Plus } from 'lucide';
import type { DealFacts } from '../api/types.ts';
import { formatList } from '../i18n/format.ts';
import { itemsOf, type Item, type List } from '../sync/lists.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Chip, StoreMark, Tag } from '../ui/marks.tsx';
import { addProduct, chooseFor } from './actions.ts';
import { textBeside } from './beside.ts';
import { byReach } from './group.ts';
import { dealWords } from './said.ts';
import { conditionOf, daysOf, figureOf, type Where } from './words.ts';
import './row.css';

/* A deal, and what its row says of where it is on and for what. */
export interface DealLine {
    deal: DealFacts;
    at: readonly Where[];
    /* The lines of the list that it is about. */
    items?: readonly Item[];
    /* It asks for a card or a coupon that the shopper has not said to have. */
    isClosed?: boolean;
}

function DealButton({ line, list }: { line: DealLine; list: List | undefined }) {
    const words = dealWords();
    const { product } = line.deal;
    if (product === null || list === undefined || list.level === 'READ')
        return null;
    const isThere = itemsOf(list.id).value
        .some((item) => item.productId === product.id && !item.isTicked);
    if (isThere) {
        return (
            <span class="deal-there" role="img" aria-label={words.onList} title={words.onList}>
                <Icon of={Check} />
            </span>
        );
    }
    const [item] = line.items ?? [];
    const label = item === undefined ? words.addTo(product.name, list.name)
        : words.choose(product.name, item.name);
    return (
        <IconButton icon={Plus} class="deal-plus" label={label}
            onPress={() => (item === undefined ? addProduct(list.id, product)
                : chooseFor(item, product))} />
    );
}

function DealRow({ line, list, isAbout }: {
    line: DealLine;
    list: List | undefined;
    isAbout: boolean;
}) {
    const words = dealWords();
    const { deal } = line;
    const figure = figureOf(deal);
    const condition = conditionOf(deal);
    const { product } = deal;
    const said = product === null ? '' : textBeside(deal.text, product.name, figure);
    return (
        <li class="deal">
            <div class="deal-text">
                {isAbout || product === null ? <b>{deal.text}</b>
                    : <a href={`/products/${product.id}`}>{product.name}</a>}
                <div class="meta deal-facts">
                    {figure !== null && <Tag isLarge>{figure}</Tag>}
                    {said !== '' && !isAbout && <p>{said}</p>}
                </div>
                <div class="meta deal-facts">
                    {line.at.map(({ chain, name }) => (
                        <p key={name}><StoreMark chain={chain} /><span>{name}</span></p>
                    ))}
                    <p>{daysOf(deal)}</p>
                </div>
                {line.items !== undefined && line.items.length > 0 && (
                    <p class="meta">
                        {words.forItems(formatList(line.items.map((item) => item.name)))}
                    </p>
                )}
                {condition !== null && (
                    <Chip kind={line.isClosed ? 'warn' : 'plain'}>{condition}</Chip>
                )}
            </div>
            <DealButton line={line} list={list} />
        </li>
    );
}

interface DealRowsProps {
    lines: readonly DealLine[];
    list: List | undefined;
    /* The product is named above them. */
    isAbout?: boolean;
}

/* Those for all, then those that ask for something, under their own heading. */
export function DealRows({ lines, list, isAbout = false }: DealRowsProps) {
    const { forAll, conditional } = byReach(lines, (line) => line.deal);
    const rows = (some: readonly DealLine[]) => (
        <ul class="rows">
            {some.map((line) => (
                <DealRow key={line.deal.id} line={line} list={list} isAbout={isAbout} />
            ))}
        </ul>
    );
    return (
        <>
            {forAll.length > 0 && rows(forAll)}
            {conditional.length > 0 && (
                <>
                    <h3 class="deals-apart">{dealWords().conditional}</h3>
                    {rows(conditional)}
                </>
            )}
        </>
    );
}
