/** From what sign-in vouches for to the key under which this system knows a person. */
import { Problem } from '#kernel/problems.ts';
import { type SubjectKey, subjectKeyer } from '#kernel/seal/subject-key.ts';
import type { PointsContext } from '../context.ts';
import type { CitizenClaims } from '../http.ts';

export function subjectKeyOf(context: Pick<PointsContext, 'keyring'>, claims: CitizenClaims): SubjectKey {
  if (!claims.documentType || !claims.documentNumber || !claims.name) throw new Problem('account.real_name_required');
  return subjectKeyer(context.keyring)({ type: claims.documentType, number: claims.documentNumber });
}
