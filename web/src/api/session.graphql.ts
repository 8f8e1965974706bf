// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { HouseholdRole } from '../api/types.ts';

export type Me = {
    me: {
        id: string;
        email: string | null;
        name: string | null;
        country: string;
        locale: string;
        plan: string;
        isGuest: boolean;
        deleteAfter: string | null;
        households: {
            nodes: {
                id: string;
                name: string;
                country: string;
                role: HouseholdRole;
            }[];
        };
    } | null;
};
export interface MeVariables {
}
export const me: Operation<Me, MeVariables> = {
    id: 'sha256:f0ef5757462b6d11d67801b5c95292c79ad9921a50c80f02bcfb99e33086f769',
    name: 'Me',
};

export type Guest = {
    createGuest: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface GuestVariables {
    country: string;
    locale?: string | null;
}
export const guest: Operation<Guest, GuestVariables> = {
    id: 'sha256:a6b21c4711ede7815b5d91520eedd9b5018a8b5b49ec8d36325514ade371f84f',
    name: 'Guest',
};

export type Refresh = {
    refresh: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface RefreshVariables {
}
export const refresh: Operation<Refresh, RefreshVariables> = {
    id: 'sha256:7dc25dd4803e1123b9fcd0ce3fea3a61bb77032904449ffafe32affc8a5095f1',
    name: 'Refresh',
};

export type SignIn = {
    signIn: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface SignInVariables {
    email: string;
    password: string;
}
export const signIn: Operation<SignIn, SignInVariables> = {
    id: 'sha256:36961c4d8ebc7c031306628232f80622d770df68665f0a8f4b9bff722b34e226',
    name: 'SignIn',
};

export type SignOut = {
    signOut: boolean;
};
export interface SignOutVariables {
}
export const signOut: Operation<SignOut, SignOutVariables> = {
    id: 'sha256:39300be1f6ff47633a8c264de2a924d5b71367b646d3bf86d82d7c51c6543956',
    name: 'SignOut',
};
