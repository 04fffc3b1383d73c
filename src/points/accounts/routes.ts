/** HTTP of the points account, for the person it is about and nobody else. */

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  AccountBenefits,
  AccountExport,
  ClosingReceipt,
  ConsentReceipt,
  ConsentTextAnswer,
  OpenAccount,
  PointsAccount,
  PointsHistory,
  RuleNotices,
} from '#contracts/points.ts';
import { consentText } from '../consent/text.ts';
import { type PointsRoutes, requireCitizen } from '../http.ts';
import {
  type Caller,
  closeAccount,
  exportAccount,
  openAccount,
  readRuleNotice,
  viewAccount,
  viewBenefits,
  viewHistory,
  viewRuleNotices,
} from './service.ts';

const caller = (request: FastifyRequest): Caller => ({ citizen: requireCitizen(request), requestId: request.id });
const tags = ['account'];

export const accountRoutes: PointsRoutes = async (app, { context }) => {
  app.get('/consent-text', { schema: { tags, summary: '授权说明', response: { 200: ConsentTextAnswer } } }, async () =>
    consentText(context.policy),
  );

  app.post(
    '/accounts',
    { schema: { tags, summary: '同意并开通', body: OpenAccount, response: { 201: ConsentReceipt } } },
    async (request, reply) => reply.status(201).send(await openAccount(context, caller(request), request.body)),
  );

  app.get(
    '/accounts/me',
    { schema: { tags, summary: '我的账户与计算过程', response: { 200: PointsAccount } } },
    async (request) => viewAccount(context, caller(request)),
  );

  app.get(
    '/accounts/me/export',
    { schema: { tags, summary: '下载我的全部信息', response: { 200: AccountExport } } },
    async (request, reply) => {
      reply.header('content-disposition', 'attachment; filename="points-account.json"');
      return exportAccount(context, caller(request));
    },
  );

  app.get(
    '/accounts/me/history',
    { schema: { tags, summary: '分数怎样变化、为什么', response: { 200: PointsHistory } } },
    async (request) => viewHistory(context, caller(request)),
  );

  app.get(
    '/accounts/me/rule-notices',
    { schema: { tags, summary: '计分规则变化对我的影响', response: { 200: RuleNotices } } },
    async (request) => viewRuleNotices(context, caller(request)),
  );

  app.post(
    '/accounts/me/rule-notices/:id/read',
    {
      schema: {
        tags,
        summary: '把一条规则变化通知标为已读',
        params: z.object({ id: z.guid() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await readRuleNotice(context, caller(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/accounts/me/benefits',
    { schema: { tags, summary: '我可享受的优惠', response: { 200: AccountBenefits } } },
    async (request) => viewBenefits(context, caller(request)),
  );

  app.delete(
    '/accounts/me',
    { schema: { tags, summary: '撤回同意并注销', querystring: z.object({}), response: { 200: ClosingReceipt } } },
    async (request) => closeAccount(context, caller(request)),
  );
};
