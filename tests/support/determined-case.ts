/** Takes a case all the way to its record through the product's own use cases. */

import type { Actor } from '#platform/access/actor.ts';
import { performAction } from '#platform/determination/index.ts';
import type { Report, TestPlatform } from './platform.ts';
import { ref } from './refs.ts';

let keys = 0;

/**
 * Reports, reviews and determines; an adverse case with notice and a window that passes (the clock stands on 2020-03-16
 * before and on 2020-03-24 after it). Answers the case number.
 */
export async function determinedCase(platform: TestPlatform, report: Report = {}): Promise<string> {
  const { context, actors, clock } = platform;
  const adverse = context.policy.kind(ref(report.kind ?? '1.1')).polarity === 'adverse';
  clock.set('2020-03-16T01:00:00Z');
  const id = await platform.report({ reporter: actors[adverse ? 'policeReporter' : 'healthReporter']!, ...report });
  const competent = await platform.owner.query(
    'SELECT competent_department FROM submission WHERE batch_id = $1 AND row_number = $2',
    id.split('-'),
  );
  const by = (role: 'reviewer' | 'determiner'): Actor =>
    Object.values(actors).find(
      (actor) =>
        actor.departmentId === competent.rows[0].competent_department &&
        actor.roles.length === 1 &&
        actor.roles[0] === role,
    )!;
  const act = (actor: Actor, request: object) =>
    performAction(context, actor, id, { ...request, idempotencyKey: `determined-${++keys}` } as Parameters<
      typeof performAction
    >[3]);
  await act(by('reviewer'), { action: 'review', payload: {} });
  if (adverse) {
    await act(by('reviewer'), { action: 'serve-notice', payload: { servedOn: '2020-03-16', serviceMethod: 'direct' } });
    clock.set('2020-03-24T01:00:00Z');
  }
  await act(by('determiner'), { action: 'determine', payload: {} });
  return id;
}
