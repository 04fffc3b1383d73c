/** Papers: what was put in can be read back, on as many pages as it needs, the same bytes every time. */
import { spawnSync } from 'node:child_process';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { type Paper, printPaper } from './index.ts';

const paper = (change: Partial<Paper> = {}): Paper => ({
  title: '信用报告',
  number: '演示〔2020〕1号',
  issuer: '市信用办',
  issuedAt: new Date('2020-05-20T01:00:00Z'),
  blocks: [{ kind: 'paragraph', text: '根据通知，告知如下。' }],
  ...change,
});

/** The text as poppler reads it; undefined on a machine without poppler. */
function textOf(pdf: Buffer): string | undefined {
  const { status, stdout, error } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf });
  return error || status !== 0 ? undefined : stdout.toString('utf8');
}
const hasPoppler = textOf(await printPaper(paper())) !== undefined;

test('the same content at the same instant is the same file', async () => {
  expect(await printPaper(paper())).toEqual(await printPaper(paper()));
});

test('title, language and date are the paper’s; nobody else is named', async () => {
  const pdf = await PDFDocument.load(await printPaper(paper()), { updateMetadata: false });
  expect(pdf.getTitle()).toBe('信用报告');
  expect(pdf.getAuthor()).toBe('市信用办');
  expect(pdf.getCreationDate()?.toISOString()).toBe('2020-05-20T01:00:00.000Z');
});

test('a long table goes on over pages; every row is there once', async () => {
  const rows = Array.from({ length: 120 }, (_, index) => [
    `第${index}行`,
    '具体事项写得比较长，要在单元格里换行才放得下，一行放不下的时候',
  ]);
  const columns = [
    { title: '编号', share: 1 },
    { title: '事项', share: 3 },
  ];
  const bytes = await printPaper(paper({ blocks: [{ kind: 'table', columns, rows, empty: '没有' }] }));
  expect((await PDFDocument.load(bytes)).getPageCount()).toBeGreaterThan(3);
  const text = textOf(bytes);
  if (text === undefined) return;
  for (const [name] of rows) expect(text.split('\n').filter((line) => line.includes(`${name}`))).toHaveLength(1);
});

describe.skipIf(!hasPoppler)('read back by poppler (skipped where it is not installed)', () => {
  test.each([
    ['a rare character of the typeface', '张䶮㼆', '张䶮㼆'],
    ['one it lacks is printed by its number', '𠮷野', '〔U+20BB7〕野'],
    ['directional marks are left out', 'A\u202eB', 'AB'],
  ])('%s', async (_, written, read) => {
    expect(textOf(await printPaper(paper({ blocks: [{ kind: 'paragraph', text: written }] })))).toContain(read);
  });

  test('every kind of block, the code and the page number', async () => {
    const text = textOf(
      await printPaper(
        paper({
          blocks: [
            { kind: 'addressee', text: '某某有限公司：' },
            { kind: 'heading', text: '一、事实' },
            { kind: 'facts', facts: [['统一社会信用代码', '91410199MA4RED01']] },
            { kind: 'table', columns: [{ title: '列', share: 1 }], rows: [], empty: '没有记录。' },
            { kind: 'list', items: ['甲', '乙'] },
            { kind: 'note', text: '备注' },
            { kind: 'signature', lines: ['市信用办', '2020年5月20日'] },
          ],
          check: { code: 'ABCDE12345', address: 'http://localhost/my/verify/ABCDE12345', text: '核验' },
          remark: '内容均为虚构',
        }),
      ),
    );
    for (const part of [
      '某某有限公司：',
      '一、事实',
      '91410199MA4RED01',
      '没有记录。',
      '1．甲',
      '备注',
      '2020年5月20日',
      'ABCDE 12345',
      '第 1 页，共 1 页',
      '内容均为虚构',
    ])
      expect(text).toContain(part);
  });
});
