/** HTTP of intake: files in, batches and their rows, the sender's table back, templates, the directory. */
import type { FastifyPluginAsync } from 'fastify';
import {
  type Batch,
  type BatchDetail,
  type BatchPageQuery,
  type DirectoryEntry,
  intakeEndpoints,
  type RowPageQuery,
} from '#contracts/intake.ts';
import { takesFile } from '#http/body-route.ts';
import { REASON_FIELDS } from '#kernel/reason-fields.ts';
import { REASONS, REMARKS, type ReasonCode, type RemarkCode } from '#kernel/reasons.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import { caseNumber } from '../fact.ts';
import { tableTooLarge } from '../files/index.ts';
import { serve } from '../http/serve.ts';
import type { IntakeContext } from './context.ts';
import { findDirectoryEntry, importUpload } from './directory.ts';
import { originalRows } from './original-rows.ts';
import { batchRows, getBatches, receiveFile, viewBatch, withdrawBatch } from './service.ts';
import { DEFAULT_LIMITS } from './spreadsheet/index.ts';
import type { BatchRow, JudgedRow } from './store.ts';
import { annotatedWorkbook, reportForm, template } from './workbooks.ts';

const takesTable = takesFile('disk', DEFAULT_LIMITS.fileBytes, () => tableTooLarge(DEFAULT_LIMITS.fileBytes));

export const intakeRoutes: FastifyPluginAsync<{ context: IntakeContext }> = async (app, { context }) => {
  serve(
    app,
    intakeEndpoints,
    {
      'POST /batches': ({ caller, upload, query }) => receiveFile(context, caller, upload, query),
      'GET /batches': ({ caller, query }) => batchPage(context, caller, query),
      'GET /batches/:id': ({ caller, params }) => batchDetail(context, caller, params.id),
      'GET /batches/:id/rows': ({ caller, params, query }) => rowPage(context, caller, params.id, query),
      'GET /batches/:id/originals': ({ caller, params, query }) => originalRows(context, caller, params.id, query.rows),
      'GET /batches/:id/annotated': ({ caller, params }) => annotatedWorkbook(context, caller, params.id),
      'POST /batches/:id/withdraw': ({ caller, params, body }) =>
        withdrawBatch(context, caller, params.id, body.reason),
      'GET /templates/:kind': ({ caller, params: { kind }, query }) =>
        template(context, kind, query.notice, caller.departmentId),
      'GET /forms/:kind': ({ caller, params, query }) =>
        reportForm(context, params.kind, query.notice, caller.departmentId),
      'POST /directory/imports': ({ caller, upload, query }) => importUpload(context, caller, upload, query.fileName),
      'GET /directory/:uscc': ({ params }) => directoryEntry(context, params.uscc),
    },
    takesTable,
  );
};

async function batchPage(context: IntakeContext, actor: Actor, query: BatchPageQuery) {
  const { before, limit, mine, waiting } = query;
  const batches = await getBatches(context, actor, {
    ...{ before, limit, mine: mine === 'true', waiting: waiting === 'true' },
  });
  return {
    items: batches.map((batch) => shownBatch(context, batch)),
    next: batches.length < limit ? null : batches.at(-1)!.id,
  };
}

async function batchDetail(context: IntakeContext, actor: Actor, id: string): Promise<BatchDetail> {
  const { batch, correctedBy, withdrawal } = await viewBatch(context, actor, id);
  return {
    ...shownBatch(context, batch),
    own: batch.reporterId === actor.id,
    correctedBy,
    withdrawal: withdrawal.ok ? { available: true } : { available: false, ...withdrawal.said },
  };
}

async function rowPage(context: IntakeContext, actor: Actor, id: string, query: RowPageQuery) {
  const rows = await batchRows(context, actor, id, query);
  return {
    items: rows.map((row) => shownRow(context, id, row)),
    next: rows.length < query.limit ? null : rows.at(-1)!.rowNumber,
  };
}

async function directoryEntry(context: IntakeContext, uscc: string): Promise<DirectoryEntry> {
  const entry = await findDirectoryEntry(context, uscc);
  if (!entry)
    throw new Problem('not_found', { said: { zh: '名录中没有该代码。', en: 'The code is not in the directory.' } });
  return { ...entry, importedAt: entry.importedAt.toISOString() };
}

function shownBatch({ policy }: IntakeContext, batch: BatchRow): Batch {
  const notice = policy.notices().find(({ id }) => id === batch.notice);
  const { fileKind, sha256: _digest, reporterId: _reporter, waitingSince, waitingBecause, ...shown } = batch;
  return {
    ...shown,
    receivedAt: shown.receivedAt.toISOString(),
    completedAt: shown.completedAt?.toISOString() ?? null,
    waiting: waitingSince && waitingBecause ? { since: waitingSince.toISOString(), because: waitingBecause } : null,
    kind: fileKind,
    // one that is not in force any more is called by its number
    ...{ noticeTitle: notice?.title ?? batch.notice, noticeTitleEn: notice?.titleEn ?? batch.notice },
    departmentName: policy.findDepartment(shown.departmentId)?.name ?? shown.departmentId,
    header: shown.header as Batch['header'],
    refusal: shown.refusal as Record<string, unknown> | null,
  };
}

function shownRow({ policy }: IntakeContext, batchId: string, { rowNumber, reasons, remarks, ...row }: JudgedRow) {
  return {
    ...row,
    row: rowNumber,
    kindTitle: row.kind === null ? null : (policy.findKind(row.kind)?.title ?? row.kind),
    caseId: row.kind === null ? null : caseNumber(batchId, rowNumber),
    reasons: reasons.map((code) => ({
      code,
      text: REASONS[code as ReasonCode]?.zh ?? code,
      textEn: REASONS[code as ReasonCode]?.en,
      remedy: REASONS[code as ReasonCode]?.remedy,
      remedyEn: REASONS[code as ReasonCode]?.remedyEn,
      fields: [...(REASON_FIELDS[code as ReasonCode] ?? [])],
    })),
    remarks: remarks.map((code) => ({
      code,
      text: REMARKS[code as RemarkCode]?.zh ?? code,
      textEn: REMARKS[code as RemarkCode]?.en,
    })),
  };
}
