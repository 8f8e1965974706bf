import { useEffect, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { Check, Plus } from 'lucide';
import type { ProductFacts } from '../api/types.ts';
import { addProduct } from '../deals/actions.ts';
import { Answered } from '../deals/answered.tsx';
import { DealRows } from '../deals/row.tsx';
import { dealWords } from '../deals/said.ts';
import { chainOf } from '../deals/words.ts';
import { type Shops, useShopping } from '../household/use-shopping.ts';
import { formatNumber, formatQuantity } from '../i18n/format.ts';
import { loadWords } from '../lists/aisles.ts';
import { listToAdd } from '../lists/list-to-add.ts';
import { useAnswer } from '../sync/answers.ts';
import { itemsOf } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/marks.tsx';
import { History } from './history-view.tsx';
import { loadProduct, type ProductTold } from './load.ts';
import { Prices } from './prices.tsx';
import './screen.css';

export function ProductScreen() {
    const { params } = useRoute();
    const shops = useShopping();
    const id = params.id ?? '';
    useEffect(() => void loadWords(), []);
    return (
        <div class="page product">
            <Answered answer={shops} isAgeless isAlone>
                {(told) => <ProductView key={id} id={id} shops={told} />}
            </Answered>
        </div>
    );
}

function ProductView({ id, shops }: { id: string; shops: Shops }) {
    const where = `${shops.stores.map((store) => store.id).join()} ${shops.place !== null}`;
    const answer = useAnswer<{ told: ProductTold | null }>(`product ${id}`, // null: there is none
        async (signal) => ({ told: await loadProduct(id, shops, signal) }), where);
    return (
        <Answered answer={answer} isAlone>
            {({ told }) => (told === null ? <Missing /> : <ProductPage told={told} />)}
        </Answered>
    );
}

function Missing() {
    const words = dealWords();
    return (
        <EmptyState isAlone title={words.missingTitle}
            action={<Button kind="primary" href="/deals">{words.toDeals}</Button>} />
    );
}

function ProductPage({ told }: { told: ProductTold }) {
    const words = dealWords();
    const { product, prices, deals, scope } = told;
    const [picked, setPicked] = useState('');
    const price = prices.find((one) => one.store.id === picked) ?? prices[0];
    useEffect(() => {
        document.title = `${product.name} · SmartCart`;
    }, [product.name]);
    return (
        <>
            <Header product={product} />
            <div class="product-columns">
                <div>
                    <section aria-labelledby="prices">
                        <h2 id="prices">{words.scopes[scope]}</h2>
                        {prices.length === 0
                            ? <EmptyState title={words.notSoldTitle}>{words.notSold}</EmptyState>
                            : <Prices prices={prices} />}
                    </section>
                    {deals.length > 0 && (
                        <section aria-labelledby="deals-about">
                            <h2 id="deals-about">{words.aboutIt}</h2>
                            <DealRows list={undefined} isAbout
                                lines={deals.map((deal) => ({ deal, at: [chainOf(deal)] }))} />
                        </section>
                    )}
                </div>
                {price !== undefined && (
                    <History productId={product.id} prices={prices} price={price}
                        onPick={setPicked} />
                )}
            </div>
        </>
    );
}

function sizeOf({ sizeAmount, sizeUnit, packCount, isWeighed }: ProductFacts): string | null {
    const words = dealWords();
    if (isWeighed)
        return words.weighed;
    if (sizeAmount === null || sizeUnit === null)
        return null;
    const size = sayAmount(sizeAmount, sizeUnit);
    return packCount > 1 ? words.packOf(packCount, size) : size;
}

function sayAmount(amount: number, unit: NonNullable<ProductFacts['sizeUnit']>): string {
    const isLarge = amount >= 1000;
    const milli = isLarge ? amount : amount * 1000;
    switch (unit) {
    case 'GRAM': return formatQuantity(milli, isLarge ? 'kg' : 'g');
    case 'MILLILITRE': return formatQuantity(milli, isLarge ? 'l' : 'ml');
    case 'MILLIMETRE': return formatQuantity(amount, 'm');
    case 'SQUARE_CENTIMETRE': return dealWords().squareMetres(formatNumber(amount / 10_000));
    case 'PIECE': return dealWords().pieces(amount);
    }
}

function Header({ product }: { product: ProductFacts }) {
    const words = dealWords();
    const list = listToAdd();
    const about = [product.brand, sizeOf(product)].filter((one) => one !== null && one !== '');
    const isThere = list !== undefined && itemsOf(list.id).value
        .some((item) => item.productId === product.id && !item.isTicked);
    return (
        <header class="product-top">
            {product.imageUrl?.startsWith('https:') && (
                <img class="product-picture" src={product.imageUrl} alt="" width="96" height="96"
                    referrerpolicy="no-referrer"
                    onError={(event) => (event.currentTarget.hidden = true)} />
            )}
            <div>
                <h1>{product.name}</h1>
                {about.length > 0 && (
                    <p class="sub">
                        {about.map((one, at) => <bdi key={one}>{at > 0 && ' · '}{one}</bdi>)}
                    </p>
                )}
            </div>
            {list !== undefined && (
                <Button kind="primary" icon={isThere ? Check : Plus} isDisabled={isThere}
                    onPress={() => addProduct(list.id, product)}>
                    {isThere ? words.onList : words.addToList(list.name)}
                </Button>
            )}
        </header>
    );
}
