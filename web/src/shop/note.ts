/* What the server left out of a plan, in the reader's own words. */
import type { WhereNoteCode } from '../api/types.ts';
import { isolated } from './plan.ts';
import type { PlanInput } from './shop.graphql.ts';

export type Note = NonNullable<PlanInput['planInput']>['notes'][number];
type Words = Readonly<Record<WhereNoteCode, (count: number, name: string) => string>>;

/* Null: a newer server has said something that we have no words for. */
export function saidNote({ code, count, name }: Note, words: Words): string | null {
    return Object.hasOwn(words, code) ? words[code](count ?? 0, isolated(name ?? '')) : null;
}
