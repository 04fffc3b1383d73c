/** Requests of rights as the platform takes them: exactly what each kind needs, from one form that holds the fields of all. */
import type { ApplicantActionRequest, RightsKind, RightsRequest } from '#contracts/rights.ts';
import type { EnterpriseSize } from '#contracts/vocabulary.ts';

interface Asked {
  readonly caseId: string;
  readonly statement: string;
  readonly idempotencyKey: string;
}
/** The form requires what its kind needs before it can be sent. */
interface Wanted {
  readonly commitment?: true | undefined;
  readonly size?: EnterpriseSize | undefined;
  readonly until?: string | undefined;
}

export function rightsRequest(kind: RightsKind, asked: Asked, { commitment, size, until }: Wanted): RightsRequest {
  switch (kind) {
    case 'objection':
      return { kind, ...asked };
    case 'repair':
      return { kind, ...asked, commitment: commitment! };
    case 'relief':
      return { kind, ...asked, size: size!, until: until! };
  }
}

/** Why a request is withdrawn, or what the applicant adds. */
export function applicantStep(
  action: ApplicantActionRequest['action'],
  words: string,
  known: { readonly idempotencyKey: string; readonly expectedSequence: number },
): ApplicantActionRequest {
  return action === 'withdraw'
    ? { action, payload: { reason: words }, ...known }
    : { action, payload: { statement: words }, ...known };
}
