/**
 * Rows as they were sent, so that they can be mended beside their reasons. Nothing refused is in the database: the cells are read
 * from the sealed file, while it is kept, for the department that sent it. What must never be collected is not repeated.
 */

import type { OriginalRow, OriginalRows } from '#contracts/intake.ts';
import { DOCUMENT_TITLES, parseDocumentType } from '#kernel/identity/documents.ts';
import { parseSex } from '#kernel/identity/sex.ts';
import { localId } from '#kernel/policy/refs.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { parseDate } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { type LoggedLook, writeLook } from '../audit-look.ts';
import { tidyText } from '../matter.ts';
import type { IntakeContext } from './context.ts';
import { neverCollectScreen } from './never-collect.ts';
import { kindFinder } from './rules.ts';
import { INDIVIDUALS, ORGANISATIONS, openTable, type RawRow } from './spreadsheet/index.ts';
import { templateFields } from './spreadsheet/template.ts';
import { type BatchRow, findBatch, findKeptUntil } from './store.ts';

/** A cell is shown up to here; a longer one is a fault of its own, not something to mend in a field. */
const SHOWN = 1_000;

/** The look is logged before anything is read. @throws Problem `batch.not_found`, `jurisdiction.denied`, `batch.not_ready`; StoreFailure */
export async function originalRows(
  context: IntakeContext,
  actor: Actor,
  batchId: string,
  rows: readonly number[],
): Promise<OriginalRows> {
  const { batch, keptUntil, look } = await transact(context.database, actor, async (tx) => {
    const found = await findBatch(tx, batchId);
    if (!found) throw new Problem('batch.not_found');
    if (!actsFor(actor, found.departmentId, context.policy)) throw new Problem('jurisdiction.denied');
    if (found.state !== 'completed') throw new Problem('batch.not_ready');
    const until = await findKeptUntil(tx, found.sha256);
    if (until === null) return { batch: found, keptUntil: null, look: null };
    const look = await writeLook(tx, actor, {
      at: context.clock(),
      action: 'batch.original_rows_viewed',
      objectType: 'batch',
      objectId: batchId,
      of: { batchId },
      file: found.sha256,
      purpose: '更正退回或存疑的行',
      detail: { rows: [...rows] },
    });
    return { batch: found, keptUntil: until, look };
  });
  if (look === null) return { keptUntil: null, rows: [] };
  return { keptUntil: keptUntil.toISOString(), rows: await readRows(context, batch, rows, look) };
}

async function readRows(
  context: IntakeContext,
  batch: BatchRow,
  wanted: readonly number[],
  look: LoggedLook,
): Promise<OriginalRow[]> {
  const left = new Set(wanted);
  const found: OriginalRow[] = [];
  await context.files.withContent(batch.sha256, look, async (source) => {
    const form = batch.fileKind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
    const table = await openTable<string>({ path: source, fileName: batch.fileName }, form);
    try {
      const read = reader(context, batch, table.header.columns);
      for await (const rows of table.batches()) {
        for (const row of rows) if (left.delete(row.rowNumber)) found.push(read(row));
        if (left.size === 0) return;
      }
    } finally {
      await table.close();
    }
  });
  return found;
}

function reader({ policy }: IntakeContext, batch: BatchRow, columns: Readonly<Record<string, number | undefined>>) {
  const screened = neverCollectScreen(policy);
  const findKind = kindFinder(
    policy.noticeOf(batch.notice),
    batch.fileKind === 'individuals' ? 'person' : 'organisation',
  );
  const fields = templateFields(batch.fileKind);

  /** As the form's field takes it; empty where the text says nothing the field could hold. */
  function fieldValue(key: string, text: string): string {
    switch (key) {
      case 'kind':
        return localId(findKind(text)?.kind.id ?? '');
      case 'sex': {
        const sex = parseSex(text);
        return sex === undefined ? '' : sex === 'male' ? '男' : '女';
      }
      case 'documentType': {
        const type = parseDocumentType(text);
        return type === undefined ? '' : DOCUMENT_TITLES[type];
      }
      case 'occurredOn':
      case 'decisionDate': {
        const date = parseDate(text);
        return date.ok ? date.date : '';
      }
      default:
        return text;
    }
  }

  return ({ rowNumber, cells }: RawRow): OriginalRow => ({
    row: rowNumber,
    cells: fields.map(({ key }) => {
      const position = columns[key];
      const assumed = key === 'kind' && position === undefined ? localId(batch.assumedKind ?? '') : '';
      const text =
        position === undefined
          ? assumed
          : tidyText(cells[position] ?? '')
              .trim()
              .slice(0, SHOWN);
      // what the law forbids to collect is not handed round a second time, not even to whoever typed it
      if (screened(text)) return { key, text: '', value: '', refused: true };
      return { key, text, value: fieldValue(key, text), refused: false };
    }),
  });
}
