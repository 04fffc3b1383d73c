/** What the address of the policy says: the view, and what is shown or marked in it. */
import { z } from 'zod';
import { keyOf, text, word } from '../../parts/search.ts';

export const SUBJECTS = { all: '全部', person: '个人', organisation: '单位' } as const;

export const policySearch = z.object({
  view: word(['catalogue', 'lists', 'points', 'timers', 'clauses', 'version']),
  subject: keyOf(SUBJECTS),
  q: text,
  clause: text,
  /** only where several are in force */
  notice: text,
});
export type PolicyPart = NonNullable<z.output<typeof policySearch>['view']>;
