/* Trusted Types: the only scripts that this page starts are its own, by their own addresses. */

interface Policy {
    createScriptURL(url: string): string;
}

declare global {
    interface Window {
        trustedTypes?: {
            createPolicy(name: string, rules: Policy): Policy;
        };
    }
}

function own(url: string): string {
    if (new URL(url, location.href).origin !== location.origin)
        throw new TypeError(`not a script of ours: ${url}`);
    return url;
}

const policy = window.trustedTypes?.createPolicy('smartcart', { createScriptURL: own });

export function scriptUrl(url: string): string {
    return policy?.createScriptURL(url) ?? own(url);
}
