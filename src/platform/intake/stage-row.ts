/** Turns checked rows into what is copied: keyed, sealed, with the department that will determine it. */

import type { SubmissionVerdict } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import { type SubjectIdentity, subjectKeysBytes, uuidOf } from '#kernel/seal/subject-key.ts';
import { factDecision, factKey } from '../fact.ts';
import { reportedPlace } from '../person-seal.ts';
import type { PersonSubject } from './person-rules.ts';
import { type CheckedRow, questionableName } from './rules.ts';
import type { StagedRow, StagedSubmission } from './staging.ts';

export interface StagingOptions {
  readonly policy: Policy;
  readonly keyring: Keyring;
  readonly randomBytes: RandomBytes;
  readonly departmentId: string;
  readonly batchId: string;
}

/** Many rows a call: their keys are made together. */
export function stager(options: StagingOptions): (rows: readonly CheckedRow[]) => StagedRow[] {
  const keysOf = subjectKeysBytes(options.keyring);
  const cipher = fieldCipher(options.keyring, options.randomBytes);
  const competent = competentDepartments(options.policy, options.departmentId);

  function submission(row: Held, subjectKey: Buffer): StagedSubmission {
    const { claim, rowNumber } = row;
    const { subject, kind } = claim;
    const person = subject.type === 'person';
    const boundTo = uuidOf(subjectKey);
    const basis = {
      subjectKey: boundTo,
      kind: kind.id,
      occurredOn: claim.occurredOn,
      matter: claim.matter,
      decision: factDecision(options.policy, kind, claim.decision),
      questionableName: questionableName(row),
    };
    return {
      subjectKey,
      factKey: factKey(basis),
      kind: kind.id,
      matter: claim.matter,
      occurredOn: claim.occurredOn,
      competentDepartment: competent(kind.id, person ? null : subject.recommender),
      decision: claim.decision && JSON.stringify(claim.decision),
      sealed: person ? cipher.seal(identityText(subject), reportedPlace(boundTo, options.batchId, rowNumber)) : null,
      organisation: person
        ? undefined
        : {
            uscc: subject.uscc,
            name: subject.name,
            comparisonName: subject.comparisonName,
            doubtedFactKey: factKey({ ...basis, questionableName: subject.comparisonName }),
            recommender: subject.recommender,
            zone: subject.zone,
          },
    };
  }

  return (rows) => {
    const held = rows.filter(isHeld);
    const keys = keysOf(held.map(identityOf));
    const submissions = held.map((row, index) => submission(row, keys.subarray(16 * index, 16 * index + 16)));
    let next = 0;
    return rows.map((row) => ({
      rowNumber: row.rowNumber,
      verdict: row.verdict,
      reasons: row.reasons,
      remarks: row.remarks,
      submission: isHeld(row) ? submissions[next++] : undefined,
    }));
  };
}

type Held = CheckedRow & { readonly verdict: SubmissionVerdict };
const isHeld = (row: CheckedRow): row is Held => row.verdict !== 'rejected';

const identityOf = ({ claim: { subject } }: Held): SubjectIdentity =>
  subject.type === 'person'
    ? { type: subject.documentType, number: subject.identityNumber }
    : { type: 'organisation', number: subject.uscc };

/** Read again by src/platform/determination/person-seal.ts. */
function identityText({ name, sex, documentType, documentNumber, issuingCountry }: PersonSubject): string {
  const identity = { name, sex, documentType, documentNumber };
  return JSON.stringify(issuingCountry === null ? identity : { ...identity, issuingCountry });
}

/** The industry department that recommends an organisation also determines it, where it may (3.2); otherwise the reporter's. */
function competentDepartments(policy: Policy, departmentId: string) {
  const known = new Map<string, string>();
  return (kind: KindRef, recommender: string | null): string => {
    const key = recommender === null ? kind : `${kind} ${recommender}`;
    let department = known.get(key);
    if (department === undefined) {
      department =
        recommender !== null && policy.mayDetermine(kind, recommender)
          ? recommender
          : policy.competentDepartmentFor(kind, departmentId);
      known.set(key, department);
    }
    return department;
  };
}
