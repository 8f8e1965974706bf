/* Rejects, too, where the page is not secure, as on a home's own network: there is no clipboard then. */
export async function copyText(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
}
