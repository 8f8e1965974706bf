// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { HouseholdRole } from '../api/types.ts';

export type Register = {
    registerAccount: boolean;
};
export interface RegisterVariables {
    email: string;
    password: string;
    name?: string | null;
    locale?: string | null;
}
export const register: Operation<Register, RegisterVariables> = {
    id: 'sha256:14e55fc4f863eaffac08ce72a0b350b1419206b719faac70a26bc0461f8ddb74',
    name: 'Register',
};

export type Verify = {
    verifyAccount: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface VerifyVariables {
    token: string;
    password: string;
}
export const verify: Operation<Verify, VerifyVariables> = {
    id: 'sha256:4984a6382a904ceab8fdba8b1b2ded5d6fce91c212943ae43a1622516aabc192',
    name: 'Verify',
};

export type ForgotPassword = {
    requestPasswordReset: boolean;
};
export interface ForgotPasswordVariables {
    email: string;
}
export const forgotPassword: Operation<ForgotPassword, ForgotPasswordVariables> = {
    id: 'sha256:23fa98278b70f3d54add99752c527203526da8fb91f88ba947ae0290d9204e6f',
    name: 'ForgotPassword',
};

export type ResetPassword = {
    resetPassword: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface ResetPasswordVariables {
    token: string;
    password: string;
}
export const resetPassword: Operation<ResetPassword, ResetPasswordVariables> = {
    id: 'sha256:f5b5e6bc3b7ade02e448454be9786d0e3de9b9f25eee9001caa0df2119ee5c61',
    name: 'ResetPassword',
};

export type ConfirmEmail = {
    confirmEmail: boolean;
};
export interface ConfirmEmailVariables {
    token: string;
    password: string;
}
export const confirmEmail: Operation<ConfirmEmail, ConfirmEmailVariables> = {
    id: 'sha256:acba6e4d8fad224435fd49372451ffe22e04152fd9ab1255ede953e39363ee77',
    name: 'ConfirmEmail',
};

export type Join = {
    joinHousehold: {
        id: string;
        name: string;
        role: HouseholdRole;
    };
};
export interface JoinVariables {
    token: string;
}
export const join: Operation<Join, JoinVariables> = {
    id: 'sha256:dfbc60d3b8456ae12c8921cb8f3b39b071a903e5fd050362fc8aee5df6a93a21',
    name: 'Join',
};
