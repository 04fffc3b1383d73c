/** HTTP of reports: issued on request (a form on the organisation's page, or a program), checked by code by anybody. */
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SiteReport } from '#contracts/site-report.ts';
import { issueReport, type Reporter, verifyReport } from './service.ts';

const Code = z.object({ uscc: z.string().max(40) });

export const reportRoutes: FastifyPluginAsyncZod<{ reporter: Reporter; reportsPerMinute: number }> = async (
  app,
  { reporter, reportsPerMinute },
) => {
  const config = { rateLimit: { max: reportsPerMinute, timeWindow: 60_000, groupId: 'reports' } };

  // a form without fields: whatever it sends is of no interest
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1_024 },
    (_request, _body, done) => done(null, null),
  );

  const send = async (reply: FastifyReply, uscc: string) => {
    const { code, pdf } = await issueReport(reporter, uscc);
    return reply
      .type('application/pdf')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="credit-report-${code}.pdf"`)
      .header('x-report-code', code)
      .send(pdf);
  };

  for (const prefix of ['', '/en']) {
    app.post(
      `${prefix}/organisations/:uscc/report`,
      { config, schema: { hide: true, params: Code } },
      async (request, reply) => send(reply, request.params.uscc),
    );
  }

  app.post(
    '/api/site/v1/organisations/:uscc/reports',
    {
      config,
      schema: {
        ...{
          tags: ['reports'],
          summary: '出具一家企业或社会组织的公共信用信息报告（PDF，带签名和核验编码）',
          params: Code,
        },
        produces: ['application/pdf'],
      },
    },
    async (request, reply) => send(reply, request.params.uscc),
  );

  app.get(
    '/api/site/v1/reports/:code',
    {
      schema: {
        ...{ tags: ['reports'], summary: '核验报告：何时出具，是否仍然有效，之后有什么变化' },
        params: z.object({ code: z.string().max(60) }),
        response: { 200: SiteReport },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return verifyReport(reporter, request.params.code);
    },
  );
};
