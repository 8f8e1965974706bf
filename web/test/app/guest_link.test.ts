/* A link to one list, for whoever has it. */
import { addItems, tickOf, untilKept, untilNamed, untilSent } from './helpers/list.ts';
import { listLink } from './helpers/people.ts';
import { journey } from './helpers/scene.ts';

journey('a link opens one list, without an account, until it is ended', async (scene) => {
    const { page } = await scene.phone();
    await addItems(page, 'milk', 'eggs');
    const link = await listLink(page);
    const guest = await scene.phone({ path: link });
    guest.allow(/status of 401/); // of a link that has ended
    await untilNamed(guest.page, ['milk', 'eggs']);

    await addItems(guest.page, 'bread');
    await tickOf(page, 'bread').waitFor();
    await tickOf(page, 'milk').click();
    await tickOf(guest.page, 'milk').waitFor({ state: 'detached' });

    await untilKept(guest.page);
    await guest.setOnline(false);
    await addItems(guest.page, 'flour');
    await guest.page.reload();
    await untilNamed(guest.page, ['eggs', 'bread', 'flour']);
    await guest.setOnline(true);
    await untilSent(guest.page);
    await tickOf(page, 'flour').waitFor();

    await page.getByRole('button', { name: 'Share the list' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^End: / }).click();
    await page.getByText('The link leads nowhere any more').waitFor();
    await addItems(guest.page, 'late');
    await guest.page.getByRole('alert').getByText('The link to Shopping has ended').waitFor();
    await tickOf(guest.page, 'bread').waitFor({ state: 'detached' });
});
