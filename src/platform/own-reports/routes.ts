/** HTTP of own reports: below /my for the person, and for officers at a counter. */
import type { FastifyPluginAsync } from 'fastify';
import { assistedReportEndpoints, ownReportEndpoints } from '#contracts/own-reports-endpoints.ts';
import { inertFile } from '#http/inert-file.ts';
import { type EvidenceContext, takesEvidence } from '../evidence/index.ts';
import { serve } from '../http/serve.ts';
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

type Routes = FastifyPluginAsync<{ context: EvidenceContext }>;

/** Below /my. */
export const ownReportRoutes: Routes = async (app, { context }) => {
  serve(
    app,
    ownReportEndpoints,
    {
      'GET /reports/form': ({ caller }) => reportForm(context, caller),
      'GET /reports': ({ caller }) => ownReports(context, caller),
      'PUT /report-drafts/:id': ({ caller, params, body }) => saveDraft(context, caller, params.id, body),
      'GET /report-drafts/:id': ({ caller, params }) => viewDraft(context, caller, params.id),
      'DELETE /report-drafts/:id': ({ caller, params }) => deleteDraft(context, caller, params.id),
      'POST /report-drafts/:id/submission': ({ caller, params, body }) => submitDraft(context, caller, params.id, body),
      'POST /report-drafts/:id/evidence': ({ caller, params, upload, query }) =>
        attachToDraft(context, caller, params.id, upload, query),
      'GET /report-drafts/:id/evidence/:evidence': async ({ caller, params: { id, evidence } }) =>
        inertFile('evidence', await openDraftProof(context, caller, id, evidence)),
      'DELETE /report-drafts/:id/evidence/:evidence': ({ caller, params: { id, evidence } }) =>
        takeBackFromDraft(context, caller, id, evidence),
      'GET /reports/:id': ({ caller, params }) => ownReportStatus(context, caller, params.id),
      'POST /reports/:id/mending': ({ caller, params, body }) => mendReport(context, caller, params.id, body),
      'POST /reports/:id/withdrawal': ({ caller, params, body }) => withdrawReport(context, caller, params.id, body),
      'POST /reports/:id/evidence': ({ caller, params, upload, query }) =>
        attachToReport(context, caller, params.id, upload, query),
      'GET /reports/:id/evidence/:evidence': async ({ caller, params: { id, evidence } }) =>
        inertFile('evidence', await openReportProof(context, caller, id, evidence)),
      'DELETE /reports/:id/evidence/:evidence': ({ caller, params: { id, evidence } }) =>
        takeBackFromReport(context, caller, id, evidence),
    },
    takesEvidence,
  );
};

/** For officers at a counter. */
export const assistedReportRoutes: Routes = async (app, { context }) => {
  serve(app, assistedReportEndpoints, {
    'GET /assisted/own-reports/form': () => reportForm(context, null),
    'POST /assisted/own-reports': ({ caller, body }) => submitAtCounter(context, caller, body),
    'POST /assisted/own-reports/standing': async ({ caller, body }) => ({
      items: await reportsAtCounter(context, caller, body.identity),
    }),
    'POST /assisted/own-reports/:id/mending': ({ caller, params, body }) =>
      mendAtCounter(context, caller, params.id, body),
    'POST /assisted/own-reports/:id/withdrawal': ({ caller, params, body }) =>
      withdrawAtCounter(context, caller, params.id, body),
  });
};
