/** HTTP of enacting: for the credit office; administrators acknowledge what was enacted first, auditors read. */
import type { FastifyPluginAsync } from 'fastify';
import { enactmentEndpoints } from '#contracts/enactments.ts';
import { serve } from '../http/serve.ts';
import { type EnactingContext, overview } from './overview.ts';
import { acknowledge, decide, propose, proposeRepeal, rehearseDrafts } from './service.ts';

export const enactingRoutes: FastifyPluginAsync<EnactingContext> = async (app, enacting) => {
  serve(app, enactmentEndpoints, {
    'GET /enactments': ({ caller }) => overview(enacting, caller),
    'POST /enactments/rehearsal': ({ caller, body }) => rehearseDrafts(enacting, caller, body),
    'POST /enactments': ({ caller, body }) => propose(enacting, caller, body),
    'POST /enactments/repeals': ({ caller, body }) => proposeRepeal(enacting, caller, body),
    'POST /enactments/:id/decision': ({ caller, params, body }) => decide(enacting, caller, params.id, body),
    'POST /enactments/:scope/:version/acknowledgement': ({ caller, params }) => acknowledge(enacting, caller, params),
  });
};
