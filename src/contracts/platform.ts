/** All endpoints of the platform, below /api/platform; officers' and anybody's. What people do for themselves lies below /my (my-platform.ts). */
import { intakeEndpoints } from './intake.ts';

export const PLATFORM = { ...intakeEndpoints.all };
export type Platform = typeof PLATFORM;
