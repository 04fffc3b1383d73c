/** The platform's API, for the console. */
import type { Platform } from '#contracts/platform.ts';
import { callerAt } from '../../shared/call.ts';

export { ApiProblem, newIdempotencyKey, type ProblemDocument, problemOf } from '../../shared/api.ts';

/** Every endpoint of the platform, by method and path. */
export const call = callerAt<Platform>('/api/platform');
