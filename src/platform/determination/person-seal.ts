/** What identifies the person of a case, sealed in the database and opened only for a masked view or a stated purpose. */
import { maskName, maskNumber } from '#kernel/identity/masking.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import type { PlatformContext } from '../context.ts';
import type { StoredAction } from './store.ts';

export interface SealedPerson {
  readonly name: string;
  readonly sex: string;
  readonly documentType: string;
  readonly documentNumber: string;
  readonly issuingCountry?: string | undefined;
}

type Keys = Pick<PlatformContext, 'keyring' | 'randomBytes'>;

export function sealPerson(context: Keys, person: SealedPerson, subjectKey: string): Buffer {
  return fieldCipher(context.keyring, context.randomBytes).seal(JSON.stringify(person), subjectKey);
}

export function openPerson(context: Keys, sealed: Buffer, subjectKey: string): SealedPerson {
  return JSON.parse(fieldCipher(context.keyring, context.randomBytes).open(sealed, subjectKey)) as SealedPerson;
}

/** The newest sealed identity of a case: a corrected name replaces the reported one. */
export function currentSeal(head: { readonly sealed: Buffer | null }, actions: readonly StoredAction[]): Buffer | null {
  return actions.findLast((action) => action.action === 'correct' && action.sealed)?.sealed ?? head.sealed;
}

/** What an officer sees without stating a purpose. */
export function maskPerson({ name, sex, documentType, documentNumber }: SealedPerson) {
  return { name: maskName(name), sex, documentType, documentNumber: maskNumber(documentNumber) };
}
