/** What may be reported by oneself, what the form asks, and what is still wrong with an answer. Pure. */

import type { OwnReportContent, OwnReportFault, OwnReportField } from '#contracts/own-reports.ts';
import { DOCUMENT_TYPES, type Sex } from '#contracts/vocabulary.ts';
import { checkDocument, DOCUMENT_TITLES } from '#kernel/identity/documents.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { deedsSaid, outsideDeeds } from '#kernel/policy/deeds.ts';
import type { CatalogueKind, Policy } from '#kernel/policy/policy.ts';
import { refOf } from '#kernel/policy/refs.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { saidTogether } from '#kernel/refusal/said.ts';
import { ageOn, isLocalDate, type LocalDate } from '#kernel/time/local-date.ts';
import { LONGEST_MATTER, matterFault, tidyText } from '../matter.ts';
import { DAY_FAULT_TEXTS, dayFault } from '../possible-day.ts';

export const LIMITS = { matter: LONGEST_MATTER, drafts: 5, open: 20 } as const;

export const CHANNEL = 'own-upload';

/** Known from the sign-in, or chosen by the form itself. */
const VOUCHED: ReadonlySet<string> = new Set(['name', 'documentType', 'documentNumber', 'kind']);
const ASKABLE: ReadonlySet<string> = new Set<OwnReportField>(['sex', 'matter', 'occurredOn', 'issuingCountry']);

/** Good information about persons whose every required field a person can answer; nobody reports themself for anything adverse. */
export function reportableKinds(policy: Policy): readonly CatalogueKind[] {
  return policy
    .kindsFor('person', 'good')
    .filter((kind) => kind.requiredFields.every((field) => VOUCHED.has(field) || ASKABLE.has(field)));
}

/** Required by kind or clause 5.3, less what the sign-in vouches for and what the document number tells; null: somebody not yet known. */
export function asksFor(kind: CatalogueKind, policy: Policy, person: VouchedPerson | null): OwnReportField[] {
  const required = new Set<string>([...policy.noticeOf(kind.id).fields.person.required, ...kind.requiredFields]);
  const told = person !== null && documentOf(person).sex !== undefined;
  return ([...ASKABLE] as OwnReportField[]).filter((field) => required.has(field) && !(field === 'sex' && told));
}

export interface Place {
  /** department of the district or zone, or the credit office for what happened elsewhere */
  readonly id: string;
  readonly name: string;
}

export function placesOf(policy: Policy): readonly Place[] {
  const local = policy.departments.filter(({ level }) => level === 'district' || level === 'zone');
  const elsewhere = { id: policy.creditOffice, name: `${policy.names.city}以外，或者说不清在哪个区县` };
  return [...local.map(({ id, name }) => ({ id, name })), elsewhere];
}

/** What the sign-in vouches for, read. @throws Problem `account.real_name_required` where it is no document: a check of input */
export function documentOf(person: VouchedPerson): {
  readonly type: (typeof DOCUMENT_TYPES)[number];
  readonly title: string;
  readonly number: string;
  readonly sex: Sex | undefined;
} {
  const type = DOCUMENT_TYPES.find((one) => one === person.documentType);
  const document = type && checkDocument(type, person.documentNumber);
  if (!document?.ok) throw new Problem('account.real_name_required');
  return { type: document.type, title: DOCUMENT_TITLES[document.type], number: document.number, sex: document.sex };
}

export function isAdultOn(person: VouchedPerson, policy: Policy, day: LocalDate): boolean {
  const { birthDate } = person;
  return isLocalDate(birthDate) && ageOn(birthDate, day) >= policy.minimumAge.years;
}

/** adults-only (5.2): today, by the birth date the sign-in vouches for. */
export function mayReport(person: VouchedPerson, policy: Policy, today: LocalDate): May {
  if (isAdultOn(person, policy, today)) return YES;
  const { years, clause } = policy.minimumAge;
  return no('minor', {
    problem: 'permission.denied',
    said: {
      zh: `本人上报须年满${years}周岁。您可以在年满${years}周岁之后再来；平台没有保存您刚才填写的内容。`,
      en: `You have to be ${years} to report. Come back then; nothing of what was entered is kept.`,
    },
    clause,
    extra: { reason: 'subject.minor' },
  });
}

export interface Claim {
  readonly kind: CatalogueKind;
  readonly place: Place;
  readonly occurredOn: LocalDate;
  readonly matter: string;
  readonly sex: Sex;
  readonly issuingCountry: string | undefined;
}

export interface Surroundings {
  readonly policy: Policy;
  readonly person: VouchedPerson;
  readonly today: LocalDate;
  /** kinds of evidence that are there */
  readonly present: ReadonlySet<string>;
  /** at a counter, where proof is shown on paper and nothing is uploaded */
  readonly onPaper?: boolean;
}

/** Programs may name a kind as the notice does. */
export function withKindRef(content: OwnReportContent, { id }: Policy): OwnReportContent {
  return content.kind === undefined ? content : { ...content, kind: refOf(id, content.kind) };
}

