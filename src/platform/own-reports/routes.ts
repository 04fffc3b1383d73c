/** HTTP of own reports: below /my for the person; one address for the counter. */
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uploadOf } from '#contracts/body-route.ts';
import { ActionOutcome, CaseId } from '#contracts/determination.ts';
import { EvidenceAdded, EvidenceId, EvidenceUpload } from '#contracts/evidence.ts';
import {
  AssistedMending,
  AssistedOwnReport,
  AssistedOwnReports,
  AssistedWithdrawal,
  DraftSave,
  DraftSaved,
  OwnDraft,
  OwnReportForm,
  OwnReportMending,
  OwnReportOutcome,
  OwnReportStatus,
  OwnReportSubmit,
  OwnReports,
  OwnReportWithdrawal,
  ReportId,
} from '#contracts/own-reports.ts';
import { AssistedIdentity } from '#contracts/rights.ts';
import { type EvidenceContext, takesEvidence } from '../evidence/index.ts';
import { requireActor, requireApplicant } from '../http.ts';
import { mendAtCounter, reportsAtCounter, submitAtCounter, withdrawAtCounter } from './at-counter.ts';
import { deleteDraft, saveDraft, viewDraft } from './drafts.ts';
import { reportForm } from './form.ts';
import { submitDraft } from './hand-in.ts';
import { mendReport, withdrawReport } from './mend.ts';
import {
  attachToDraft,
  attachToReport,
  openDraftProof,
  openReportProof,
  takeBackFromDraft,
  takeBackFromReport,
} from './proof.ts';
import { ownReportStatus, ownReports } from './status.ts';

const tags = ['own-reports'];
const draft = z.object({ id: ReportId });
const draftProof = z.object({ id: ReportId, evidence: EvidenceId });
const report = z.object({ id: CaseId });
const reportProof = z.object({ id: CaseId, evidence: EvidenceId });
const consumes = ['application/octet-stream'];
const gone = { 204: z.null() };
const file = {
  produces: ['image/jpeg', 'application/pdf'],
  response: { 200: z.any() },
};
const asItIs = { serializerCompiler: () => (content: unknown) => content as string };

type Routes = FastifyPluginAsyncZod<{ context: EvidenceContext }>;

