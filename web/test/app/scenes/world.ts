/*
 * Households in the sample world, made by the app's own sync layer: the account's, which is Joel's
 * and has Mara in it, and guests', as many as are asked for.
 */
import type { Operation } from '../../../src/api/ask.ts';
import { setPlace, setStores } from '../../../src/household/household.graphql.ts';
import { searchProducts, storesNear } from '../../../src/shop/shop.graphql.ts';
import { guessAisle, loadWords } from '../../../src/lists/aisles.ts';
import { makeListLink } from '../../../src/lists/share.graphql.ts';
import { addCard, deleteAccount, invite, retailers } from '../../../src/profile/profile.graphql.ts';
import { join, register, verify } from '../../../src/welcome/welcome.graphql.ts';
import { type Browser as Phone, openBrowser } from '../../api/browser.ts';
import type { Stack } from '../../helpers/stack.ts';
import { until } from '../../helpers/until.ts';
import { type Cast, draftOf, type Line } from './cast.ts';

const PLACE = { lat: 51.8985, lon: -8.4756 };
const RADIUS_M = 5000;
const MILK = 'Whitethorn Whole Milk 3.5%, 2 L';
const ASK_MS = 30_000;
export const PASSWORD = 'not a short one';

export interface Home {
    email: string;
    /* Ids of the lists by what they are for. */
    lists: Record<keyof Cast['lists'], string>;
    /* Sold in several stores, with a history. */
    productId: string;
    /* To the list of the party alone. */
    link: string;
}

/* On a busy machine, with the patience that a shopper does not have. */
const ask = <Data, Variables>({ core }: Phone, operation: Operation<Data, Variables>,
    variables: Variables): Promise<Data> => core.ask(operation, variables, { limitMs: ASK_MS });

async function open(stack: Stack, cookies = new Map<string, string>()): Promise<Phone> {
    return openBrowser(stack.url, { cookies });
}

function close({ core, setOnline }: Phone): void {
    core.stop();
    setOnline(false);
}

const sent = ({ core }: Phone): Promise<number> =>
    until('all is sent', () => core.syncState.value.unsent === 0);

