/** HTTP of benefits: what is offered, for everybody; one's own code and what became of it, for the person alone. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BenefitCatalogue, BenefitCode, BenefitCodeState, OwnVerification, ShowCode } from '#contracts/benefits.ts';
import type { Caller } from '../accounts/service.ts';
import { type PointsRoutes, requireCitizen } from '../http.ts';
import { benefitCatalogue, codeState, ownVerifications, showCode, takeBackCode } from './service.ts';

const caller = (request: FastifyRequest): Caller => ({ citizen: requireCitizen(request), requestId: request.id });
const tags = ['benefits'];

export const benefitRoutes: PointsRoutes = async (app, { context }) => {
  app.get(
    '/benefits',
    { schema: { tags, summary: '优惠领域、门槛等级和各单位的优惠（无须登录）', response: { 200: BenefitCatalogue } } },
    async () => benefitCatalogue(context),
  );

  app.post(
    '/accounts/me/code',
    { schema: { tags, summary: '同意核验一次，取得核验码', body: ShowCode, response: { 201: BenefitCode } } },
    async (request, reply) => reply.status(201).send(await showCode(context, caller(request), request.body)),
  );

  app.get(
    '/accounts/me/code',
    { schema: { tags, summary: '核验码是否还有效', response: { 200: BenefitCodeState } } },
    async (request) => codeState(context, caller(request)),
  );

  app.delete(
    '/accounts/me/code',
    { schema: { tags, summary: '撤回尚未使用的核验码', querystring: z.object({}), response: { 204: z.null() } } },
    async (request, reply) => {
      await takeBackCode(context, caller(request));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/accounts/me/verifications',
    {
      schema: {
        tags,
        summary: '哪些单位核验过、核验什么、答复是什么',
        response: { 200: z.object({ items: z.array(OwnVerification) }) },
      },
    },
    async (request) => ({ items: await ownVerifications(context, caller(request)) }),
  );
};
