/** Invented people and organisations. Region 410199 was never assigned, so no number here is anybody's. */
import { checkCharacter } from '#kernel/identity/resident-id.ts';
import { organisationCheck, usccCheck } from '#kernel/identity/uscc.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';

/** A valid resident id for a birth date `YYYY-MM-DD` and an order number. */
export function inventedResidentId(birthDate: string, order: number): string {
  const first = `410199${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return first + checkCharacter(first);
}

export function inventedCitizen(name: string, birthDate = '1985-06-15', order = 1): VouchedPerson {
  return { name, birthDate, documentType: 'resident-id', documentNumber: inventedResidentId(birthDate, order) };
}

/** A valid credit code of an enterprise, in region 410199. */
export const inventedUscc = (order: number): string => inventedCode('91', order);

/** A valid credit code of a sole trader (个体工商户), who is a natural person. */
export const inventedSoleTrader = (order: number): string => inventedCode('92', order);

function inventedCode(authority: string, order: number): string {
  const eight = `MX${String(order).padStart(6, '0')}`;
  const first17 = `${authority}410199${eight}${organisationCheck(eight)}`;
  return first17 + usccCheck(first17);
}
