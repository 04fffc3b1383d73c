/** All endpoints of the platform by door: officers' (and anybody's) below /api/platform, people's own below /api/platform/my. */
import { oversightEndpoints } from './audit.ts';
import { exchangeEndpoints } from './deliveries.ts';
import { intakeEndpoints } from './intake.ts';
import { policyEndpoints } from './policy.ts';
import { providerEndpoints } from './providers.ts';
import { registryEndpoints } from './registry.ts';
import { supervisionEndpoints } from './supervision.ts';

export const PLATFORM = {
  ...exchangeEndpoints.all,
  ...intakeEndpoints.all,
  ...oversightEndpoints.all,
  ...policyEndpoints.all,
  ...providerEndpoints.all,
  ...registryEndpoints.all,
  ...supervisionEndpoints.all,
};
export type Platform = typeof PLATFORM;