export const ownReportRoutes: Routes = async (app, { context }) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.get(
    '/reports/form',
    { schema: { tags, summary: '本人上报：类别、要填什么、要交什么、声明和期限', response: { 200: OwnReportForm } } },
    async (request) => reportForm(context, requireApplicant(request)),
  );

  app.get(
    '/reports',
    { schema: { tags, summary: '我的上报：草稿和已提交的，新的在前', response: { 200: OwnReports } } },
    async (request) => ownReports(context, requireApplicant(request)),
  );

  app.put(
    '/report-drafts/:id',
    {
      schema: {
        tags,
        summary: '保存草稿（加密保存，只有本人能看；重复保存只算一次，别处有新版本会说明）',
        params: draft,
        body: DraftSave,
        response: { 200: DraftSaved },
      },
    },
    async (request) => saveDraft(context, requireApplicant(request), request.params.id, request.body),
  );

  app.get(
    '/report-drafts/:id',
    { schema: { tags, summary: '打开草稿：内容、还缺什么、将送给谁', params: draft, response: { 200: OwnDraft } } },
    async (request) => viewDraft(context, requireApplicant(request), request.params.id),
  );

  app.delete(
    '/report-drafts/:id',
    { schema: { tags, summary: '删除草稿和已上传的材料', params: draft, response: gone } },
    async (request, reply) => {
      await deleteDraft(context, requireApplicant(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/report-drafts/:id/submission',
    {
      schema: {
        tags,
        summary: '提交：逐项声明以后送主管部门（提交两次只算一次）',
        params: draft,
        body: OwnReportSubmit,
        response: { 200: OwnReportOutcome },
      },
    },
    async (request) => submitDraft(context, requireApplicant(request), request.params.id, request.body),
  );

  app.post(
    '/report-drafts/:id/evidence',
    {
      ...takesEvidence,
      schema: {
        tags,
        summary: '为草稿添加一份证明材料：请求体即文件内容（JPEG、PNG、WebP、PDF），重新编码后加密保存',
        consumes,
        params: draft,
        querystring: EvidenceUpload,
        response: { 201: EvidenceAdded },
      },
    },
    async (request, reply) => {
      const who = requireApplicant(request);
      const added = await attachToDraft(context, who, request.params.id, uploadOf(request.body), request.query);
      return reply.code(201).send(added);
    },
  );

  app.get(
    '/report-drafts/:id/evidence/:evidence',
    { schema: { tags, summary: '看自己为草稿上传的材料', params: draftProof, ...file }, ...asItIs },
    async (request, reply) => {
      const { id, evidence } = request.params;
      return sendFile(reply, await openDraftProof(context, requireApplicant(request), id, evidence));
    },
  );

  app.delete(
    '/report-drafts/:id/evidence/:evidence',
    { schema: { tags, summary: '撤下为草稿上传的材料', params: draftProof, response: gone } },
    async (request, reply) => {
      const { id, evidence } = request.params;
      await takeBackFromDraft(context, requireApplicant(request), id, evidence);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/reports/:id',
    {
      schema: {
        tags,
        summary: '办到哪一步、下一步是什么、到哪一日',
        params: report,
        response: { 200: OwnReportStatus },
      },
    },
    async (request) => ownReportStatus(context, requireApplicant(request), request.params.id),
  );

  app.post(
    '/reports/:id/mending',
    {
      schema: {
        tags,
        summary: '补正退回的上报并重新提交',
        params: report,
        body: OwnReportMending,
        response: { 200: ActionOutcome },
      },
    },
    async (request) => mendReport(context, requireApplicant(request), request.params.id, request.body),
  );

  app.post(
    '/reports/:id/withdrawal',
    {
      schema: {
        tags,
        summary: '认定以前撤回上报',
        params: report,
        body: OwnReportWithdrawal,
        response: { 200: ActionOutcome },
      },
    },
    async (request) => withdrawReport(context, requireApplicant(request), request.params.id, request.body),
  );

  app.post(
    '/reports/:id/evidence',
    {
      ...takesEvidence,
      schema: {
        tags,
        summary: '为自己的上报补充一份证明材料（核对开始以前，或者退回补正期间）',
        consumes,
        params: report,
        querystring: EvidenceUpload,
        response: { 201: EvidenceAdded },
      },
    },
    async (request, reply) => {
      const who = requireApplicant(request);
      const added = await attachToReport(context, who, request.params.id, uploadOf(request.body), request.query);
      return reply.code(201).send(added);
    },
  );

  app.get(
    '/reports/:id/evidence/:evidence',
    { schema: { tags, summary: '看自己上报所附的材料', params: reportProof, ...file }, ...asItIs },
    async (request, reply) => {
      const { id, evidence } = request.params;
      return sendFile(reply, await openReportProof(context, requireApplicant(request), id, evidence));
    },
  );

  app.delete(
    '/reports/:id/evidence/:evidence',
    { schema: { tags, summary: '退回补正期间撤下自己上传的材料', params: reportProof, response: gone } },
    async (request, reply) => {
      const { id, evidence } = request.params;
      await takeBackFromReport(context, requireApplicant(request), id, evidence);
      return reply.code(204).send(null);
    },
  );
};

/** For officers at a counter. */
export const assistedReportRoutes: Routes = async (app, { context }) => {
  app.get(
    '/assisted/own-reports/form',
    { schema: { tags, summary: '窗口代办：可以代为上报的类别、声明文本', response: { 200: OwnReportForm } } },
    async (request) => {
      requireActor(request, 'assistant');
      return reportForm(context, null);
    },
  );

  app.post(
    '/assisted/own-reports',
    {
      schema: {
        tags,
        summary: '窗口代办：为到场的人上报良好信息（留痕，通知本人；代办人不得再办理该事项）',
        body: AssistedOwnReport,
        response: { 200: OwnReportOutcome },
      },
    },
    async (request) => submitAtCounter(context, requireActor(request, 'assistant'), request.body),
  );

  app.post(
    '/assisted/own-reports/standing',
    {
      schema: {
        tags,
        summary: '窗口代办：到场的人已提交的上报，办到哪一步、下一步是什么（留痕；草稿不给他人看）',
        body: z.strictObject({ identity: AssistedIdentity }),
        response: { 200: AssistedOwnReports },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: await reportsAtCounter(context, requireActor(request, 'assistant'), request.body.identity) };
    },
  );

  app.post(
    '/assisted/own-reports/:id/mending',
    {
      schema: {
        tags,
        summary: '窗口代办：为到场的人补正退回的上报并重新提交',
        params: report,
        body: AssistedMending,
        response: { 200: ActionOutcome },
      },
    },
    async (request) => mendAtCounter(context, requireActor(request, 'assistant'), request.params.id, request.body),
  );

  app.post(
    '/assisted/own-reports/:id/withdrawal',
    {
      schema: {
        tags,
        summary: '窗口代办：认定以前为到场的人撤回上报',
        params: report,
        body: AssistedWithdrawal,
        response: { 200: ActionOutcome },
      },
    },
    async (request) => withdrawAtCounter(context, requireActor(request, 'assistant'), request.params.id, request.body),
  );
};

/** What was uploaded runs nothing and loads nothing, should it ever be opened as a page. */
const INERT =
  "default-src 'none'; img-src 'self'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

function sendFile(reply: FastifyReply, { mediaType, content }: { mediaType: string; content: Buffer }) {
  return reply
    .type(mediaType)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', INERT)
    .header('content-disposition', `inline; filename="evidence.${mediaType === 'image/jpeg' ? 'jpg' : 'pdf'}"`)
    .send(content);
}
