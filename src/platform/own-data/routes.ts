/** HTTP of own data: below /my for the person it is about; and one address at which a report's code can be checked by anybody. */

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { OwnData, OwnExport, OwnLookPage, OwnLookQuery, OwnSubject, ReportVerification } from '#contracts/own-data.ts';
import type { PlatformContext } from '../context.ts';
import { type PlatformRoutes, requireApplicant } from '../http.ts';
import { issueFullReport, verifyFullReport } from './full-report.ts';
import { reportPaper } from './report-paper.ts';
import { ownData, ownExport, ownLooks } from './service.ts';

const tags = ['own-data'];
const NO_STORE = ['cache-control', 'no-store'] as const;

export interface OwnDataRoutesOptions {
  readonly context: PlatformContext;
  /** origin people see; the paper leads there */
  readonly publicUrl: string;
}

export const ownDataRoutes: FastifyPluginAsyncZod<OwnDataRoutesOptions> = async (app, { context, publicUrl }) => {
  app.get(
    '/data',
    {
      schema: {
        tags,
        summary: '平台掌握的关于我（或我代表的单位）的全部信息',
        querystring: OwnSubject,
        response: { 200: OwnData },
      },
    },
    async (request, reply) => {
      reply.header(...NO_STORE);
      return ownData(context, requireApplicant(request), request.query.uscc);
    },
  );

  app.get(
    '/looks',
    {
      schema: {
        tags,
        summary: '谁在何时因何查看过，新的在前',
        querystring: OwnLookQuery,
        response: { 200: OwnLookPage },
      },
    },
    async (request, reply) => {
      reply.header(...NO_STORE);
      return ownLooks(context, requireApplicant(request), request.query);
    },
  );

  app.get(
    '/data/export',
    {
      schema: {
        tags,
        summary: '下载全部信息和查看记录（JSON）',
        querystring: OwnSubject,
        response: { 200: OwnExport },
      },
    },
    async (request, reply) => {
      reply.header(...NO_STORE).header('content-disposition', 'attachment; filename="own-data.json"');
      return ownExport(context, requireApplicant(request), request.query.uscc);
    },
  );

  app.post(
    '/full-reports',
    {
      schema: {
        tags,
        summary: '取一份完整信用报告（PDF，带核验编码；每年免费份数见政策包）',
        body: OwnSubject,
        produces: ['application/pdf'],
        response: { 200: z.any() },
      },
      serializerCompiler: () => (paper) => paper as string,
    },
    async (request, reply) => {
      const { code, paper } = await issueFullReport(context, requireApplicant(request), request.body.uscc, (content) =>
        reportPaper(content, context.policy, publicUrl),
      );
      return reply
        .type('application/pdf')
        .header(...NO_STORE)
        .header('content-disposition', `attachment; filename="credit-report-${code}.pdf"`)
        .header('x-report-code', code)
        .send(paper);
    },
  );
};

/** For anybody who was given a report. Says whether it is genuine and still true, never what it says. */
export const reportVerificationRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/reports/:code',
    {
      schema: {
        tags,
        summary: '核验完整信用报告：编码由持有人提供（核验留痕，本人可见）',
        params: z.object({ code: z.string().min(1).max(60) }),
        response: { 200: ReportVerification },
      },
      config: { rateLimit: { max: 30, timeWindow: 60_000 } },
    },
    async (request, reply) => {
      reply.header(...NO_STORE);
      return verifyFullReport(context, request.params.code);
    },
  );
};
