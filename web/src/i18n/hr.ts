import { account } from './hr/account.ts';
import { common } from './hr/common.ts';
import { lists } from './hr/lists.ts';
import { profile } from './hr/profile.ts';
import type { Messages } from './messages.ts';

export const hr: Messages = { account, common, lists, profile };
