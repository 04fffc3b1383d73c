/** The same report saved in several formats reads the same in all of them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll } from './fixtures.ts';
import { INDIVIDUALS, ORGANISATIONS } from './index.ts';

const folder = join(import.meta.dirname, '../../../../tests/samples');

describe('sample reports', () => {
  it.each(['individuals', 'organisations'] as const)('%s', async (kind) => {
    const form = kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
    const names = readdirSync(folder).filter((name) => name.startsWith(`${kind}.`) && !name.endsWith('.json'));
    expect(names.length).toBeGreaterThan(1);
    const tables = await Promise.all(names.map((name) => readAll(join(folder, name), {}, form)));
    const [first, ...others] = tables.map(({ rows }) => rows.map(({ rowNumber, cells }) => ({ rowNumber, cells })));
    expect(first!.length).toBeGreaterThan(50);
    for (const other of others) expect(other).toEqual(first);
  });
});
