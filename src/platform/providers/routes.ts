/** HTTP of providers: the credit office registers them, two people for every change; auditors read. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  DecideProposal,
  ProposalMade,
  Provider,
  ProviderList,
  ProviderRegistration,
  WithdrawProvider,
} from '#contracts/providers.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor } from '../http.ts';
import { decideProposal, listProviders, proposeRegistration, proposeWithdrawal } from './service.ts';

export interface ProviderRoutesOptions {
  readonly context: PlatformContext;
  /** `iss` of the accounts of a registration that name none */
  readonly issuer: string;
}

const tags = ['providers'];

export const providerRoutes: FastifyPluginAsyncZod<ProviderRoutesOptions> = async (app, { context, issuer }) => {
  app.get(
    '/providers',
    { schema: { tags, summary: '优惠服务单位及待确认的登记', response: { 200: ProviderList } } },
    async (request) => listProviders(context, requireActor(request, 'credit-office', 'auditor')),
  );

  app.post(
    '/providers',
    {
      schema: {
        tags,
        summary: '提出登记一家优惠服务单位',
        body: ProviderRegistration,
        response: { 201: ProposalMade },
      },
    },
    async (request, reply) =>
      reply
        .status(201)
        .send(await proposeRegistration(context, requireActor(request, 'credit-office'), issuer, request.body)),
  );

  app.post(
    '/providers/:providerId/proposals',
    {
      schema: {
        tags,
        summary: '提出变更登记：写明变更后的全部内容',
        params: z.object({ providerId: z.uuid() }),
        body: ProviderRegistration,
        response: { 201: ProposalMade },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'credit-office');
      const made = await proposeRegistration(context, actor, issuer, request.body, request.params.providerId);
      return reply.status(201).send(made);
    },
  );

  app.post(
    '/providers/:providerId/withdrawal',
    {
      schema: {
        tags,
        summary: '提出撤销登记',
        params: z.object({ providerId: z.uuid() }),
        body: WithdrawProvider,
        response: { 201: ProposalMade },
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'credit-office');
      return reply.status(201).send(await proposeWithdrawal(context, actor, request.params.providerId, request.body));
    },
  );

  app.post(
    '/provider-proposals/:proposalId/decision',
    {
      schema: {
        tags,
        summary: '确认或不同意登记：须由提出者以外的人确认',
        params: z.object({ proposalId: z.uuid() }),
        body: DecideProposal,
        response: { 200: Provider },
      },
    },
    async (request) =>
      decideProposal(context, requireActor(request, 'credit-office'), request.params.proposalId, request.body),
  );
};