async function signUp(stack: Stack, name: string, email: string, locale: string): Promise<Phone> {
    const phone = await open(stack);
    const { session } = phone.core;
    await session.ensureGuest();
    await ask(phone, register, { email, password: PASSWORD, name, locale });
    let token: string | undefined;
    await until('the mail comes', () => {
        token = stack.mails().filter((mail) => mail.includes(email))
            .map((mail) => /\/verify#(\S+)/.exec(mail)?.[1]).find(Boolean);
        return token !== undefined;
    });
    await session.begin(() => ask(phone, verify, { token: token!, password: PASSWORD }));
    return phone;
}

async function productOf(phone: Phone, text: string): Promise<string> {
    const { edges } = (await ask(phone, searchProducts, { text, storeIds: [] })).searchProducts!;
    if (edges[0] === undefined)
        throw new Error(`nothing is called ${text}`);
    return edges[0].node.id;
}

async function addLines(phone: Phone, listId: string, lines: readonly Line[]): Promise<void> {
    for (const line of lines) {
        const draft = draftOf(line);
        const category = guessAisle(draft.name);
        const productId = line.of === undefined ? undefined : await productOf(phone, line.of);
        phone.core.edits.addItem(listId, { ...draft, ...(category && { category }),
            ...(productId && { productId }) });
    }
    await sent(phone);
}

const idsOf = ({ core }: Phone, listId: string): string[] =>
    core.replica.itemsOf(listId).value.map((item) => item.id);

async function addTicked(phone: Phone, listId: string, lines: readonly Line[]): Promise<void> {
    const before = new Set(idsOf(phone, listId));
    await addLines(phone, listId, lines);
    phone.core.edits.tickItems(listId, idsOf(phone, listId).filter((id) => !before.has(id)), true);
    await sent(phone);
}

/* It is sent with the first thing on it. */
async function makeList(phone: Phone, name: string, lines: readonly Line[]): Promise<string> {
    const local = phone.core.edits.createList(name);
    await addLines(phone, local, lines);
    await until('it has its id', () => phone.core.replica.resolve(local) !== local);
    return phone.core.replica.resolve(local);
}

/* With what is not on it any more: it is what is usually bought. */
async function makeListOf(phone: Phone, name: string, before: readonly string[]): Promise<string> {
    const listId = await makeList(phone, name, before.map((text) => ({ text })));
    phone.core.edits.tickItems(listId, idsOf(phone, listId), true);
    await sent(phone);
    phone.core.edits.deleteItems(listId, idsOf(phone, listId));
    await sent(phone);
    return listId;
}

async function bring(from: Phone, to: Phone): Promise<void> {
    const householdId = from.core.session.session.value.householdId!;
    const { inviteToHousehold: { link } } = await ask(from, invite,
        { householdId, role: 'ADULT', email: null });
    await ask(to, join, { token: new URL(link!).hash.slice(1) });
    await to.core.session.look();
    to.core.fetchAll();
}

/* Where the household shops, with which card, and who is asked to join. */
async function settle(phone: Phone, cardLabel: string): Promise<void> {
    const householdId = phone.core.session.session.value.householdId!;
    await ask(phone, setPlace, { householdId, place: PLACE });
    const { nodes } = (await ask(phone, storesNear, { ...PLACE, radiusM: RADIUS_M })).storesNear;
    const stores = nodes.map(({ store }, at) => ({ storeId: store.id, isFavourite: at === 1 }));
    await ask(phone, setStores, { householdId, stores });
    const [chain] = (await ask(phone, retailers, {})).retailers.nodes
        .filter((one) => one.name === 'Larkfield');
    await ask(phone, addCard, { householdId, retailerId: chain!.id, number: '9526 0417 3308',
        label: cardLabel });
    await ask(phone, invite, { householdId, role: 'CHILD', email: null });
}

/* What each shelf said of it before: a tenth more, with a spell of what it costs now. */
function remember(stack: Stack, productName: string): void {
    stack.sql(`select retail.price_history_open(now() - make_interval(months => month))
        from generate_series(0, 2) month`);
    stack.sql(`insert into retail.price_history select p.store_id, p.item_id,
            p.price_minor * before.percent / 100, null, p.deposit_minor,
            p.changed_at - make_interval(days => before.first),
            p.changed_at - make_interval(days => before.last), false, false
        from retail.price p
        join retail.item i on i.id = p.item_id
        join retail.product d on d.id = i.product_id
        cross join (values (110, 75, 40), (100, 40, 26), (112, 26, 0)) before (percent, first, last)
        where d.name = '${productName}'
            and not exists (select from retail.price_history h where h.item_id = p.item_id)`);
}

/* `name`: of its people in addresses of mail. */
export async function makeHome(stack: Stack, name: string, cast: Cast): Promise<Home> {
    await loadWords();
    const email = `joel.${name}@example.com`;
    const joel = await signUp(stack, cast.joel, email, cast.locale);
    const mara = await signUp(stack, cast.mara, `mara.${name}@example.com`, cast.locale);
    try {
        const home = await furnish(joel, mara, cast);
        remember(stack, MILK);
        return { email, ...home };
    } finally {
        close(joel);
        close(mara);
    }
}

async function furnish(joel: Phone, mara: Phone, cast: Cast): Promise<Omit<Home, 'email'>> {
    const names = cast.lists;
    await bring(joel, mara);
    await settle(joel, cast.mara);
    const old = await makeListOf(joel, names.old, cast.before.slice(0, 1));
    joel.core.edits.archiveList(old, true);
    const garden = await makeList(joel, names.garden, cast.garden);
    const done = await makeListOf(joel, names.done, cast.before.slice(0, 1));
    await addTicked(joel, done, cast.inCart);
    const party = await makeList(joel, names.party, cast.party);
    const weekly = await makeListOf(joel, names.weekly, cast.before);
    await addLines(joel, weekly, cast.byJoel);
    await addTicked(joel, weekly, cast.inCart);
    mara.core.fetchAll();
    await until('Mara has it', () => mara.core.replica.lists.value.some((one) => one.id === weekly));
    await addLines(mara, weekly, cast.byMara);
    const { token } = (await ask(joel, makeListLink, { listId: party, level: 'EDIT' })).shareList;
    return { productId: await productOf(joel, MILK), link: `/l#${token}`,
        lists: { weekly, party, done, garden, old } };
}

/* Of whoever these cookies are of: a guest with one list. */
export async function fillGuest(stack: Stack, cookies: Map<string, string>, cast: Cast,
    isLeaving: boolean): Promise<void> {
    const phone = await open(stack, cookies);
    try {
        await makeList(phone, cast.lists.party, cast.party);
        if (isLeaving)
            await ask(phone, deleteAccount, { password: null });
    } finally {
        close(phone);
    }
}
