import { common } from './hr/common.ts';
import { lists } from './hr/lists.ts';
import type { Messages } from './messages.ts';

export const hr: Messages = { common, lists };
