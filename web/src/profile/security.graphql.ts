// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';

export type ChangePassword = {
    changePassword: {
        isGuest: boolean;
    };
};
export interface ChangePasswordVariables {
    current: string;
    password: string;
}
export const changePassword: Operation<ChangePassword, ChangePasswordVariables> = {
    id: 'sha256:be46d15b8270a9dbbb11f59763217e181f535c8f8ced118b6d6f2bfb82c6bfe1',
    name: 'ChangePassword',
};

export type ChangeEmail = {
    changeEmail: boolean;
};
export interface ChangeEmailVariables {
    password: string;
    email: string;
}
export const changeEmail: Operation<ChangeEmail, ChangeEmailVariables> = {
    id: 'sha256:bcea294367fb36d09dbd7f2c98b79b4ab8ca610571332428a50145d924792572',
    name: 'ChangeEmail',
};

export type Keys = {
    me: {
        apiKeys: {
            nodes: ({
                id: string;
                name: string;
                mayWrite: boolean;
                createdAt: string;
                usedAt: string | null;
            })[];
        };
    } | null;
};
export interface KeysVariables {
}
export const keys: Operation<Keys, KeysVariables> = {
    id: 'sha256:c9d7ee9bfb3800459d21299764f2469b6184c2285632df8f5c19df60f96f826a',
    name: 'Keys',
};

export type MakeKey = {
    createApiKey: {
        id: string;
        secret: string;
    };
};
export interface MakeKeyVariables {
    name: string;
    mayWrite: boolean;
}
export const makeKey: Operation<MakeKey, MakeKeyVariables> = {
    id: 'sha256:8ab96c813dd64f21d4d8859d27207bb77cc08feb157e0a0430ee7685df3c612c',
    name: 'MakeKey',
};

export type RevokeKey = {
    revokeApiKey: boolean;
};
export interface RevokeKeyVariables {
    keyId: string;
}
export const revokeKey: Operation<RevokeKey, RevokeKeyVariables> = {
    id: 'sha256:1c88ad27ceaed6e5ec7c3ca4059557da6a79cbd260d359157572038188fc471d',
    name: 'RevokeKey',
};
