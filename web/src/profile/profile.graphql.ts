// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { ExportState, Home, HouseholdRole, JobState } from '../api/types.ts';

export type Profile = {
    me: {
        plan: string;
        deleteAfter: string | null;
        limits: {
            households: number;
            members: number;
            lists: number;
            items: number;
        };
        households: {
            nodes: {
                id: string;
            }[];
        };
        sessions: {
            nodes: ({
                id: string;
                usedAt: string;
                address: string | null;
                agent: string | null;
                isCurrent: boolean;
            })[];
        };
    } | null;
};
export interface ProfileVariables {
}
export const profile: Operation<Profile, ProfileVariables> = {
    id: 'sha256:a21fc9363e47019968c7933f733efb11743aaaa8d77ba165ee8c8d218317d4f2',
    name: 'Profile',
};

export type ProfileHome = {
    node: Home | null;
};
export interface ProfileHomeVariables {
    id: string;
}
export const profileHome: Operation<ProfileHome, ProfileHomeVariables> = {
    id: 'sha256:727d17746a2cb2e194bbc9dc29dcd32d2e9036f9ccb34f75bbe1518887218963',
    name: 'ProfileHome',
};

export type Retailers = {
    retailers: {
        nodes: {
            id: string;
            name: string;
        }[];
    };
};
export interface RetailersVariables {
}
export const retailers: Operation<Retailers, RetailersVariables> = {
    id: 'sha256:f5049483b2020a994b989a00a3fa07bad988adfc787532bf50508f97650b9d71',
    name: 'Retailers',
};

