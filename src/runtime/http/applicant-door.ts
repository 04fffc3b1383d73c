/** The citizens' door of the platform: people whose document the city's sign-in has checked, for themselves and whom they represent. */
import type { MySelf } from '#contracts/my.ts';
import { applicantSignIn } from '#contracts/platform.ts';
import { maskNumber } from '#kernel/identity/masking.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { ageOn, isLocalDate, localDateAt } from '#kernel/time/local-date.ts';
import {
  type Applicant,
  applicantOf,
  atDoor,
  Pass,
  subjectsOf,
  systemActor,
  type VouchedOrganisation,
} from '#platform/access/index.ts';
import { writeAudit } from '#platform/audit.ts';
import type { PlatformContext } from '#platform/context.ts';
import { serve } from '#platform/http/serve.ts';
import type { Door } from './door.ts';
import { verifiedPerson, vouchedOrganisations } from './verified-identity.ts';

export interface ApplicantSession {
  readonly person: VouchedPerson;
  readonly organisations: readonly VouchedOrganisation[];
}

export function applicantDoor(context: PlatformContext): Door<ApplicantSession> {
  const applicant = ({ person, organisations }: ApplicantSession, requestId: string, pass?: Pass): Applicant =>
    applicantOf(context, person, organisations, { requestId, ...(pass ? { pass } : {}) });
  return {
    async admit(claims) {
      const session = { person: verifiedPerson(claims), organisations: vouchedOrganisations(claims) };
      applicant(session, ''); // claims that contradict themselves are refused here, not at the first page
      return session;
    },
    async recognise(request, session, token) {
      request.applicant = applicant(session, request.id, new Pass('applicant', token));
      return true;
    },
    async audit(event, request, { holder, reason }) {
      const who = holder ? applicant(holder, request.id) : { ...systemActor('access.sign-in'), requestId: request.id };
      await atDoor(context.database, (tx) =>
        writeAudit(tx, who, {
          at: context.clock(),
          action: event,
          objectType: 'sign-in',
          objectId: who.kind === 'applicant' ? who.subjectKey : 'unknown',
          detail: { door: 'my', ...(reason ? { reason } : {}) },
        }),
      );
    },
    serve: (app, ways) =>
      serve(app, applicantSignIn, { ...ways, 'GET /me': ({ caller }) => describe(context, caller) }),
  };
}

/** About whom the session lets its holder see: the person and whom the sign-in vouched that they represent. */
export const subjectKeysOf = (context: PlatformContext, { person, organisations }: ApplicantSession): string[] => [
  ...subjectsOf(applicantOf(context, person, organisations)),
];

function describe({ clock, policy }: PlatformContext, { person, organisations }: Applicant): MySelf {
  return {
    name: person.name,
    documentNumber: maskNumber(person.documentNumber),
    birthDate: person.birthDate,
    adult: isLocalDate(person.birthDate) && ageOn(person.birthDate, localDateAt(clock())) >= policy.minimumAge.years,
    organisations: organisations.map(({ uscc, name }) => ({ uscc, name })),
  };
}
