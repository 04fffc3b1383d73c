/**
 * Reports in the shapes departments send, with an answer key per row: every row in every format gets the key's verdict and reason.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '#kernel/policy/policy.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { checkFile, type RowResult } from '#platform/intake/check-file.ts';
import { loadPolicy } from '../../src/runtime/policy.ts';

const root = join(import.meta.dirname, '..', '..');
const samples = join(root, 'tests', 'samples');

interface Answer {
  readonly row: number;
  readonly verdict: RowResult['verdict'];
  readonly why: string;
}

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy(join(root, 'cities', 'zhengzhou'));
});

describe('answer keys', () => {
  test.each([
    ['individuals', 'individuals.utf8.csv'],
    ['individuals', 'individuals.gb18030.csv'],
    ['individuals', 'individuals.xlsx'],
    ['individuals', 'individuals.xls'],
    ['organisations', 'organisations.utf8.csv'],
    ['organisations', 'organisations.xlsx'],
    ['organisations', 'organisations.xls'],
  ] as const)('%s: %s', async (kind, file) => {
    const key = JSON.parse(readFileSync(join(samples, `${kind}.answers.json`), 'utf8')) as Answer[];
    const results: RowResult[] = [];
    for await (const rows of checkFile(join(samples, file), kind, { policy, receivedOn: toLocalDate('2020-05-01') })) {
      results.push(...rows);
    }
    // the key says for accepted rows what had to be normalised, in words of its own
    const expected = key.map(({ row, verdict, why }) => ({
      row,
      verdict,
      reasons: verdict === 'accepted' ? [] : [why],
    }));
    expect(results.map(({ rowNumber, verdict, reasons }) => ({ row: rowNumber, verdict, reasons }))).toEqual(expected);
  });
});
