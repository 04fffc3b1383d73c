/** HTTP of rights: for officers, for the counter, and below /my for those concerned. */
import type { FastifyPluginAsync } from 'fastify';
import type { AssistedIdentity } from '#contracts/counter.ts';
import { myRightsEndpoints, rightsEndpoints } from '#contracts/rights-endpoints.ts';
import { inertFile } from '#http/inert-file.ts';
import type { Actor } from '../access/actor.ts';
import { assistedApplicant } from '../counter/index.ts';
import { answerNotice } from '../determination/index.ts';
import { type EvidenceContext, takesEvidence } from '../evidence/index.ts';
import { serve } from '../http/serve.ts';
import { ownData } from '../own-data/index.ts';
import { ask, propose } from './asking.ts';
import { guidance } from './guidance.ts';
import { ownRequests, requestDetail, requestQueue } from './looks.ts';
import { attachProof, openOwnProof, openProof, ownProof, requestProof, takeBackProof, vouchForProof } from './proof.ts';
import { reliefOverview } from './relief-overview.ts';
import { act, actAsApplicant } from './service.ts';

type Routes = FastifyPluginAsync<{ context: EvidenceContext }>;

export const rightsRoutes: Routes = async (app, { context }) => {
  /** Who stands at the counter, as the assistant vouches for them; `doing` is what the log says. */
  const present = (assistant: Actor, identity: AssistedIdentity, doing: string) =>
    assistedApplicant(context, assistant, identity, doing);

  serve(app, rightsEndpoints, {
    'GET /requests': ({ caller, query }) => requestQueue(context, caller, query),
    'GET /requests/:id': ({ caller, params }) => requestDetail(context, caller, params.id),
    'GET /relief-holds': ({ caller, query }) => reliefOverview(context, caller, query),
    'POST /requests/:id/actions': ({ caller, params, body }) => act(context, caller, params.id, body),
    'POST /proposals': ({ caller, body }) => propose(context, caller, body),
    'GET /requests/:id/evidence': ({ caller, params }) => requestProof(context, caller, params.id),
    'POST /requests/:id/evidence/:evidence/open': async ({ caller, params: { id, evidence }, body }) =>
      inertFile('proof', await openProof(context, caller, id, evidence, body.purpose)),
    'POST /assisted/data': async ({ caller, body: { identity } }) =>
      ownData(context, await present(caller, identity, '窗口代为查看'), identity.organisation?.uscc),
    'POST /assisted/guidance': async ({ caller, body: { identity, caseId } }) =>
      guidance(context, await present(caller, identity, '窗口代为查询'), identity.organisation?.uscc, caseId),
    'POST /assisted/standing': async ({ caller, body: { identity } }) =>
      ownRequests(context, await present(caller, identity, '窗口代为查询'), identity.organisation?.uscc),
    'POST /assisted/requests/:id/actions': async ({ caller, params, body: { identity, step } }) =>
      actAsApplicant(context, await present(caller, identity, '窗口代为办理申请'), params.id, step),
    'POST /assisted/requests/:id/evidence/paper': async ({ caller, params, body: { identity, paper } }) =>
      vouchForProof(context, await present(caller, identity, '窗口代为提交证明'), params.id, paper),
  });
};

/** Below /my. */
export const myRightsRoutes: Routes = async (app, { context }) => {
  serve(
    app,
    myRightsEndpoints,
    {
      'GET /requests': ({ caller, query }) => ownRequests(context, caller, query.uscc),
      'POST /requests': ({ caller, body }) => ask(context, caller, body.uscc, body.request),
      'POST /requests/:id/actions': ({ caller, params, body }) => actAsApplicant(context, caller, params.id, body.step),
      'GET /cases/:id/guidance': ({ caller, params, query }) => guidance(context, caller, query.uscc, params.id),
      'POST /cases/:id/response': ({ caller, params, body }) =>
        answerNotice(context, caller, body.uscc, params.id, body.response),
      'GET /requests/:id/evidence': ({ caller, params }) => ownProof(context, caller, params.id),
      'POST /requests/:id/evidence': ({ caller, params, upload, query }) =>
        attachProof(context, caller, params.id, upload, query),
      'GET /requests/:id/evidence/:evidence': async ({ caller, params: { id, evidence } }) =>
        inertFile('proof', await openOwnProof(context, caller, id, evidence)),
      'DELETE /requests/:id/evidence/:evidence': ({ caller, params: { id, evidence } }) =>
        takeBackProof(context, caller, id, evidence),
    },
    takesEvidence,
  );
};
