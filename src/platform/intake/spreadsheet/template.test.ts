import { readFileSync } from 'node:fs';
import { read, utils } from '@e965/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import { readAll, workspace } from './fixtures.ts';
import { matchHeader } from './headers.ts';
import { INDIVIDUALS, ORGANISATIONS, writeTemplate } from './index.ts';

const files = workspace();
afterAll(() => files.remove());

const CATALOGUE = {
  kinds: [
    { id: '1.1', title: '支援湖北或其他城市的医务及其他人员', plainTitle: '外出支援的医务人员' },
    { id: '2', title: '不良信息', plainTitle: '不良信息' },
  ],
};

describe.each([
  ['individuals', INDIVIDUALS],
  ['organisations', ORGANISATIONS],
] as const)('the template of %s', (kind, form) => {
  const write = async () => {
    const path = files.path(`${kind}.xlsx`);
    await writeTemplate(kind, CATALOGUE, path);
    return { path, book: read(readFileSync(path), { cellStyles: true }) };
  };

  it('has a column for every field, in a header our own reader knows without guessing', async () => {
    const { book } = await write();
    const [titles] = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 });
    const { header } = matchHeader(form, [{ rowNumber: 1, cells: titles! }], 200);
    form.fields.forEach((field, column) => {
      expect(header.columns).toHaveProperty(field.key, column);
      expect(titles![column]!.endsWith('*')).toBe(field.required.includes('report'));
    });
    expect(header).toMatchObject({ formKind: 'report', guessed: [], ignored: [], duplicates: [] });
  });

  it('explains the kinds of the catalogue on a second sheet', async () => {
    const { book } = await write();
    const rows = utils.sheet_to_json<string[]>(book.Sheets['填表说明']!, { header: 1 });
    expect(rows).toContainEqual(
      expect.arrayContaining(['1.1', '外出支援的医务人员（支援湖北或其他城市的医务及其他人员）']),
    );
    expect(rows).toContainEqual(expect.arrayContaining(['2', '不良信息']));
  });

  it('says when it comes back unfilled', async () => {
    const { path } = await write();
    await expect(readAll(path, {}, form)).rejects.toMatchObject({ code: 'file.empty' });
  });
});
