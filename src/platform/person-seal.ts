/** What identifies a natural person, sealed in the database: opened for a masked view, a stated purpose or a check of age. */
import { DOCUMENT_TYPES } from '#contracts/vocabulary.ts';
import { checkDocument } from '#kernel/identity/documents.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { REASONS } from '#kernel/reasons.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import { type Sealed, type SealPlace, sealPlace } from '#kernel/seal/place.ts';
import { ageOn, toLocalDate } from '#kernel/time/local-date.ts';
import { type Looked, requireLook } from './audit-look.ts';
import type { PlatformContext } from './context.ts';
import { DAY_FAULT_TEXTS, dayFault } from './possible-day.ts';

export interface SealedPerson {
  readonly name: string;
  readonly sex: string;
  readonly documentType: string;
  readonly documentNumber: string;
  readonly issuingCountry?: string | undefined;
}

type Keys = Pick<PlatformContext, 'keyring' | 'randomBytes'>;

export function sealPerson(context: Keys, person: SealedPerson, place: SealPlace): Buffer {
  return fieldCipher(context.keyring, context.randomBytes).seal(JSON.stringify(person), place);
}

/**
 * With what is in the log for it: the person's own look, somebody else's, or a use that shows nobody anything.
 * @throws SealBroken also where the value stood in another row or column before; RangeError for a look of somebody else's data
 */
export function openPerson(context: Keys, { sealed, place }: Sealed, look: Looked): SealedPerson {
  requireLook(look, subjectOf(place));
  return JSON.parse(fieldCipher(context.keyring, context.randomBytes).open(sealed, place)) as SealedPerson;
}

/** The person as reported. Known by the row of the table handed in: which key the fact gets is settled only when it is merged. */
export const reportedPlace = (subjectKey: string, batchId: string, rowNumber: number): SealPlace =>
  sealPlace('submission', 'sealed', subjectKey, batchId, rowNumber);

/** What a citizen has entered so far. With the version: what was saved earlier does not open in place of what is saved now. */
export const draftPlace = (subjectKey: string, reportId: string, version: number): SealPlace =>
  sealPlace('own_report_draft', 'sealed', subjectKey, reportId, version);

/** What an act at a counter will do, while it waits for the person's word. */
export const counterActPlace = (subjectKey: string, actId: string): SealPlace =>
  sealPlace('counter_act', 'sealed', subjectKey, actId);

/** The person as an action corrected them. */
export const correctedPlace = (subjectKey: string, factKey: string, sequence: number): SealPlace =>
  sealPlace('case_action', 'sealed', subjectKey, factKey, sequence);

/** Each of the places above begins with whose it is. */
const subjectOf = (place: SealPlace): string => place.slice(place.indexOf(':') + 1).split('/')[0] ?? '';

/** A day after birth, and adults-only: where the document tells the day of birth. @throws Problem `request.invalid` with the clause */
export function requireAdultOn({ documentType, documentNumber }: SealedPerson, policy: Policy, day: string): void {
  const type = DOCUMENT_TYPES.find((known) => known === documentType);
  const document = type && checkDocument(type, documentNumber);
  if (!document?.ok || document.birthDate === undefined) return;
  const on = toLocalDate(day);
  const impossible = dayFault(on, document.birthDate);
  if (impossible) {
    const { zh, en } = DAY_FAULT_TEXTS[impossible];
    throw new Problem('request.invalid', { said: { zh, en }, extra: { reason: 'date.invalid' } });
  }
  if (ageOn(document.birthDate, on) >= policy.minimumAge.years) return;
  throw new Problem('request.invalid', {
    said: {
      zh: `按更正后的日期，${REASONS['subject.minor'].zh}。`,
      en: `By the corrected date: ${REASONS['subject.minor'].en}.`,
    },
    clause: policy.minimumAge.clause,
    extra: { reason: 'subject.minor' },
  });
}
