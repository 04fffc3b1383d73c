/** HTTP of own data: below /my for the person it is about; and one address at which a report's code can be checked by anybody. */
import type { FastifyPluginAsync } from 'fastify';
import { ownDataEndpoints, reportVerificationEndpoints } from '#contracts/own-data.ts';
import { attachment, type SentFile } from '#http/answer.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { issueFullReport, verifyFullReport } from './full-report.ts';
import { reportPaper } from './report-paper.ts';
import { ownData, ownExport, ownLooks } from './service.ts';

export interface OwnDataRoutesOptions {
  readonly context: PlatformContext;
  /** origin people see; the paper leads there */
  readonly publicUrl: string;
}

export const ownDataRoutes: FastifyPluginAsync<OwnDataRoutesOptions> = async (app, { context, publicUrl }) => {
  serve(app, ownDataEndpoints, {
    'GET /data': ({ caller, query }) => ownData(context, caller, query.uscc),
    'GET /looks': ({ caller, query }) => ownLooks(context, caller, query),
    'GET /data/export': ({ caller, query, reply }) => {
      reply.header('content-disposition', attachment('own-data.json'));
      return ownExport(context, caller, query.uscc);
    },
    'POST /full-reports': ({ caller, body }) => fullReport(context, caller, body.uscc, publicUrl),
  });
};

async function fullReport(
  context: PlatformContext,
  who: Applicant,
  uscc: string | undefined,
  publicUrl: string,
): Promise<SentFile> {
  const { code, paper } = await issueFullReport(context, who, uscc, (content) =>
    reportPaper(content, context.policy, publicUrl),
  );
  return { content: paper, fileName: `credit-report-${code}.pdf`, headers: { 'x-report-code': code } };
}

export const reportVerificationRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, reportVerificationEndpoints, {
    'GET /reports/:code': ({ params, reply }) => {
      reply.header('cache-control', 'no-store'); // what is true of a report now is not true for long
      return verifyFullReport(context, params.code);
    },
  });
};
