/** The same report saved in several formats reads the same in all of them; runs where the sample reports are at hand. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll } from './fixtures.ts';
import { INDIVIDUALS, ORGANISATIONS } from './index.ts';

const folder = new URL('../../../../../shared/samples/', import.meta.url).pathname;

describe.skipIf(!existsSync(folder))('sample reports', () => {
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
