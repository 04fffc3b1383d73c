/** From what sign-in vouches for to the key under which this system knows a person: the same as the platform's. */
import { checkDocument, DOCUMENT_TYPES, type DocumentType } from '#kernel/identity/documents.ts';
import { Problem } from '#kernel/problems.ts';
import { type SubjectKey, subjectKeyer } from '#kernel/seal/subject-key.ts';
import type { PointsContext } from '../context.ts';
import type { CitizenClaims } from '../http.ts';

/** Real-name claims that contradict themselves (a number that is none, another birth date) open no account. */
export function subjectKeyOf(context: Pick<PointsContext, 'keyring'>, claims: CitizenClaims): SubjectKey {
  const type = DOCUMENT_TYPES.find((one): one is DocumentType => one === claims.documentType);
  const document = type && checkDocument(type, claims.documentNumber);
  if (!document?.ok || claims.name.trim() === '') throw new Problem('account.real_name_required');
  if (document.birthDate !== undefined && document.birthDate !== claims.birthDate) {
    throw new Problem('account.real_name_required', { detail: '证件号码与出生日期不一致。' });
  }
  return subjectKeyer(context.keyring)({ type: document.type, number: document.identityNumber });
}