/** Either what is claimed, or everything that is still missing or wrong, each with its field. */
export function checkContent(
  content: OwnReportContent,
  { policy, person, today, present, onPaper }: Surroundings,
): { readonly faults: readonly OwnReportFault[]; readonly claim: Claim | undefined } {
  const faults: OwnReportFault[] = [];
  const fault = (field: string, reason: string, zh: string, en: string) => faults.push({ field, reason, zh, en });
  const kind = reportableKinds(policy).find(({ id }) => id === withKindRef(content, policy).kind);
  if (!kind) fault('kind', 'category.unknown', '还没有选择做了哪一类事。', 'Choose what kind of deed it was.');
  const place = placesOf(policy).find(({ id }) => id === content.place);
  if (!place) fault('place', 'place.missing', '还没有选择事情发生在哪里。', 'Choose where it happened.');

  const { occurredOn } = content;
  if (occurredOn === undefined)
    fault('occurredOn', 'date.missing', '还没有填写哪一天的事。', 'Say on which day it happened.');
  else faults.push(...dateFaults(occurredOn, { policy: kind ? policy.noticeOf(kind.id) : policy, person, today }));

  const matter = tidyText(content.matter ?? '');
  faults.push(...matterFaults(matter));

  const known = documentOf(person).sex;
  const sex = known ?? content.sex;
  if (sex === undefined) fault('sex', 'sex.missing', '还没有选择性别。', 'Choose your sex.');
  const country = tidyText(content.issuingCountry ?? '');
  if (kind && asksFor(kind, policy, person).includes('issuingCountry') && country === '')
    fault(
      'issuingCountry',
      'field.missing',
      '还没有填写护照由哪个国家签发。',
      'Say which country issued the passport.',
    );

  if (kind) faults.push(...proofFaults(kind, present, onPaper));

  if (faults.length > 0 || !kind || !place || occurredOn === undefined || sex === undefined)
    return { faults, claim: undefined };
  return {
    faults,
    claim: {
      ...{ kind, place, matter, sex },
      occurredOn: occurredOn as LocalDate,
      issuingCountry: country === '' ? undefined : country,
    },
  };
}

/** Of a tidied matter. */
export function matterFaults(matter: string): OwnReportFault[] {
  const field = 'matter';
  const reason = matterFault(matter);
  if (reason === undefined) return [];
  return [
    reason === 'matter.missing'
      ? {
          ...{ field, reason },
          zh: '还没有写具体做了什么。请写明地点、单位和所做的事。',
          en: 'Say what you did: where, for whom, what.',
        }
      : {
          ...{ field, reason },
          zh: `写得太长了，最多 ${LIMITS.matter} 字。`,
          en: `Too long: ${LIMITS.matter} characters at most.`,
        },
  ];
}

/** The proof the catalogue asks of this kind (5.2): whoever reports for themself has nobody else to vouch for it. */
export function proofFaults(kind: CatalogueKind, present: ReadonlySet<string>, onPaper = false): OwnReportFault[] {
  return kind.evidence
    .filter(({ required, id }) => required && !present.has(id))
    .map(({ id, title, titleEn = title }) => ({
      ...{ field: 'evidence', reason: `evidence.${id}` },
      zh: onPaper ? `窗口还没有收到“${title}”的原件或者复印件。` : `还没有上传“${title}”。`,
      en: onPaper
        ? `The proof “${titleEn}” has not been shown on paper.`
        : `The proof “${titleEn}” is not uploaded yet.`,
    }));
}

/** A day that can be meant, and one of those the notice is about. */
export function dateFaults(
  occurredOn: string,
  surroundings: Pick<Surroundings, 'policy' | 'person' | 'today'>,
): OwnReportFault[] {
  const { policy } = surroundings;
  const faults = impossibleDay(occurredOn, surroundings);
  if (faults.length > 0 || !isLocalDate(occurredOn) || !outsideDeeds(policy, { occurredOn })) return faults;
  return [{ field: 'occurredOn', reason: 'date.outside_notice', ...deedsSaid(policy) }];
}

/** A day that can be meant, not in the future, and not before the person was of age (adults-only holds on the day of the fact, as for a department's report). */
function impossibleDay(
  occurredOn: string,
  { policy, person, today }: Pick<Surroundings, 'policy' | 'person' | 'today'>,
): OwnReportFault[] {
  const field = 'occurredOn';
  if (!isLocalDate(occurredOn))
    return [{ field, reason: 'date.invalid', zh: '这不是有效的日期。', en: 'This is no day of the calendar.' }];
  if (occurredOn > today)
    return [{ field, reason: 'date.future', zh: '日期不能晚于今天。', en: 'The day is not here yet.' }];
  const impossible = dayFault(occurredOn, isLocalDate(person.birthDate) ? person.birthDate : undefined);
  if (impossible) return [{ field, reason: 'date.invalid', ...DAY_FAULT_TEXTS[impossible] }];
  if (isAdultOn(person, policy, occurredOn))
    return outsideDeeds(policy, { occurredOn }) ? [{ field, reason: 'date.outside_notice', ...deedsSaid(policy) }] : [];
  const { years } = policy.minimumAge;
  return [
    {
      ...{ field, reason: 'subject.minor' },
      zh: `那一天您还未满${years}周岁。本平台不收集未成年时的信用信息。`,
      en: `You were not yet ${years} on that day; nothing about minors is collected.`,
    },
  ];
}

/** A check of input, not of who may: the form shows every fault at its field. @throws Problem `request.invalid` naming each with its field */
export function refuseFaults(faults: readonly OwnReportFault[], clause: string): never {
  throw new Problem('request.invalid', {
    said: saidTogether(faults),
    clause,
    extra: { faults },
  });
}
