/**
 * Who acts for themself: a person, or the representative of an organisation, as the city's sign-in vouches for them; or a
 * person who appears in an office, for whom an officer (role `assistant`) works the keys. An applicant decides nothing.
 */
import { checkUscc } from '#kernel/identity/uscc.ts';
import { type VouchedPerson, vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { type SubjectKey, subjectKeyer } from '#kernel/seal/subject-key.ts';
import type { LoggedLook } from '../audit-look.ts';
import type { Actor } from './actor.ts';
import type { Pass } from './pass.ts';

/** An organisation the sign-in vouches that the person represents. */
export interface VouchedOrganisation {
  readonly uscc: string;
  readonly name: string;
}

export interface RepresentedOrganisation extends VouchedOrganisation {
  readonly subjectKey: SubjectKey;
}

export interface Applicant {
  readonly kind: 'applicant';
  readonly subjectKey: SubjectKey;
  readonly person: VouchedPerson;
  readonly organisations: readonly RepresentedOrganisation[];
  /** the officer at the counter; null for who acts by themself */
  readonly assistedBy: Actor | null;
  /** with `assistedBy`: what was shown, and where */
  readonly counter?: AtCounter;
  /** with `assistedBy`: the look that was written when they appeared; it opens what is theirs */
  readonly looked?: LoggedLook;
  /** the person confirmed on their own page what the officer prepared: the transaction is theirs, and so is `pass` */
  readonly ownSession?: true;
  readonly requestId?: string;
  /** what was shown at the door; at the counter the officer's own is used */
  readonly pass?: Pass;
}

/** What the officer at a counter vouches for, in kinds the pack names; and which prepared act is being carried out. */
export interface AtCounter {
  readonly departmentId: string;
  readonly window: number;
  readonly identityProof: string;
  /** for the organisation; null for the person themself */
  readonly authorityProof: string | null;
  readonly actId?: string;
}

/** @throws Problem `account.real_name_required` when the claims contradict themselves */
export function applicantOf(
  context: { readonly keyring: Keyring },
  person: VouchedPerson,
  organisations: readonly VouchedOrganisation[],
  by: {
    readonly requestId?: string;
    readonly assistedBy?: Actor;
    readonly counter?: AtCounter;
    readonly pass?: Pass;
  } = {},
): Applicant {
  return {
    kind: 'applicant',
    subjectKey: vouchedSubject(context.keyring, person),
    person,
    organisations: organisations.flatMap(({ uscc, name }) => {
      const code = checkUscc(uscc);
      if (code.verdict === 'invalid') return []; // a representative of nothing that has a code represents nobody here
      return [{ uscc: code.uscc, name, subjectKey: organisationSubject(context.keyring, code.uscc) }];
    }),
    assistedBy: by.assistedBy ?? null,
    ...(by.counter === undefined ? {} : { counter: by.counter }),
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
    ...(by.pass === undefined ? {} : { pass: by.pass }),
  };
}

export function organisationSubject(keyring: Keyring, uscc: string): SubjectKey {
  return subjectKeyer(keyring)({ type: 'organisation', number: uscc });
}

/** Every subject the applicant may act for; row-level security shows these and nothing else. */
export function subjectsOf(applicant: Applicant): readonly SubjectKey[] {
  return [applicant.subjectKey, ...applicant.organisations.map(({ subjectKey }) => subjectKey)];
}

export type ActedFor =
  | { readonly type: 'person'; readonly subjectKey: SubjectKey; readonly name: string }
  | { readonly type: 'organisation'; readonly subjectKey: SubjectKey; readonly name: string; readonly uscc: string };

/** For whom: without a code for the person themself, with one for the organisation of that code. @throws Problem `permission.denied` */
export function actingFor(applicant: Applicant, uscc: string | undefined): ActedFor {
  if (uscc === undefined) return { type: 'person', subjectKey: applicant.subjectKey, name: applicant.person.name };
  const organisation = applicant.organisations.find((one) => one.uscc === uscc);
  if (!organisation)
    throw new Problem('permission.denied', {
      said: {
        zh: '统一身份认证没有证明您代表该单位。',
        en: 'The sign-in does not vouch that you represent this organisation.',
      },
    });
  return { type: 'organisation', ...organisation };
}
