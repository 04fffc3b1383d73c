/** Workbooks for the sender: their own table back with what became of each row, and blank templates of the catalogue. */

import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ReportForm } from '#contracts/intake.ts';
import type { FileKind } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { type LoggedLook, writeLook } from '../audit-look.ts';
import type { IntakeContext } from './context.ts';
import { requireNotice } from './notice-chosen.ts';
import { writeAnnotatedWorkbook } from './spreadsheet/annotated.ts';
import { INDIVIDUALS, ORGANISATIONS, openTable } from './spreadsheet/index.ts';
import { templateFields, writeTemplate } from './spreadsheet/template.ts';
import { type BatchRow, findBatch, findKeptUntil, listRows } from './store.ts';
import { findingOf } from './verdict-text.ts';

const PAGE = 5_000;

/**
 * The sender's own table as a workbook with result, reason and remedy beside each row. The look is logged first.
 * @throws Problem `batch.not_found`, `jurisdiction.denied`, `batch.not_ready`, `file.expired`; StoreFailure
 */
export async function annotatedWorkbook(
  context: IntakeContext,
  actor: Actor,
  batchId: string,
): Promise<{ content: Readable; fileName: string }> {
  const { batch, look } = await transact(context.database, actor, async (tx) => {
    const found = await findBatch(tx, batchId);
    if (!found) throw new Problem('batch.not_found');
    // the whole table with every name in it goes to the department it came from, not to all who may see the batch
    if (!actsFor(actor, found.departmentId, context.policy)) throw new Problem('jurisdiction.denied');
    if (found.state !== 'completed') throw new Problem('batch.not_ready');
    if ((await findKeptUntil(tx, found.sha256)) === null) throw new Problem('file.expired');
    const look = await writeLook(tx, actor, {
      at: context.clock(),
      action: 'batch.annotated_fetched',
      objectType: 'batch',
      objectId: batchId,
      of: { batchId },
      file: found.sha256,
      purpose: '核对报送结果',
    });
    return { batch: found, look };
  });
  const content = await written(context, (path) => annotate(context, actor, batch, look, path));
  return { content, fileName: `${batch.fileName.replace(/\.(csv|xlsx?|txt)$/iu, '')}（核查结果）.xlsx` };
}

async function annotate(
  context: IntakeContext,
  actor: Actor,
  batch: BatchRow,
  look: LoggedLook,
  path: string,
): Promise<void> {
  async function* findings() {
    for (let after = 0; ; ) {
      const rows = await transact(context.database, actor, (tx) =>
        listRows(tx, batch.id, { after, limit: PAGE }, look),
      );
      if (rows.length > 0) yield rows.map(findingOf);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.rowNumber;
    }
  }
  await context.files.withContent(batch.sha256, look, async (source) => {
    const form = batch.fileKind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
    const table = await openTable<string>({ path: source, fileName: batch.fileName }, form);
    try {
      await writeAnnotatedWorkbook(table, findings(), path);
    } finally {
      await table.close();
    }
  });
}

/**
 * A blank table to fill in: the kinds it offers are those of one notice that the department may report. Where several notices are in force
 * the table says whose it is, and each kind with it: handed in under another, no row of it is taken for something else.
 * @throws Problem `request.invalid` where several are in force and none is named
 */
export async function template(
  { policy, files }: IntakeContext,
  kind: FileKind,
  asked: string | undefined,
  departmentId: string | null,
): Promise<{ content: Readable; fileName: string }> {
  const notice = requireNotice(policy, asked);
  const several = policy.notices().length > 1;
  const kinds = kindsOf(notice, kind, departmentId).map((one) => ({ ...one, id: several ? one.id : localId(one.id) }));
  const catalogue = several ? { kinds, notice: `${notice.title}（${notice.document.number}）` } : { kinds };
  const { title } = kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
  return {
    content: await written({ files }, (path) => writeTemplate(kind, catalogue, path)),
    fileName: `${title}${several ? `（${notice.title}）` : ''}.xlsx`,
  };
}

function kindsOf(notice: Policy, kind: FileKind, departmentId: string | null) {
  return notice
    .kindsFor(kind === 'individuals' ? 'person' : 'organisation')
    .filter(({ id }) => departmentId === null || notice.mayReport(id, departmentId));
}

/** The template as data, for a form on the screen: the same columns, the same kinds. @throws as `template` */
export function reportForm(
  { policy }: IntakeContext,
  kind: FileKind,
  asked: string | undefined,
  departmentId: string | null,
): ReportForm {
  const notice = requireNotice(policy, asked);
  return {
    kind,
    notice: notice.id,
    title: (kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS).title,
    fields: templateFields(kind),
    kinds: kindsOf(notice, kind, departmentId).map(({ id, clause, title, plainTitle, polarity, requiredFields }) => ({
      ...{ id, clause, title, plainTitle, polarity },
      requiredFields: [...requiredFields],
    })),
  };
}

/** Has a file written under a passing name and gives its content; the name is gone before the first byte is sent. */
async function written(
  context: Pick<IntakeContext, 'files'>,
  write: (path: string) => Promise<void>,
): Promise<Readable> {
  const path = await context.files.scratchPath();
  try {
    await write(path);
    const handle = await open(path, 'r');
    return createReadStream('', { fd: handle });
  } finally {
    await rm(path, { force: true });
  }
}
