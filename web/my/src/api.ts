/** The two APIs behind these pages: the platform's citizens' door, and the points system. */
import { apiAt } from '../../shared/api.ts';

export { ApiProblem, newIdempotencyKey } from '../../shared/api.ts';

export const platform = apiAt('/api/platform/my');
export const points = apiAt('/api/points');
/** what anybody may ask without signing in */
export const anybody = apiAt('/api/platform');
