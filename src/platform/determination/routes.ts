/** HTTP of determination: the queue, one case and what may be done to it, and the approval of whole batches. */
import { z } from 'zod';
import {
  ActionOutcome,
  ActionRequest,
  BatchDecisionQuery,
  BatchOutcome,
  BatchPreview,
  BatchStep,
  CaseCounts,
  CaseDetail,
  CaseId,
  CaseNeighbours,
  CasePage,
  CaseQuery,
  NeighbourQuery,
  RevealedPerson,
  RevealRequest,
  WaitingBatchPage,
  WaitingBatchQuery,
} from '#contracts/determination.ts';
import { type PlatformRoutes, requireActor } from '../http.ts';
import { determineBatch, reviewBatch } from './batch-approval.ts';
import { batchesWaiting, previewBatch } from './batch-preview.ts';
import { caseView, reveal } from './looks.ts';
import { noticeLetter, noticePaper } from './notice.ts';
import { LETTER_POLICY } from './notice-letter.ts';
import { neighbours, queue } from './queue.ts';
import { queueCounts } from './queue-counts.ts';
import { performAction } from './service.ts';

const tags = ['determination'];
const caseParams = z.object({ id: CaseId });
const batchParams = z.object({ id: z.string().regex(/^[1-9]\d{0,17}$/) });
const batchDecision = { params: batchParams, querystring: BatchDecisionQuery, response: { 200: BatchOutcome } };

export const determinationRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/cases',
    { schema: { tags, summary: '待办事项', querystring: CaseQuery, response: { 200: CasePage } } },
    async (request) => queue(context, requireActor(request, 'reporter', 'reviewer', 'determiner'), request.query),
  );

  app.get(
    '/cases/counts',
    { schema: { tags, summary: '待办各环节有多少件、多少件超期', response: { 200: CaseCounts } } },
    async (request) => queueCounts(context, requireActor(request, 'reporter', 'reviewer', 'determiner')),
  );

  app.get(
    '/cases/:id',
    {
      schema: {
        tags,
        summary: '事项详情（姓名、证件号码已遮盖；查看留痕）',
        params: caseParams,
        response: { 200: CaseDetail },
      },
    },
    async (request) =>
      caseView(context, requireActor(request, 'reporter', 'reviewer', 'determiner'), request.params.id),
  );

  app.get(
    '/cases/:id/neighbours',
    {
      schema: {
        tags,
        summary: '同一待办列表中的前一件、后一件',
        params: caseParams,
        querystring: NeighbourQuery,
        response: { 200: CaseNeighbours },
      },
    },
    async (request) =>
      neighbours(
        context,
        requireActor(request, 'reporter', 'reviewer', 'determiner'),
        request.params.id,
        request.query,
      ),
  );

  app.get(
    '/cases/:id/notice',
    {
      schema: {
        tags,
        summary: '不良信息认定事先告知书，可打印的网页（查看留痕，本人可见）',
        params: caseParams,
        produces: ['text/html'],
        response: { 200: z.string() },
      },
      serializerCompiler: () => (page) => page as string,
    },
    async (request, reply) => {
      const page = await noticeLetter(context, requireActor(request, 'reviewer', 'determiner'), request.params.id);
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-security-policy', LETTER_POLICY)
        .send(page);
    },
  );

  app.get(
    '/cases/:id/notice.pdf',
    {
      schema: {
        tags,
        summary: '不良信息认定事先告知书，PDF（查看留痕，本人可见）',
        params: caseParams,
        produces: ['application/pdf'],
        response: { 200: z.any() },
      },
      serializerCompiler: () => (paper) => paper as string,
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reviewer', 'determiner');
      const { number, content } = await noticePaper(context, actor, request.params.id);
      return reply
        .type('application/pdf')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`告知书${number}.pdf`)}`)
        .send(content);
    },
  );

  app.post(
    '/cases/:id/reveal',
    {
      schema: {
        tags,
        summary: '说明目的后查看姓名和证件号码（查看留痕，本人可见）',
        params: caseParams,
        body: RevealRequest,
        response: { 200: RevealedPerson },
      },
    },
    async (request, reply) => {
      const person = await reveal(context, requireActor(request), request.params.id, request.body.purpose);
      return reply.header('cache-control', 'no-store').send(person);
    },
  );

  app.post(
    '/cases/:id/actions',
    {
      schema: {
        tags,
        summary: '办理事项：审核、核实、退回、更正、告知、听取陈述申辩、认定等',
        params: caseParams,
        body: ActionRequest,
        response: { 200: ActionOutcome },
      },
    },
    async (request) => performAction(context, requireActor(request), request.params.id, request.body),
  );

  app.get(
    '/waiting-batches',
    {
      schema: {
        tags,
        summary: '有事项等待审核或认定的批次，新的在前',
        querystring: WaitingBatchQuery,
        response: { 200: WaitingBatchPage },
      },
    },
    async (request) => batchesWaiting(context, requireActor(request, 'reviewer', 'determiner'), request.query),
  );

  app.get(
    '/batches/:id/preview',
    {
      schema: {
        tags,
        summary: '整批办理前：可办理的件数、不能办理的原因和抽样（查看留痕）',
        params: batchParams,
        querystring: z.object({ step: BatchStep }),
        response: { 200: BatchPreview },
      },
    },
    async (request) =>
      previewBatch(context, requireActor(request, 'reviewer', 'determiner'), request.params.id, request.query.step),
  );

  app.post(
    '/batches/:id/review',
    { schema: { tags, summary: '整批审核良好信息', ...batchDecision } },
    async (request) => reviewBatch(context, requireActor(request, 'reviewer'), request.params.id, request.query),
  );

  app.post(
    '/batches/:id/determine',
    { schema: { tags, summary: '整批认定良好信息', ...batchDecision } },
    async (request) => determineBatch(context, requireActor(request, 'determiner'), request.params.id, request.query),
  );
};
