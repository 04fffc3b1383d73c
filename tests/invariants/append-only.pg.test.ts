/** append-only, own-jurisdiction: history is not changed by a direct statement, and nobody claims for a department that is not theirs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnsOf, copy, keysOf } from '../support/direct-statements.ts';
import { grant, outcomeOf, policy, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

describe('append-only', () => {
  test.each([
    ['case_action', "UPDATE case_action SET at = at - interval '1 day' WHERE false"],
    ['record', 'DELETE FROM record WHERE false'],
    ['audit_entry', 'UPDATE audit_entry SET look = false WHERE false'],
  ])('%s: neither by right, nor past the trigger behind it', async (table, statement) => {
    const right = grant(table, statement.startsWith('DELETE') ? 'DELETE' : 'UPDATE');
    const attempt = { login: 'worker_platform', claim: { task: 'intake.process' }, say: [statement] };
    const second = trigger(table, table === 'case_action' ? 'append_only_but_seal' : 'append_only');
    await refusedOnlyBy(platform.owner, [right, second], attempt);
    if (table !== 'case_action')
      expect(await outcomeOf(platform.owner, attempt, [right]), 'the trigger alone').toBeDefined();
  });
});

describe('own-jurisdiction', () => {
  test('no claim in the name of a department that the officer does not see', async () => {
    const of = await keysOf(platform, await platform.report({ kind: '1.1' }));
    const other = { fact_key: '00000000-0000-4000-8000-000000000002' };
    const say = [copy('submission', await columnsOf(platform, 'submission'), `fact_key = '${of.factKey}'`, other)];
    const { id, departmentId } = platform.actors['policeReporter']!;
    // the claim sees the case it copies as the department that is competent would, and reports for another
    const claim = { officer: id, departments: [departmentId!] };
    const visible = `ALTER POLICY own_jurisdiction ON submission USING (true)`;
    await refusedOnlyBy(platform.owner, policy('submission', 'own_jurisdiction'), {
      ...{ login: 'web_platform', claim, before: [visible], say },
    });
  });
});
