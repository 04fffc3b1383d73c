/** The platform's API, for the console. */
import type { Platform } from '#contracts/platform.ts';
import { apiAt } from '../../shared/api.ts';
import { callerAt } from '../../shared/call.ts';

export { ApiProblem, newIdempotencyKey, type ProblemDocument } from '../../shared/api.ts';

/** Every endpoint of the platform, by method and path. */
export const call = callerAt<Platform>('/api/platform');

export const { addressOf, get, post, postFile, postForFile } = apiAt('/api/platform');
