/**
 * A resident identity number written into free text would be stored in clear and, with an organisation's matter, published
 * (no-person-in-public, 个人信息保护法 51). It belongs into its own column, where it is sealed.
 */
import { checkResidentId } from '../identity/resident-id.ts';
import type { NumberFinding } from './finding.ts';

export interface NumberOptions {
  /** `any`: where a text is there to say how to reach somebody; elsewhere a person's own telephone number is refused */
  readonly telephones?: 'offices' | 'any' | undefined;
}

/** Nobody alive was born before; a number that only looks like one seldom falls into these years. */
const EARLIEST_BIRTH = '1900-01-01';

export function documentNumbersIn(text: string, _options: NumberOptions = {}): readonly NumberFinding[] {
  return holdsDocumentNumber(text) ? [{ what: 'number', kind: 'identity-number', from: 0, to: text.length }] : [];
}

export function holdsDocumentNumber(text: string): boolean {
  if (!/[\d０-９]{4}/u.test(text)) return false; // nearly every text
  const plain = text.normalize('NFKC').replaceAll(/[\s\p{Cf}\p{Pd}]+/gu, '');
  return [...plain.matchAll(/(?<!\d)\d{17}[\dXx](?!\d)/gu)].some(([number]) => {
    const checked = checkResidentId(number);
    return checked.ok && checked.birthDate >= EARLIEST_BIRTH;
  });
}
