/** What everybody may see of organisations outside a list: good information of the kinds that the catalogue discloses to the public (6.2). */
import type { Policy } from './policy.ts';
import type { KindRef } from './refs.ts';

export const publicKinds = (policy: Policy): readonly KindRef[] =>
  policy
    .kindsFor('organisation', 'good')
    .filter(({ lifecycle }) => lifecycle.disclosureMode === 'public')
    .map(({ id }) => id);
