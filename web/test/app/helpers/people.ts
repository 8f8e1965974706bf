/* Who shops: accounts, and links from one to another. */
import type { Page } from 'playwright-core';
import type { Phone, Scene } from './scene.ts';
import type { Stack } from '../../helpers/stack.ts';

export const PASSWORD = 'not a short one';

/* An account of a plan, made as an operator makes one. */
export function addAccount(stack: Stack, email: string, plan = 'free'): void {
    stack.run('account', 'add', email, '--name', email.split('@')[0]!, '--password', PASSWORD);
    stack.sql(`update accounts.person set plan = '${plan}' where email_fold = '${email}'`);
}

export async function signIn(page: Page, email: string): Promise<void> {
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Signed in.').waitFor();
}

export async function signedIn({ phone }: Scene, email: string): Promise<Phone> {
    const signed = await phone({ path: '/sign-in' });
    await signIn(signed.page, email);
    return signed;
}

/* Into the household, by the list's own button; the part of the link behind the server's name. */
export const shareLink = (page: Page): Promise<string> =>
    makeLink(page, 'Your whole household', 'Link to the household');

/* To this list alone. */
export const listLink = (page: Page, level?: 'Only look'): Promise<string> =>
    makeLink(page, 'This list alone', 'Link to this list', level);

export async function endLink(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Share the list' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: /^End: / }).click();
    await page.getByText('The link leads nowhere any more').waitFor();
    await sheet.getByRole('button', { name: 'Close' }).click();
}

async function makeLink(page: Page, part: string, field: string, level?: string): Promise<string> {
    await page.getByRole('button', { name: 'Share the list' }).click();
    const sheet = page.getByRole('dialog');
    const place = sheet.getByRole('region', { name: part });
    if (level !== undefined)
        await place.getByText(level, { exact: true }).click();
    await place.getByRole('button', { name: /^Make a link/ }).click();
    const link = new URL(await place.getByRole('textbox', { name: field }).inputValue());
    await sheet.getByRole('button', { name: 'Close' }).click();
    return link.pathname + link.hash;
}

/* Somebody who has followed the link of another's household. */
export async function joined({ phone }: Scene, path: string): Promise<Phone> {
    const another = await phone({ path });
    await another.page.getByRole('button', { name: 'Join the household' }).click();
    await another.page.getByText(/^You are in .* now$/).waitFor();
    return another;
}
