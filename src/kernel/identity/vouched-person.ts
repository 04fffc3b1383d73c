/** From what the city's sign-in vouches for to the key under which a system knows a person: another at every system. */
import { Problem } from '#kernel/refusal/problem.ts';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { type SubjectKey, subjectKeyer } from '#kernel/seal/subject-key.ts';
import { DOCUMENT_TYPES, type DocumentType } from '../vocabulary.ts';
import { checkDocument } from './documents.ts';

/** What the provider vouches for after checking the person's document. */
export interface VouchedPerson {
  readonly name: string;
  /** one of the document types, e.g. `resident-id` */
  readonly documentType: string;
  readonly documentNumber: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
}

/**
 * The subject key of the person vouched for.
 * @throws Problem `account.real_name_required` when the claims contradict themselves (a number that is none, another birth date)
 */
export function vouchedSubject(keyring: Keyring, person: VouchedPerson): SubjectKey {
  const type = DOCUMENT_TYPES.find((one): one is DocumentType => one === person.documentType);
  const document = type && checkDocument(type, person.documentNumber);
  if (!document?.ok || person.name.trim() === '') throw new Problem('account.real_name_required');
  if (document.birthDate !== undefined && document.birthDate !== person.birthDate) {
    throw new Problem('account.real_name_required', {
      said: { zh: '证件号码与出生日期不一致。', en: 'The document number does not agree with the date of birth.' },
    });
  }
  return subjectKeyer(keyring)({ type: document.type, number: document.identityNumber });
}
