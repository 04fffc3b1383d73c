/** HTTP of providers: the credit office registers them, two people for every change; auditors read. */
import type { FastifyPluginAsync } from 'fastify';
import { providerEndpoints } from '#contracts/providers.ts';
import type { PlatformContext } from '../context.ts';
import { serve } from '../http/serve.ts';
import { decideProposal, listProviders, proposeRegistration, proposeWithdrawal } from './service.ts';

export interface ProviderRoutesOptions {
  readonly context: PlatformContext;
  /** `iss` of the accounts of a registration that name none */
  readonly issuer: string;
}

export const providerRoutes: FastifyPluginAsync<ProviderRoutesOptions> = async (app, { context, issuer }) => {
  serve(app, providerEndpoints, {
    'GET /providers': ({ caller }) => listProviders(context, caller),
    'POST /providers': ({ caller, body }) => proposeRegistration(context, caller, issuer, body),
    'POST /providers/:providerId/proposals': ({ caller, params, body }) =>
      proposeRegistration(context, caller, issuer, body, params.providerId),
    'POST /providers/:providerId/withdrawal': ({ caller, params, body }) =>
      proposeWithdrawal(context, caller, params.providerId, body),
    'POST /provider-proposals/:proposalId/decision': ({ caller, params, body }) =>
      decideProposal(context, caller, params.proposalId, body),
  });
};