export type StoresOf = {
    retailer: {
        stores: {
            nodes: ({
                id: string;
                name: string | null;
                address: string | null;
                city: string | null;
                retailer: {
                    id: string;
                    name: string;
                };
            })[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface StoresOfVariables {
    retailerId: string;
    after?: string | null;
}
export const storesOf: Operation<StoresOf, StoresOfVariables> = {
    id: 'sha256:89979424668566ffbe5d49c817b237f36bd05eb4ef53aa2a7adc7836b558ac2f',
    name: 'StoresOf',
};

export type SetLocale = {
    setLocale: boolean;
};
export interface SetLocaleVariables {
    locale: string;
}
export const setLocale: Operation<SetLocale, SetLocaleVariables> = {
    id: 'sha256:42f1a5a1f7336a49832f586b36868d215178afe669a876a6628d0fa8c3a972e2',
    name: 'SetLocale',
};

export type Invite = {
    inviteToHousehold: {
        id: string;
        link: string | null;
        expiresAt: string;
    };
};
export interface InviteVariables {
    householdId: string;
    role: HouseholdRole;
    email?: string | null;
}
export const invite: Operation<Invite, InviteVariables> = {
    id: 'sha256:bcdda797dc120d99654bdc14270e6d85ccbde0f155d703f49c60081ae9256d0e',
    name: 'Invite',
};

export type TakeBack = {
    revokeInvitation: boolean;
};
export interface TakeBackVariables {
    invitationId: string;
}
export const takeBack: Operation<TakeBack, TakeBackVariables> = {
    id: 'sha256:a0a7159a1a08396ff011c4ff21a88d26f4b08e5f1acae86e4f7df1421a0410e1',
    name: 'TakeBack',
};

export type RenameHousehold = {
    renameHousehold: {
        id: string;
    };
};
export interface RenameHouseholdVariables {
    householdId: string;
    name: string;
}
export const renameHousehold: Operation<RenameHousehold, RenameHouseholdVariables> = {
    id: 'sha256:fc602c76573f75a38d8a04ad5c722c446a3458e7c956f85a510a9384d5dcc27a',
    name: 'RenameHousehold',
};

export type SetRole = {
    setMemberRole: {
        id: string;
    };
};
export interface SetRoleVariables {
    householdId: string;
    personId: string;
    role: HouseholdRole;
}
export const setRole: Operation<SetRole, SetRoleVariables> = {
    id: 'sha256:def45dc8514f32b9fc777888b909a7f774b79be9fd610a3eef4164cbb498045d',
    name: 'SetRole',
};

export type RemoveMember = {
    removeMember: {
        id: string;
    };
};
export interface RemoveMemberVariables {
    householdId: string;
    personId: string;
}
export const removeMember: Operation<RemoveMember, RemoveMemberVariables> = {
    id: 'sha256:39c60426e1acd0aa1aff17d6f97897512757dce2d6406dc9b8f69e8ab74c1fb8',
    name: 'RemoveMember',
};

export type HandOver = {
    handOverHousehold: {
        id: string;
    };
};
export interface HandOverVariables {
    householdId: string;
    personId: string;
}
export const handOver: Operation<HandOver, HandOverVariables> = {
    id: 'sha256:502e278941c783ed7a6680c2e04d6bbf3873fc42dd5684ed49c17c95069c36d5',
    name: 'HandOver',
};

export type Leave = {
    leaveHousehold: boolean;
};
export interface LeaveVariables {
    householdId: string;
}
export const leave: Operation<Leave, LeaveVariables> = {
    id: 'sha256:0e899aee627ce6f8ef2bc864154fdc6378ec2fc5cf88196fe364485622e5d120',
    name: 'Leave',
};

export type CardNumber = {
    cardNumber: string | null;
};
export interface CardNumberVariables {
    cardId: string;
}
export const cardNumber: Operation<CardNumber, CardNumberVariables> = {
    id: 'sha256:854ac6cef1e08b9d592a8a7633836d76ca1c555c9a7ca219e67a1d0a91acabe6',
    name: 'CardNumber',
};

export type AddCard = {
    addLoyaltyCard: {
        id: string;
    };
};
export interface AddCardVariables {
    householdId: string;
    retailerId: string;
    number?: string | null;
    label?: string | null;
}
export const addCard: Operation<AddCard, AddCardVariables> = {
    id: 'sha256:a6f3e4b1af41d5474a385a93d8318abf9b36965a14404854199f17261f2a7be4',
    name: 'AddCard',
};

export type RemoveCard = {
    removeLoyaltyCard: {
        id: string;
    };
};
export interface RemoveCardVariables {
    cardId: string;
}
export const removeCard: Operation<RemoveCard, RemoveCardVariables> = {
    id: 'sha256:03c9658ef0010a0fe7da96d31427c2e573342895eacf44272526af350246f2a0',
    name: 'RemoveCard',
};

export type EndSession = {
    signOut: boolean;
};
export interface EndSessionVariables {
    sessionId: string;
}
export const endSession: Operation<EndSession, EndSessionVariables> = {
    id: 'sha256:94d46fe44753a19a9b6872346116e11325bc98757f083f4045f54f004cdd8104',
    name: 'EndSession',
};

export type EndOtherSessions = {
    signOutElsewhere: boolean;
};
export interface EndOtherSessionsVariables {
}
export const endOtherSessions: Operation<EndOtherSessions, EndOtherSessionsVariables> = {
    id: 'sha256:53ba9b55bc5587988798180cd629f0dbfd67b601798aed1a1841071b49fb1d0d',
    name: 'EndOtherSessions',
};

export type EndAllSessions = {
    signOutEverywhere: boolean;
};
export interface EndAllSessionsVariables {
}
export const endAllSessions: Operation<EndAllSessions, EndAllSessionsVariables> = {
    id: 'sha256:052c2efec65baa2d96225f7a75c25acda1c522a4b0a5df704256277f5ab18c2a',
    name: 'EndAllSessions',
};

export type RequestExport = {
    requestExport: {
        state: ExportState;
    };
};
export interface RequestExportVariables {
}
export const requestExport: Operation<RequestExport, RequestExportVariables> = {
    id: 'sha256:ea86cbe62ac6f26f16a0d57ecfc08fc5a2bde9c95ad5bb174093d44ff7a3b898',
    name: 'RequestExport',
};

export type ExportProgress = {
    myExport: {
        state: ExportState;
        expiresAt: string | null;
        job: {
            state: JobState;
            done: number;
            total: number | null;
        } | null;
    } | null;
};
export interface ExportProgressVariables {
}
export const exportProgress: Operation<ExportProgress, ExportProgressVariables> = {
    id: 'sha256:638251d2ebac08d56fb72645e2e9b7ecf5adddb9b23d19bdb4cd8768fc1350b6',
    name: 'ExportProgress',
};

export type ExportParts = {
    myExport: {
        parts: {
            nodes: {
                json: string;
            }[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface ExportPartsVariables {
    after?: string | null;
}
export const exportParts: Operation<ExportParts, ExportPartsVariables> = {
    id: 'sha256:d7b3cd3e4bc9387ccb4e9aa9ab4ac99902beaedcf2135d5b292d845b2dd1e668',
    name: 'ExportParts',
};

export type DeleteAccount = {
    deleteAccount: string;
};
export interface DeleteAccountVariables {
    password?: string | null;
}
export const deleteAccount: Operation<DeleteAccount, DeleteAccountVariables> = {
    id: 'sha256:d655a0470c79c86cb07299dc0eda6a1724e8dad3dee3808bc7a77e5448df3a86',
    name: 'DeleteAccount',
};

export type KeepAccount = {
    cancelDeletion: boolean;
};
export interface KeepAccountVariables {
}
export const keepAccount: Operation<KeepAccount, KeepAccountVariables> = {
    id: 'sha256:8465d13faec9916fa2484a23eb13cdf032715975a9e4fcd5119108aec06d00f5',
    name: 'KeepAccount',
};
