import { account } from './he/account.ts';
import { common } from './he/common.ts';
import { lists } from './he/lists.ts';
import { profile } from './he/profile.ts';
import type { Messages } from './messages.ts';

export const he: Messages = { account, common, lists, profile };
