/** The person of a case: which seal holds, and what of it an officer sees without stating a purpose. */
import { maskName, maskNumber } from '#kernel/identity/masking.ts';
import type { SealedPerson } from '../person-seal.ts';
import type { StoredAction } from './store.ts';

export { openPerson, type SealedPerson, sealPerson } from '../person-seal.ts';

/** The newest sealed identity of a case: a corrected name replaces the reported one. */
export function currentSeal(head: { readonly sealed: Buffer | null }, actions: readonly StoredAction[]): Buffer | null {
  return actions.findLast((action) => action.action === 'correct' && action.sealed)?.sealed ?? head.sealed;
}

/** What an officer sees without stating a purpose. */
export function maskPerson({ name, sex, documentType, documentNumber }: SealedPerson) {
  return { name: maskName(name), sex, documentType, documentNumber: maskNumber(documentNumber) };
}
