/** A row goes by the rules it was made under, and by no others. */
import { expect, test } from 'vitest';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { onlyPolicy } from './in-force.ts';

const policy = await zhengzhou();
const policies = onlyPolicy(policy);
const { id: notice, version } = policy;

test('a row of the notice and version gets its policy, by kind or by name', () => {
  for (const { id: kind } of policy.catalogue) expect(policies.at({ kind, version })).toBe(policy);
  expect(policies.at({ notice, version })).toBe(policy);
});

test.each([
  ['another notice', { notice: 'another', version }],
  ['a kind of another notice, with the same number', { kind: 'another/1.1', version }],
  ['a kind that names no notice', { kind: '1.1', version }],
  ['a version nobody enacted', { notice, version: version + 1 }],
])('%s has no rules here', (_, row) => {
  expect(() => policies.at(row)).toThrow('is not enacted here');
});
