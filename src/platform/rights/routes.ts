/** HTTP of rights: for officers, for the counter, and below /my for those concerned. */
import { z } from 'zod';
import { ActionOutcome, CaseId } from '#contracts/determination.ts';
import { OwnData, OwnSubject } from '#contracts/own-data.ts';
import { ReliefPage, ReliefQuery } from '#contracts/relief.ts';
import {
  ApplicantActionRequest,
  AssistedIdentity,
  Guidance,
  OwnRequests,
  OwnResponse,
  RightsActionRequest,
  RightsDetail,
  RightsOutcome,
  RightsPage,
  RightsQuery,
  RightsRequest,
} from '#contracts/rights.ts';
import { answerNotice } from '../determination/index.ts';
import { type PlatformRoutes, requireActor, requireApplicant } from '../http.ts';
import { ownData } from '../own-data/index.ts';
import { assistedApplicant } from './assisted.ts';
import { guidance } from './guidance.ts';
import { ownRequests, requestDetail, requestQueue } from './looks.ts';
import { reliefOverview } from './relief-overview.ts';
import { act, actAsApplicant, ask, propose } from './service.ts';

const tags = ['rights'];
const byId = z.object({ id: z.guid() });
const OFFICERS = ['reviewer', 'determiner', 'credit-office', 'auditor'] as const;
/** `uscc` of the organisation acted for stands beside what is asked. */
const Asking = z.strictObject({ ...OwnSubject.shape, request: RightsRequest });
const Acting = z.strictObject({ ...OwnSubject.shape, step: ApplicantActionRequest });
const Answering = z.strictObject({ ...OwnSubject.shape, response: OwnResponse });

