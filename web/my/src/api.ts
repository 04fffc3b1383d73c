/** The two APIs behind these pages: the platform's citizens' door, and the points system. */
import type { My, Platform } from '#contracts/platform.ts';
import type { Points } from '#contracts/points-system.ts';
import { ApiProblem } from '../../shared/api.ts';
import { callerAt } from '../../shared/call.ts';

export { newIdempotencyKey } from '../../shared/api.ts';

export const platform = callerAt<My>('/api/platform/my');
export const points = callerAt<Points>('/api/points');
/** what anybody may ask without signing in */
export const anybody = callerAt<Platform>('/api/platform');

/** An answer about the points account; null where there is none, which is nothing to be told off for. */
export async function ofAccount<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.document.code === 'account.not_found') return null;
    throw error;
  }
}
