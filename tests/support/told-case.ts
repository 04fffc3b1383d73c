/** An adverse case that its determiner could determine now: reviewed, told, and the window of response over. */
import { performAction } from '#platform/determination/index.ts';
import { type CaseKeys, keysOf } from './direct-statements.ts';
import type { Claim } from './guards.ts';
import type { Report, TestPlatform } from './platform.ts';

export async function toldCase(platform: TestPlatform, report: Report = {}): Promise<CaseKeys> {
  const { context, actors, clock } = platform;
  clock.set('2020-03-16T01:00:00Z');
  const id = await platform.report({ reporter: actors['policeReporter']!, kind: '2', ...report });
  const reviewer = actors['policeReviewer']!;
  await performAction(context, reviewer, id, { action: 'review', payload: {}, idempotencyKey: `review ${id}` });
  const served = { servedOn: '2020-03-16', serviceMethod: 'direct' } as const;
  await performAction(context, reviewer, id, {
    action: 'serve-notice',
    payload: served,
    idempotencyKey: `notice ${id}`,
  });
  clock.set('2020-03-24T01:00:00Z');
  return keysOf(platform, id);
}

/** A good case that waits for its determination. */
export async function reviewedCase(platform: TestPlatform, report: Report = {}): Promise<CaseKeys> {
  const id = await platform.report({ kind: '1.1', ...report });
  const reviewer = platform.actors['healthReviewer']!;
  await performAction(platform.context, reviewer, id, {
    action: 'review',
    payload: {},
    idempotencyKey: `review ${id}`,
  });
  return keysOf(platform, id);
}

/** Speaks with the login that answers requests, in a transaction of this officer. */
export const officerOf = (
  { actors }: TestPlatform,
  who: string,
): { readonly login: string; readonly claim: Claim } => ({
  login: 'web_platform',
  claim: { officer: actors[who]!.id, departments: [actors[who]!.departmentId!] },
});