export const rightsRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/requests',
    {
      schema: {
        tags,
        summary: '异议、修复、暂不纳入申请，最急的在前',
        querystring: RightsQuery,
        response: { 200: RightsPage },
      },
    },
    async (request) => requestQueue(context, requireActor(request, ...OFFICERS), request.query),
  );

  app.get(
    '/requests/:id',
    {
      schema: {
        tags,
        summary: '一件申请（不显示当事人姓名；查看留痕，本人可见）',
        params: byId,
        response: { 200: RightsDetail },
      },
    },
    async (request) => requestDetail(context, requireActor(request, ...OFFICERS), request.params.id),
  );

  app.get(
    '/relief-holds',
    {
      schema: {
        tags,
        summary: '正在暂不纳入的记录，先到期的在前（只有编号和日期，没有当事人）',
        querystring: ReliefQuery,
        response: { 200: ReliefPage },
      },
    },
    async (request) => reliefOverview(context, requireActor(request, ...OFFICERS), request.query),
  );

  app.post(
    '/requests/:id/actions',
    {
      schema: {
        tags,
        summary: '办理申请：转核查、提出意见、退回、决定、复核、解除',
        params: byId,
        body: RightsActionRequest,
        response: { 200: RightsOutcome },
      },
    },
    async (request) => act(context, requireActor(request), request.params.id, request.body),
  );

  app.post(
    '/proposals',
    {
      schema: {
        tags,
        summary: '认定部门主动提出更正、撤销，或者暂不纳入（4.4），由其他人核查和决定',
        body: z.discriminatedUnion('kind', [RightsRequest.options[0], RightsRequest.options[2]]),
        response: { 200: RightsOutcome },
      },
    },
    async (request) => propose(context, requireActor(request, 'reviewer', 'determiner'), request.body),
  );

  const identity = AssistedIdentity;
  app.post(
    '/assisted/data',
    {
      schema: {
        tags,
        summary: '窗口代办：为到场的人查看其全部信息（留痕，本人可见）',
        body: z.strictObject({ identity }),
        response: { 200: OwnData },
      },
    },
    async (request, reply) => {
      const who = await assistedApplicant(
        context,
        requireActor(request, 'assistant'),
        request.body.identity,
        '窗口代为查看',
      );
      reply.header('cache-control', 'no-store');
      return ownData(context, who, request.body.identity.organisation?.uscc);
    },
  );

  app.post(
    '/assisted/guidance',
    {
      schema: {
        tags,
        summary: '窗口代办：到场的人对某一事项可以办理什么',
        body: z.strictObject({ identity, caseId: CaseId }),
        response: { 200: Guidance },
      },
    },
    async (request) => {
      const who = await assistedApplicant(
        context,
        requireActor(request, 'assistant'),
        request.body.identity,
        '窗口代为查询',
      );
      return guidance(context, who, request.body.identity.organisation?.uscc, request.body.caseId);
    },
  );

  app.post(
    '/assisted/requests',
    {
      schema: {
        tags,
        summary: '窗口代办：为到场的人提出异议、修复或暂不纳入申请（留痕，通知本人）',
        body: z.strictObject({ identity, request: RightsRequest }),
        response: { 200: RightsOutcome },
      },
    },
    async (request) => {
      const who = await assistedApplicant(
        context,
        requireActor(request, 'assistant'),
        request.body.identity,
        '窗口代为申请',
      );
      return ask(context, who, request.body.identity.organisation?.uscc, request.body.request);
    },
  );

  app.post(
    '/assisted/standing',
    {
      schema: {
        tags,
        summary: '窗口代办：到场的人已提出的申请，进度、期限和答复',
        body: z.strictObject({ identity }),
        response: { 200: OwnRequests },
      },
    },
    async (request, reply) => {
      const { identity: person } = request.body;
      const who = await assistedApplicant(context, requireActor(request, 'assistant'), person, '窗口代为查询');
      reply.header('cache-control', 'no-store');
      return ownRequests(context, who, person.organisation?.uscc);
    },
  );

  app.post(
    '/assisted/requests/:id/actions',
    {
      schema: {
        tags,
        summary: '窗口代办：为到场的人补充、撤回申请，或者申请复核',
        params: byId,
        body: z.strictObject({ identity, step: ApplicantActionRequest }),
        response: { 200: RightsOutcome },
      },
    },
    async (request) => {
      const { identity: person, step } = request.body;
      const who = await assistedApplicant(context, requireActor(request, 'assistant'), person, '窗口代为办理申请');
      return actAsApplicant(context, who, request.params.id, step);
    },
  );

  app.post(
    '/assisted/responses',
    {
      schema: {
        tags,
        summary: '窗口代办：为到场的人提交陈述申辩',
        body: z.strictObject({ identity, caseId: CaseId, response: OwnResponse }),
        response: { 200: ActionOutcome },
      },
    },
    async (request) => {
      const { caseId, response, identity: person } = request.body;
      const who = await assistedApplicant(context, requireActor(request, 'assistant'), person, '窗口代为陈述申辩');
      return answerNotice(context, who, person.organisation?.uscc, caseId, response);
    },
  );
};

/** Below /my. */
export const myRightsRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/requests',
    {
      schema: { tags, summary: '我的申请：进度、期限和答复', querystring: OwnSubject, response: { 200: OwnRequests } },
    },
    async (request) => ownRequests(context, requireApplicant(request), request.query.uscc),
  );

  app.post(
    '/requests',
    { schema: { tags, summary: '提出异议、信用修复或暂不纳入申请', body: Asking, response: { 200: RightsOutcome } } },
    async (request) => ask(context, requireApplicant(request), request.body.uscc, request.body.request),
  );

  app.post(
    '/requests/:id/actions',
    {
      schema: {
        tags,
        summary: '补充、撤回，或者申请复核',
        params: byId,
        body: Acting,
        response: { 200: RightsOutcome },
      },
    },
    async (request) => actAsApplicant(context, requireApplicant(request), request.params.id, request.body.step),
  );

  app.get(
    '/cases/:id/guidance',
    {
      schema: {
        tags,
        summary: '对这一事项可以办理什么、自何时起、要准备什么',
        params: z.object({ id: CaseId }),
        querystring: OwnSubject,
        response: { 200: Guidance },
      },
    },
    async (request) => guidance(context, requireApplicant(request), request.query.uscc, request.params.id),
  );

  app.post(
    '/cases/:id/response',
    {
      schema: {
        tags,
        summary: '对事先告知陈述申辩',
        params: z.object({ id: CaseId }),
        body: Answering,
        response: { 200: ActionOutcome },
      },
    },
    async (request) =>
      answerNotice(context, requireApplicant(request), request.body.uscc, request.params.id, request.body.response),
  );
};
