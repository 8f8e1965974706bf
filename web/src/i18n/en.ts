import { common } from './en/common.ts';
import { lists } from './en/lists.ts';

export const en = { common, lists } as const;
