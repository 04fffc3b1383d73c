/** HTTP of reports: issued on request (a form on the organisation's page, or a program), checked by code by anybody. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { reportFormEndpoints, siteReportEndpoints } from '#contracts/site-report.ts';
import type { SentFile } from '#http/answer.ts';
import { serve } from '../http.ts';
import { issueReport, type Reporter, verifyReport } from './service.ts';

interface ReportOptions {
  readonly reporter: Reporter;
  readonly reportsPerMinute: number;
}

/** For programs. */
export const reportRoutes: FastifyPluginAsync<ReportOptions> = async (app, { reporter, reportsPerMinute }) => {
  takeForms(app);
  serve(
    app,
    siteReportEndpoints,
    {
      'POST /v1/organisations/:uscc/reports': ({ params }) => issued(reporter, params.uscc),
      'GET /v1/reports/:code': ({ params }) => verifyReport(reporter, params.code),
    },
    { perMinute: { reports: reportsPerMinute } },
  );
};

/** The form on an organisation's page. */
export const reportFormRoutes: FastifyPluginAsync<ReportOptions> = async (app, { reporter, reportsPerMinute }) => {
  takeForms(app);
  serve(
    app,
    reportFormEndpoints,
    { 'POST /organisations/:uscc/report': ({ params }) => issued(reporter, params.uscc) },
    { perMinute: { reports: reportsPerMinute } },
  );
};

/** A form without fields: whatever it sends is of no interest. */
function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1_024 },
    (_request, _body, done) => done(null, null),
  );
}

async function issued(reporter: Reporter, uscc: string): Promise<SentFile> {
  const { code, pdf } = await issueReport(reporter, uscc);
  return { content: pdf, fileName: `credit-report-${code}.pdf`, headers: { 'x-report-code': code } };
}
