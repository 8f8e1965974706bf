import { common } from './he/common.ts';
import { lists } from './he/lists.ts';
import type { Messages } from './messages.ts';

export const he: Messages = { common, lists };
