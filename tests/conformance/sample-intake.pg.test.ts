/** The sample reports through the whole path: the database holds for every row what the answer key says. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { processBatch } from '#platform/intake/process.ts';
import { batchRows, getBatch, receiveFile } from '#platform/intake/service.ts';
import { openIntake } from '../support/intake.ts';

const samples = join(import.meta.dirname, '..', 'samples');

interface Answer {
  readonly row: number;
  readonly verdict: string;
  readonly why: string;
}

describe('answer keys', () => {
  test.each([
    ['individuals', 'individuals.gb18030.csv', 'csv'],
    ['individuals', 'individuals.xlsx', 'xlsx'],
    ['individuals', 'individuals.xls', 'xls'],
    ['organisations', 'organisations.utf8.csv', 'csv'],
    ['organisations', 'organisations.xls', 'xls'],
  ] as const)('%s: %s', async (kind, file, format) => {
    const { context, reporter, close } = await openIntake();
    try {
      const upload = createReadStream(join(samples, file));
      const { batchId } = await receiveFile(context, reporter, upload, { fileName: file, kind });
      await processBatch(context, batchId, { chunkRows: 64 });
      expect(await getBatch(context, reporter, batchId)).toMatchObject({ state: 'completed', format });
      const rows = await batchRows(context, reporter, batchId, { after: 0, limit: 1_000 });
      const key = JSON.parse(readFileSync(join(samples, `${kind}.answers.json`), 'utf8')) as Answer[];
      expect(rows.map(({ rowNumber, verdict, reasons }) => ({ row: rowNumber, verdict, reasons }))).toEqual(
        key.map(({ row, verdict, why }) => ({ row, verdict, reasons: verdict === 'accepted' ? [] : [why] })),
      );
    } finally {
      await close();
    }
  });
});
