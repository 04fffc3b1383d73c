/** Somebody who appears at a counter, as the assistant enters them: with proof that the pack names, at a window. */
import type { AssistedIdentity } from '#contracts/counter.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';

type Person = Pick<VouchedPerson, 'name' | 'documentType' | 'documentNumber' | 'birthDate'>;

export function appearing(person: Person, uscc?: string): AssistedIdentity {
  const { name, documentType, documentNumber, birthDate } = person;
  return {
    ...{ name, documentType, documentNumber, birthDate, proof: 'resident-id', window: 3 },
    ...(uscc === undefined ? {} : { organisation: { uscc, name: '某公司', authority: 'power-of-attorney' } }),
  };
}
