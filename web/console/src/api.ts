/** The platform's API, for the console. */
import { apiAt } from '../../shared/api.ts';

export { ApiProblem, newIdempotencyKey, type ProblemDocument } from '../../shared/api.ts';

export const { addressOf, get, post, postFile, postForFile } = apiAt('/api/platform');
