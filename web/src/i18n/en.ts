import { account } from './en/account.ts';
import { common } from './en/common.ts';
import { lists } from './en/lists.ts';
import { profile } from './en/profile.ts';

export const en = { account, common, lists, profile } as const;
