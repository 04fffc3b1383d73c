/** HTTP of a case's evidence: the list, one file in, one file out, paper vouched for, one taken back. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uploadOf } from '#contracts/body-route.ts';
import { CaseId } from '#contracts/determination.ts';
import {
  CaseEvidence,
  EvidenceAdded,
  EvidenceId,
  EvidenceOpening,
  EvidenceUpload,
  EvidenceWithdrawal,
  PaperEvidence,
} from '#contracts/evidence.ts';
import { type EvidenceContext, takesEvidence } from '../evidence/index.ts';
import { requireActor } from '../http.ts';
import { attachToCase, caseEvidence, openCaseEvidence, takeBackFromCase, vouchForCase } from './case-evidence.ts';

const tags = ['determination'];
const params = z.object({ id: CaseId });
const pieceParams = z.object({ id: CaseId, evidence: EvidenceId });
const consumes = ['application/octet-stream'];
/** What was sent by strangers runs nothing and loads nothing, should anybody ever open it as a page. */
const INERT =
  "default-src 'none'; img-src 'self'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

export const caseEvidenceRoutes: FastifyPluginAsyncZod<{ context: EvidenceContext }> = async (app, { context }) => {
  app.get(
    '/cases/:id/evidence',
    {
      schema: {
        tags,
        summary: '事项的证明材料：有什么、还缺什么（查看留痕）',
        params,
        response: { 200: CaseEvidence },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reporter', 'reviewer', 'determiner');
      return reply.header('cache-control', 'no-store').send(await caseEvidence(context, actor, request.params.id));
    },
  );

  app.post(
    '/cases/:id/evidence',
    {
      ...takesEvidence,
      schema: {
        tags,
        summary: '添加一份证明材料：请求体即文件内容（JPEG、PNG、WebP、PDF），重新编码后加密保存',
        consumes,
        params,
        querystring: EvidenceUpload,
        response: { 201: EvidenceAdded },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reporter', 'reviewer', 'determiner');
      const added = await attachToCase(context, actor, request.params.id, uploadOf(request.body), request.query);
      return reply.code(201).send(added);
    },
  );

  app.post(
    '/cases/:id/evidence/paper',
    {
      schema: {
        tags,
        summary: '说明证明材料的纸质件由本单位留存',
        params,
        body: PaperEvidence,
        response: { 201: EvidenceAdded },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reporter', 'reviewer', 'determiner');
      return reply.code(201).send(await vouchForCase(context, actor, request.params.id, request.body));
    },
  );

  app.post(
    '/cases/:id/evidence/:evidence/open',
    {
      schema: {
        tags,
        summary: '查看一份证明材料；当事人是自然人的须说明目的（查看留痕，本人可见）',
        params: pieceParams,
        body: EvidenceOpening,
        produces: ['image/jpeg', 'application/pdf'],
        response: { 200: z.any() },
      },
      serializerCompiler: () => (file) => file as string,
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reporter', 'reviewer', 'determiner');
      const { id, evidence } = request.params;
      const { mediaType, content } = await openCaseEvidence(context, actor, id, evidence, request.body.purpose);
      const extension = mediaType === 'image/jpeg' ? 'jpg' : 'pdf';
      return reply
        .type(mediaType)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', INERT)
        .header('content-disposition', `inline; filename="evidence-${id}.${extension}"`)
        .send(content);
    },
  );

  app.post(
    '/cases/:id/evidence/:evidence/withdraw',
    {
      schema: {
        tags,
        summary: '撤回自己添加的证明材料（审核以前）',
        params: pieceParams,
        body: EvidenceWithdrawal,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reporter', 'reviewer', 'determiner');
      const { id, evidence } = request.params;
      await takeBackFromCase(context, actor, id, evidence, request.body.reason);
      return reply.code(204).send(null);
    },
  );
};
