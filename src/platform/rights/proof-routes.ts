/** HTTP of a request's proof: below /my for the applicant, for who handles the request, and at the counter for paper. */
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uploadOf } from '#contracts/body-route.ts';
import { EvidenceAdded, EvidenceId, EvidenceOpening, EvidenceUpload, PaperEvidence } from '#contracts/evidence.ts';
import { AssistedIdentity, RequestProof } from '#contracts/rights.ts';
import { type EvidenceContext, takesEvidence } from '../evidence/index.ts';
import { requireActor, requireApplicant } from '../http.ts';
import { assistedApplicant } from './assisted.ts';
import { attachProof, openOwnProof, openProof, ownProof, requestProof, takeBackProof, vouchForProof } from './proof.ts';

const tags = ['rights'];
const params = z.object({ id: z.guid() });
const piece = z.object({ id: z.guid(), evidence: EvidenceId });
const produces = ['image/jpeg', 'application/pdf'];
const OFFICERS = ['reviewer', 'determiner', 'credit-office', 'auditor'] as const;
/** What was sent by strangers runs nothing and loads nothing, should anybody ever open it as a page. */
const INERT =
  "default-src 'none'; img-src 'self'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

type Routes = FastifyPluginAsyncZod<{ context: EvidenceContext }>;

export const requestProofRoutes: Routes = async (app, { context }) => {
  app.get(
    '/requests/:id/evidence',
    { schema: { tags, summary: '申请的证明材料（查看留痕）', params, response: { 200: RequestProof } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return requestProof(context, requireActor(request, ...OFFICERS), request.params.id);
    },
  );

  app.post(
    '/requests/:id/evidence/:evidence/open',
    {
      schema: {
        tags,
        summary: '查看申请的一份证明材料，须说明目的（查看留痕，本人可见）',
        params: piece,
        body: EvidenceOpening,
        produces,
        response: { 200: z.any() },
      },
      serializerCompiler: () => (file) => file as string,
    },
    async (request, reply) => {
      const actor = requireActor(request, 'reviewer', 'determiner', 'credit-office');
      const { id, evidence } = request.params;
      return sendFile(reply, await openProof(context, actor, id, evidence, request.body.purpose));
    },
  );

  app.post(
    '/assisted/requests/:id/evidence/paper',
    {
      schema: {
        tags,
        summary: '窗口代办：核对过的纸质证明由本单位留存',
        params,
        body: z.strictObject({ identity: AssistedIdentity, paper: PaperEvidence }),
        response: { 201: EvidenceAdded },
      },
    },
    async (request, reply) => {
      const { identity, paper } = request.body;
      const who = await assistedApplicant(context, requireActor(request, 'assistant'), identity, '窗口代为提交证明');
      return reply.code(201).send(await vouchForProof(context, who, request.params.id, paper));
    },
  );
};

/** Below /my. */
export const myRequestProofRoutes: Routes = async (app, { context }) => {
  app.get(
    '/requests/:id/evidence',
    { schema: { tags, summary: '我的申请的证明材料', params, response: { 200: RequestProof } } },
    async (request) => ownProof(context, requireApplicant(request), request.params.id),
  );

  app.post(
    '/requests/:id/evidence',
    {
      ...takesEvidence,
      schema: {
        tags,
        summary: '为申请添加一份证明：请求体即文件内容（JPEG、PNG、WebP、PDF），重新编码后加密保存',
        consumes: ['application/octet-stream'],
        params,
        querystring: EvidenceUpload,
        response: { 201: EvidenceAdded },
      },
    },
    async (request, reply) => {
      const { body, params: at, query } = request;
      const added = await attachProof(context, requireApplicant(request), at.id, uploadOf(body), query);
      return reply.code(201).send(added);
    },
  );

  app.get(
    '/requests/:id/evidence/:evidence',
    {
      schema: { tags, summary: '看我提交的一份证明', params: piece, produces, response: { 200: z.any() } },
      serializerCompiler: () => (file) => file as string,
    },
    async (request, reply) => {
      const { id, evidence } = request.params;
      return sendFile(reply, await openOwnProof(context, requireApplicant(request), id, evidence));
    },
  );

  app.delete(
    '/requests/:id/evidence/:evidence',
    { schema: { tags, summary: '撤回我提交的一份证明（办结以前）', params: piece, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id, evidence } = request.params;
      await takeBackProof(context, requireApplicant(request), id, evidence);
      return reply.code(204).send(null);
    },
  );
};

function sendFile(reply: FastifyReply, { mediaType, content }: { mediaType: string; content: Buffer }) {
  return reply
    .type(mediaType)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', INERT)
    .header('content-disposition', `inline; filename="proof.${mediaType === 'image/jpeg' ? 'jpg' : 'pdf'}"`)
    .send(content);
}
