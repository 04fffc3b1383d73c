/** Turns a checked row into what is copied: keyed, sealed, with the department that will determine it. */

import type { Policy } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import { subjectKeyBytes, uuidOf } from '#kernel/seal/subject-key.ts';
import { factDecision, factKey } from '../fact.ts';
import { reportedPlace } from '../person-seal.ts';
import type { PersonSubject } from './person-rules.ts';
import { type CheckedRow, type Claim, questionableName } from './rules.ts';
import type { StagedRow, StagedSubmission } from './staging.ts';

export interface StagingOptions {
  readonly policy: Policy;
  readonly keyring: Keyring;
  readonly randomBytes: RandomBytes;
  readonly departmentId: string;
  readonly batchId: string;
}

export function stager(options: StagingOptions): (row: CheckedRow) => StagedRow {
  const keyOf = subjectKeyBytes(options.keyring);
  const cipher = fieldCipher(options.keyring, options.randomBytes);
  const competent = competentDepartments(options.policy, options.departmentId);

  function submission(claim: Claim, rowNumber: number, doubtedName: string | undefined): StagedSubmission {
    const { subject, kind } = claim;
    const person = subject.type === 'person';
    const subjectKey = keyOf(
      person
        ? { type: subject.documentType, number: subject.identityNumber }
        : { type: 'organisation', number: subject.uscc },
    );
    const boundTo = uuidOf(subjectKey);
    const basis = {
      subjectKey: boundTo,
      kind: kind.id,
      occurredOn: claim.occurredOn,
      matter: claim.matter,
      decision: factDecision(options.policy, kind, claim.decision),
    };
    return {
      subjectKey,
      factKey: factKey({ ...basis, questionableName: doubtedName }),
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

  return (row) => ({
    rowNumber: row.rowNumber,
    verdict: row.verdict,
    reasons: row.reasons,
    remarks: row.remarks,
    submission: row.verdict === 'rejected' ? undefined : submission(row.claim, row.rowNumber, questionableName(row)),
  });
}

/** Read again by src/platform/determination/person-seal.ts. */
function identityText({ name, sex, documentType, documentNumber, issuingCountry }: PersonSubject): string {
  const identity = { name, sex, documentType, documentNumber };
  return JSON.stringify(issuingCountry === null ? identity : { ...identity, issuingCountry });
}

/** The industry department that recommends an organisation also determines it, where it may (3.2); otherwise the reporter's. */
function competentDepartments(policy: Policy, departmentId: string) {
  const known = new Map<string, string>();
  return (kind: KindRef, recommender: string | null): string => {
    const key = `${kind} ${recommender ?? ''}`;
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
