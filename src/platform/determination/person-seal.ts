/** The person of a case: which seal holds, and what of it an officer sees without stating a purpose. */
import { maskName, maskNumber } from '#kernel/identity/masking.ts';
import type { Sealed } from '#kernel/seal/place.ts';
import { correctedPlace, reportedPlace, type SealedPerson } from '../person-seal.ts';
import type { CaseHead, StoredAction } from './store.ts';

export { openPerson } from '../person-seal.ts';

/** The newest sealed identity of a case: a corrected name replaces the reported one. */
export function currentSeal(head: CaseHead, actions: readonly StoredAction[]): Sealed | null {
  const corrected = actions.findLast((action) => action.action === 'correct' && action.sealed);
  if (corrected) return sealedBeside(head, corrected);
  const { sealed, subjectKey, batchId, rowNumber } = head;
  return sealed && { sealed, place: reportedPlace(subjectKey, batchId, rowNumber) };
}

/** What an action sealed, as it stands in its row. */
export function sealedBeside(
  { subjectKey, factKey }: CaseHead,
  { sealed, sequence }: Pick<StoredAction, 'sealed' | 'sequence'>,
): Sealed | null {
  return sealed && { sealed, place: correctedPlace(subjectKey, factKey, sequence) };
}

/** What an officer sees without stating a purpose. */
export function maskPerson({ name, sex, documentType, documentNumber }: SealedPerson) {
  return { name: maskName(name), sex, documentType, documentNumber: maskNumber(documentNumber) };
}
