// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { ListLevel, ListLink } from '../api/types.ts';

export type ListLinks = {
    list: {
        shares: {
            nodes: ListLink[];
        };
    } | null;
};
export interface ListLinksVariables {
    listId: string;
}
export const listLinks: Operation<ListLinks, ListLinksVariables> = {
    id: 'sha256:d4139bbb0eb32f081b81c2f07b5a4d2a25d99346cbc3c6d6b714b85a0f9beed2',
    name: 'ListLinks',
};

export type MakeListLink = {
    shareList: {
        token: string;
        expiresAt: string;
        share: ListLink | null;
    };
};
export interface MakeListLinkVariables {
    listId: string;
    level: ListLevel;
}
export const makeListLink: Operation<MakeListLink, MakeListLinkVariables> = {
    id: 'sha256:724754b29f6748801dd4f84ca6081ad839d023c35943581d45da6dc575128fde',
    name: 'MakeListLink',
};

export type EndListLink = {
    endListShare: {
        list: {
            id: string;
        } | null;
    };
};
export interface EndListLinkVariables {
    shareId: string;
}
export const endListLink: Operation<EndListLink, EndListLinkVariables> = {
    id: 'sha256:e628f7f07bbf0345a0c5706f614043857f9ace5096138fc770c123f4ee87da63',
    name: 'EndListLink',
};
