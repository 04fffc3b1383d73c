/** HTTP of intake: files in, batches and their rows, the sender's table back, templates, the directory. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { takesFile, uploadOf } from '#contracts/body-route.ts';
import {
  type Batch,
  BatchDetail,
  BatchId,
  BatchPage,
  BatchPageQuery,
  BatchRowPage,
  DirectoryEntry,
  DirectoryImport,
  DirectoryImportQuery,
  FileKind,
  OriginalRows,
  OriginalRowsQuery,
  Receipt,
  ReportForm,
  RowPageQuery,
  UploadQuery,
  WithdrawRequest,
} from '#contracts/intake.ts';
import { Problem } from '#kernel/problems.ts';
import { REASON_FIELDS } from '#kernel/reason-fields.ts';
import { REASONS, REMARKS, type ReasonCode, type RemarkCode } from '#kernel/reasons.ts';
import { caseNumber } from '../fact.ts';
import { tableTooLarge } from '../files/index.ts';
import { requireActor } from '../http.ts';
import type { IntakeContext } from './context.ts';
import { findDirectoryEntry, importUpload } from './directory.ts';
import { originalRows } from './original-rows.ts';
import { batchRows, getBatches, receiveFile, viewBatch, withdrawBatch } from './service.ts';
import { DEFAULT_LIMITS } from './spreadsheet/index.ts';
import type { BatchRow, RowVerdict } from './store.ts';
import { annotatedWorkbook, reportForm, template } from './workbooks.ts';

const tags = ['intake'];
const params = z.object({ id: BatchId });
const consumes = ['application/octet-stream'];
const takesTable = takesFile('disk', DEFAULT_LIMITS.fileBytes, () => tableTooLarge(DEFAULT_LIMITS.fileBytes));
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbook = { 200: z.any().meta({ description: `工作簿（${XLSX}）` }) };

export const intakeRoutes: FastifyPluginAsyncZod<{ context: IntakeContext }> = async (app, { context }) => {
  app.post(
    '/batches',
    {
      ...takesTable,
      schema: {
        tags,
        summary: '报送一份表：请求体即文件内容',
        consumes,
        querystring: UploadQuery,
        response: { 202: Receipt },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reporter');
      return reply.code(202).send(await receiveFile(context, actor, uploadOf(request.body), request.query));
    },
  );

  app.get(
    '/batches',
    { schema: { tags, summary: '批次列表，新的在前', querystring: BatchPageQuery, response: { 200: BatchPage } } },
    async (request) => {
      const { before, limit, mine, waiting } = request.query;
      const batches = await getBatches(context, requireActor(request), {
        ...{ before, limit, mine: mine === 'true', waiting: waiting === 'true' },
      });
      return {
        items: batches.map((batch) => shownBatch(context, batch)),
        next: batches.length < limit ? null : batches.at(-1)!.id,
      };
    },
  );

  app.get(
    '/batches/:id',
    { schema: { tags, summary: '批次的进度和各类行数，能否撤回', params, response: { 200: BatchDetail } } },
    async (request) => {
      const actor = requireActor(request);
      const { batch, correctedBy, notWithdrawable } = await viewBatch(context, actor, request.params.id);
      return {
        ...shownBatch(context, batch),
        own: batch.reporterId === actor.id,
        correctedBy,
        withdrawal:
          notWithdrawable === undefined
            ? ({ available: true } as const)
            : ({ available: false, ...notWithdrawable } as const),
      };
    },
  );

  app.get(
    '/batches/:id/rows',
    {
      schema: {
        tags,
        summary: '逐行结果和原因（不含姓名、证件号码；查看留痕）',
        params,
        querystring: RowPageQuery,
        response: { 200: BatchRowPage },
      },
    },
    async (request) => {
      const actor = requireActor(request, 'reporter', 'reviewer', 'determiner');
      const { id } = request.params;
      const rows = await batchRows(context, actor, id, request.query);
      return {
        items: rows.map((row) => shownRow(context, id, row)),
        next: rows.length < request.query.limit ? null : rows.at(-1)!.rowNumber,
      };
    },
  );

  app.get(
    '/batches/:id/originals',
    {
      schema: {
        tags,
        summary: '退回或存疑的行原来填了什么，供更正（查看留痕；禁止采集的内容不再显示）',
        params,
        querystring: OriginalRowsQuery,
        response: { 200: OriginalRows },
      },
    },
    async (request, reply) => {
      const rows = await originalRows(
        context,
        requireActor(request, 'reporter'),
        request.params.id,
        request.query.rows,
      );
      return reply.header('cache-control', 'no-store').send(rows);
    },
  );

  app.get(
    '/batches/:id/annotated',
    { schema: { tags, summary: '取回原表，逐行附结果、原因和处理建议（查看留痕）', params, response: workbook } },
    async (request, reply) => {
      const { content, fileName } = await annotatedWorkbook(
        context,
        requireActor(request, 'reporter'),
        request.params.id,
      );
      return reply
        .type(XLSX)
        .header('content-disposition', attachment(fileName))
        .header('cache-control', 'no-store')
        .send(content);
    },
  );

  app.post(
    '/batches/:id/withdraw',
    {
      schema: { tags, summary: '撤回整批（尚未开始审核）', params, body: WithdrawRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await withdrawBatch(context, requireActor(request, 'reporter'), request.params.id, request.body.reason);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/templates/:kind',
    { schema: { tags, summary: '空白报送模板', params: z.object({ kind: FileKind }), response: workbook } },
    async (request, reply) => {
      const { kind } = request.params;
      const content = await template(context, kind, requireActor(request).departmentId);
      const name = kind === 'individuals' ? '个人信息报送表.xlsx' : '企业和社会组织信息报送表.xlsx';
      return reply.type(XLSX).header('content-disposition', attachment(name)).send(content);
    },
  );

  app.get(
    '/forms/:kind',
    {
      schema: {
        tags,
        summary: '报送表的列、填写要求和本单位可报的类别',
        params: z.object({ kind: FileKind }),
        response: { 200: ReportForm },
      },
    },
    async (request) => reportForm(context, request.params.kind, requireActor(request).departmentId),
  );

  app.post(
    '/directory/imports',
    {
      ...takesTable,
      schema: {
        tags,
        summary: '导入组织机构名录：请求体即登记机关的名录文件',
        consumes,
        querystring: DirectoryImportQuery,
        response: { 200: DirectoryImport },
      },
    },
    async (request) => {
      const actor = requireActor(request, 'credit-office', 'administrator');
      return importUpload(context, actor, uploadOf(request.body), request.query.fileName);
    },
  );

  app.get(
    '/directory/:uscc',
    {
      schema: {
        tags,
        summary: '按统一社会信用代码查名录',
        params: z.object({ uscc: z.string().min(1).max(40) }),
        response: { 200: DirectoryEntry },
      },
    },
    async (request) => {
      requireActor(request);
      const entry = await findDirectoryEntry(context, request.params.uscc);
      if (!entry)
        throw new Problem('not_found', { detail: '名录中没有该代码。', detailEn: 'The code is not in the directory.' });
      return entry;
    },
  );
};

const attachment = (fileName: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;

function shownBatch({ policy }: IntakeContext, batch: BatchRow): Batch {
  const { fileKind, sha256: _digest, reporterId: _reporter, waitingSince, waitingBecause, ...shown } = batch;
  return {
    ...shown,
    waiting: waitingSince && waitingBecause ? { since: waitingSince, because: waitingBecause } : null,
    kind: fileKind,
    departmentName: policy.findDepartment(shown.departmentId)?.name ?? shown.departmentId,
    header: shown.header as Batch['header'],
    refusal: shown.refusal as Record<string, unknown> | null,
  };
}

function shownRow({ policy }: IntakeContext, batchId: string, { rowNumber, reasons, remarks, ...row }: RowVerdict) {
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
