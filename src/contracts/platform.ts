/** All endpoints of the platform by door: officers' (and anybody's) below /api/platform, people's own below /api/platform/my. */
import { appointmentEndpoints } from './appointments.ts';
import { oversightEndpoints } from './audit.ts';
import { caseEvidenceEndpoints } from './case-evidence.ts';
import { counterEndpoints, ownCounterEndpoints } from './counter-endpoints.ts';
import { exchangeEndpoints } from './deliveries.ts';
import { determinationEndpoints } from './determination.ts';
import { enactmentEndpoints } from './enactments.ts';
import { APPLICANTS, officers } from './endpoint.ts';
import { platformInbox } from './inbox.ts';
import { intakeEndpoints } from './intake.ts';
import { listsEndpoints } from './lists-endpoints.ts';
import { MySelf } from './my.ts';
import { accessEndpoints, Me } from './officers.ts';
import { ownDataEndpoints, reportVerificationEndpoints } from './own-data.ts';
import { assistedReportEndpoints, ownReportEndpoints } from './own-reports-endpoints.ts';
import { policyEndpoints } from './policy.ts';
import { providerEndpoints } from './providers.ts';
import { registryEndpoints } from './registry.ts';
import { myRightsEndpoints, noticeEndpoints, rightsEndpoints } from './rights-endpoints.ts';
import { signInEndpoints } from './sign-in.ts';
import { supervisionEndpoints } from './supervision.ts';

/** The doors' own addresses. */
export const officerSignIn = signInEndpoints(officers(), Me);
export const applicantSignIn = signInEndpoints(APPLICANTS, MySelf);

export const PLATFORM = {
  ...accessEndpoints.all,
  ...appointmentEndpoints.all,
  ...assistedReportEndpoints.all,
  ...caseEvidenceEndpoints.all,
  ...counterEndpoints.all,
  ...determinationEndpoints.all,
  ...enactmentEndpoints.all,
  ...exchangeEndpoints.all,
  ...intakeEndpoints.all,
  ...listsEndpoints.all,
  ...oversightEndpoints.all,
  ...platformInbox.all,
  ...policyEndpoints.all,
  ...providerEndpoints.all,
  ...registryEndpoints.all,
  ...reportVerificationEndpoints.all,
  ...rightsEndpoints.all,
  ...officerSignIn.all,
  ...supervisionEndpoints.all,
};
export type Platform = typeof PLATFORM;

export const MY = {
  ...myRightsEndpoints.all,
  ...noticeEndpoints.all,
  ...ownCounterEndpoints.all,
  ...ownDataEndpoints.all,
  ...ownReportEndpoints.all,
  ...applicantSignIn.all,
};
export type My = typeof MY;
