/** The two APIs behind these pages: the platform's citizens' door, and the points system. */
import { ApiProblem, apiAt } from '../../shared/api.ts';

export { newIdempotencyKey } from '../../shared/api.ts';

export const platform = apiAt('/api/platform/my');
export const points = apiAt('/api/points');
/** what anybody may ask without signing in */
export const anybody = apiAt('/api/platform');

/** An answer about the points account; null where there is none, which is nothing to be told off for. */
export async function ofAccount<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.document.code === 'account.not_found') return null;
    throw error;
  }
}
