/** All endpoints of the platform by door: officers' (and anybody's) below /api/platform, people's own below /api/platform/my. */
import { oversightEndpoints } from './audit.ts';
import { exchangeEndpoints } from './deliveries.ts';
import { determinationEndpoints } from './determination.ts';
import { intakeEndpoints } from './intake.ts';
import { listsEndpoints } from './lists.ts';
import { policyEndpoints } from './policy.ts';
import { providerEndpoints } from './providers.ts';
import { registryEndpoints } from './registry.ts';
import { supervisionEndpoints } from './supervision.ts';

export const PLATFORM = {
  ...determinationEndpoints.all,
  ...exchangeEndpoints.all,
  ...intakeEndpoints.all,
  ...listsEndpoints.all,
  ...oversightEndpoints.all,
  ...policyEndpoints.all,
  ...providerEndpoints.all,
  ...registryEndpoints.all,
  ...supervisionEndpoints.all,
};
export type Platform = typeof PLATFORM;
