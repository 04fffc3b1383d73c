/** HTTP of a case's evidence: the list, one file in, one file out, paper vouched for, one taken back. */
import type { FastifyPluginAsync } from 'fastify';
import { caseEvidenceEndpoints } from '#contracts/case-evidence.ts';
import { inertFile } from '#http/inert-file.ts';
import { type EvidenceContext, takesEvidence } from '../../evidence/index.ts';
import { serve } from '../../http/serve.ts';
import { attachToCase, caseEvidence, openCaseEvidence, takeBackFromCase, vouchForCase } from './case-evidence.ts';

export const caseEvidenceRoutes: FastifyPluginAsync<{ context: EvidenceContext }> = async (app, { context }) => {
  serve(
    app,
    caseEvidenceEndpoints,
    {
      'GET /cases/:id/evidence': ({ caller, params }) => caseEvidence(context, caller, params.id),
      'POST /cases/:id/evidence': ({ caller, params, upload, query }) =>
        attachToCase(context, caller, params.id, upload, query),
      'POST /cases/:id/evidence/paper': ({ caller, params, body }) => vouchForCase(context, caller, params.id, body),
      'POST /cases/:id/evidence/:evidence/open': async ({ caller, params: { id, evidence }, body }) =>
        inertFile(`evidence-${id}`, await openCaseEvidence(context, caller, id, evidence, body.purpose)),
      'POST /cases/:id/evidence/:evidence/withdraw': ({ caller, params: { id, evidence }, body }) =>
        takeBackFromCase(context, caller, id, evidence, body.reason),
    },
    takesEvidence,
  );
};
