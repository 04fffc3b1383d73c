/** catalogue-only, adverse-needs-document, no-derived-adverse, one-fact-one-record: what a statement of the application's login cannot record. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { performAction } from '#platform/determination/index.ts';
import { type CaseKeys, columnsOf, copy, determination, keysOf } from '../support/direct-statements.ts';
import { type Attempt, constraint, outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { DECISION } from '../support/reporting.ts';

let platform: TestPlatform;
/** reviewed, and told: its window is over, so that its determiner could determine it now */
let adverse: CaseKeys;
/** columns of a submission */
let claimed: string[];
const officer = (who: string) => platform.actors[who]!.id;
const as = (who: string): Pick<Attempt, 'login' | 'claim'> => ({
  login: 'web_platform',
  claim: { officer: officer(who), departments: [platform.actors[who]!.departmentId!] },
});

beforeAll(async () => {
  platform = await createPlatform();
  adverse = await keysOf(platform, await told());
  claimed = await columnsOf(platform, 'submission');
});
afterAll(() => platform?.close());

/** An adverse case whose window of response is over. */
async function told(): Promise<string> {
  const { context, actors, clock } = platform;
  clock.set('2020-03-16T01:00:00Z');
  const id = await platform.report({ reporter: actors['policeReporter']!, kind: '2' });
  const reviewer = actors['policeReviewer']!;
  await performAction(context, reviewer, id, { action: 'review', payload: {}, idempotencyKey: `review ${id}` });
  const served = { servedOn: '2020-03-16', serviceMethod: 'direct' } as const;
  await performAction(context, reviewer, id, {
    action: 'serve-notice',
    payload: served,
    idempotencyKey: `notice ${id}`,
  });
  clock.set('2020-03-24T01:00:00Z');
  return id;
}

test('what its determiner would say goes through', async () => {
  const honest = { ...as('policeDeterminer'), say: determination(adverse, officer('policeDeterminer'), 3) };
  expect(await outcomeOf(platform.owner, honest, [])).toBeUndefined();
});

describe('catalogue-only', () => {
  test.each([
    ['a kind no notice names', { kind: '2020-2/9.9' }],
    ['another version', { version: 2 }],
    ['a kind of organisations about a person', { kind: '2020-2/3.2.1' }],
  ])('no claim of %s', async (_what, otherwise) => {
    const where = `fact_key = '${adverse.factKey}'`;
    const other = { fact_key: '00000000-0000-4000-8000-000000000001', ...otherwise };
    await refusedOnlyBy(platform.owner, trigger('submission', 'catalogue_only'), {
      ...as('policeReporter'),
      say: [copy('submission', claimed, where, other)],
    });
  });
});

describe('adverse-needs-document', () => {
  const without = (otherwise: object) => determination(adverse, officer('policeDeterminer'), 3, otherwise as never);
  test.each([
    ['without its decision', { decision: null }],
    ['without the legal basis', { decision: { ...DECISION, legalBasis: undefined } }],
    ['without proof of notice', { prior_notice: null }],
  ])('no adverse record %s', async (_what, otherwise) => {
    await refusedOnlyBy(platform.owner, constraint('record', 'adverse_needs_document'), {
      ...as('policeDeterminer'),
      say: without(otherwise),
    });
  });
});
