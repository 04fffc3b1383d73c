/** The fold of a request under any order of steps: only what the table allows, one part an officer, and the same state however it is read. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RightsActionName, RightsKind } from '#contracts/rights.ts';
import { ref } from '../../../tests/support/refs.ts';
import { applyRightsAction, foldRequest, openRequest, RIGHTS_ACTIONS, TRANSITIONS } from './fold.ts';
import { type Asked, isGranted, type RequestView, type RightsAction, WAITING } from './request.ts';

const OFFICERS = ['a', 'b', 'c', 'd', 'e'];
const asked = (kind: RightsKind, channel: Asked['channel']): Asked => ({
  ...{ subjectKey: 'subject', requestId: 'request', kind, subjectType: 'organisation', factKey: 'fact' },
  ...{ batchId: '1', rowNumber: 2, recordKind: ref('3.3.2'), departmentId: 'health-commission', channel },
  ...{ askedBy: channel === 'own' ? 'subject' : 'a', openedAt: new Date(0), statement: '…', wanted: {} },
});

interface Attempt {
  readonly action: RightsActionName;
  readonly by: string;
  readonly granted: boolean;
}
const attempts = fc.array(
  fc.record({
    action: fc.constantFrom(...RIGHTS_ACTIONS),
    by: fc.constantFrom(...OFFICERS),
    granted: fc.boolean(),
  }),
  { maxLength: 30 },
);
const requests = fc.record({
  kind: fc.constantFrom<RightsKind>('objection', 'repair', 'relief'),
  channel: fc.constantFrom<Asked['channel']>('own', 'assisted', 'department'),
});

function actionOf(view: RequestView, { action, by, granted }: Attempt): RightsAction {
  const { part } = TRANSITIONS[action];
  const outcome = granted ? 'granted' : 'refused';
  return {
    ...{ sequence: view.sequence + 1, action, part, actorId: part === null ? 'subject' : by, departmentId: null },
    ...{ at: new Date(view.sequence), idempotencyKey: `${view.sequence}` },
    payload: { outcome, reasoning: '…', reason: '…', statement: '…', question: '…', opinion: 'support' },
  } as unknown as RightsAction;
}

/** What the table and four eyes let through. */
function play(head: Asked, tries: readonly Attempt[]): { view: RequestView; log: RightsAction[] } {
  const log: RightsAction[] = [];
  let view = openRequest(head);
  for (const attempt of tries) {
    const action = actionOf(view, attempt);
    const { kinds, from, part } = TRANSITIONS[attempt.action];
    const known = part === null ? undefined : view.participants.get(action.actorId);
    const allowed = kinds.includes(head.kind) && from.includes(view.state) && (known === undefined || known === part);
    if (!allowed) {
      expect(() => applyRightsAction(view, action)).toThrow('cannot follow');
      continue;
    }
    view = applyRightsAction(view, action);
    log.push(action);
  }
  return { view, log };
}

test('whatever is tried in whatever order: the fold takes what the table allows and throws at the rest', () => {
  fc.assert(
    fc.property(requests, attempts, ({ kind, channel }, tries) => {
      const head = asked(kind, channel);
      const { view, log } = play(head, tries);
      expect(foldRequest(head, log)).toEqual(view);
      expect(view.sequence).toBe(log.length);
      // nothing ends in favour or against without an opinion of one and a decision of another
      const decided = log.find(({ action }) => action === 'decide');
      if (isGranted(view) || view.state === 'refused') expect(decided).toBeDefined();
      if (decided) {
        const opinion = log.findLast(({ action, sequence }) => action === 'assess' && sequence < decided.sequence);
        expect(opinion?.actorId).not.toBe(decided.actorId);
        expect(opinion).toBeDefined();
        if (channel !== 'own') expect([opinion?.actorId, decided.actorId]).not.toContain(head.askedBy);
      }
      const reviewed = log.find(({ action }) => action === 'decide-review');
      if (reviewed) {
        const before = log.filter(({ part, sequence }) => part !== null && sequence < reviewed.sequence);
        expect(before.map(({ actorId }) => actorId)).not.toContain(reviewed.actorId);
      }
    }),
  );
});

test('an end is an end: after it only a refusal can be reviewed and a hold released', () => {
  fc.assert(
    fc.property(requests, attempts, ({ kind, channel }, tries) => {
      const { log } = play(asked(kind, channel), tries);
      let view = openRequest(asked(kind, channel));
      for (const action of log) {
        if (!WAITING.has(view.state)) expect(['ask-review', 'release']).toContain(action.action);
        view = applyRightsAction(view, action);
      }
    }),
  );
});

test('a gap, a repetition or a foreign part in the log is noticed', () => {
  const head = asked('repair', 'own');
  const opened = openRequest(head);
  const assessed = actionOf(opened, { action: 'assess', by: 'b', granted: true });
  expect(() => foldRequest(head, [{ ...assessed, sequence: 2 } as RightsAction])).toThrow('cannot follow');
  expect(() => foldRequest(head, [assessed, assessed])).toThrow('cannot follow');
  expect(() => foldRequest(head, [{ ...assessed, part: 'decider' } as RightsAction])).toThrow('cannot follow');
  const bySelf = { ...actionOf(foldRequest(head, [assessed]), { action: 'decide', by: 'b', granted: true }) };
  expect(() => foldRequest(head, [assessed, bySelf])).toThrow('cannot follow');
});
