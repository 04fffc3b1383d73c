/** Every golden case of every notice, as its lawyer wrote it. */

import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseGoldenCases, runGoldenCase } from '#kernel/policy/golden.ts';
import { localId } from '#kernel/policy/refs.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { DEMO_NOTICE_FOLDER } from '#runtime/demo/demo-notices.ts';
import { loadPolicies, loadPolicy } from '#runtime/policy.ts';

const notices = globSync('*/notices/*', { cwd: import.meta.dirname })
  .sort()
  .map((notice) => ({ notice, folder: join(import.meta.dirname, notice), load: loadPolicy }));
const [, demo] = await loadPolicies(DEFAULT_POLICY_FOLDER, [DEMO_NOTICE_FOLDER]);
if (demo) notices.push({ notice: 'the demo’s', folder: DEMO_NOTICE_FOLDER, load: async () => demo });
const calendar = await loadCalendar();

test('there are notices to test', () => expect(notices.length).toBeGreaterThan(2));

for (const { notice, folder, load } of notices) {
  const policy = await load(folder);
  const files = readdirSync(join(folder, 'cases')).filter((name) => name.endsWith('.yaml'));

  describe(notice, () => {
    for (const file of files) {
      const cases = parseGoldenCases(file, readFileSync(join(folder, 'cases', file), 'utf8'));
      test.each(cases.map((golden) => [golden.clause, golden.title, golden] as const))(
        `${file} %s %s`,
        (_clause, _title, golden) => expect(runGoldenCase(golden, policy, calendar)).toEqual([]),
      );
    }

    test('every kind of the catalogue appears in a case', () => {
      const named = files.flatMap((file) =>
        parseGoldenCases(file, readFileSync(join(folder, 'cases', file), 'utf8')).flatMap((golden) =>
          golden.when === '报送' || golden.when === '受理' ? [golden.given.kind] : [],
        ),
      );
      const silent = policy.catalogue.filter((kind) => !named.includes(localId(kind.id)));
      expect(silent.map((kind) => kind.id)).toEqual([]);
    });

    test('every period has its case, where periods are told case by case', () => {
      if (!files.includes('deadlines.yaml')) return;
      const cases = parseGoldenCases('deadlines.yaml', readFileSync(join(folder, 'cases/deadlines.yaml'), 'utf8'));
      const named = new Set(cases.flatMap((golden) => (golden.when === '计算期限' ? [golden.given.timer] : [])));
      expect(policy.timers.map(({ title }) => title).filter((title) => !named.has(title))).toEqual([]);
    });

    test('a case that expects something else is noticed', () => {
      const [golden] = parseGoldenCases(
        'inline',
        `cases: [{ title: x, clause: "${localId(policy.clauses[0]?.id ?? '')}", given: { consent: true, on: 2026-05-01, records: [] }, when: 计分, expect: { total: -1, level: null } }]`,
      );
      expect(golden && runGoldenCase(golden, policy, calendar).map((mismatch) => mismatch.what)).toEqual([
        'total',
        'level',
      ]);
    });
  });
}
