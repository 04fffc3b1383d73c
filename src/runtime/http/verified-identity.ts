/** Claims of the city's sign-in about a citizen, named as in OpenID Connect where a name exists. */
import { z } from 'zod';
import { DOCUMENT_TYPES } from '#contracts/vocabulary.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { Problem } from '#kernel/refusal/problem.ts';

const Identity = z.object({
  name: z.string().trim().min(1),
  document_type: z.enum(DOCUMENT_TYPES),
  document_number: z.string().trim().min(1),
  birthdate: z.iso.date(),
});

const Organisations = z
  .array(z.object({ uscc: z.string().trim().min(1), name: z.string().trim().min(1) }))
  .max(100)
  .catch([]);

/** @throws Problem `account.real_name_required` for an account whose document nobody has checked */
export function verifiedPerson(claims: object): VouchedPerson {
  const identity = Identity.safeParse(claims);
  if (!identity.success) throw new Problem('account.real_name_required');
  const { name, document_type, document_number, birthdate } = identity.data;
  return { name, documentType: document_type, documentNumber: document_number, birthDate: birthdate };
}

/** The organisations the provider says the person represents (claim `organisations`); none where it says nothing. */
export function vouchedOrganisations(claims: object): { uscc: string; name: string }[] {
  return Organisations.parse('organisations' in claims ? claims.organisations : []);
}
