/** HTTP of lists: events, nominations, conflicts, rounds, sign-off and publication. */
import { z } from 'zod';
import {
  Conflict,
  DecisionRequest,
  DeclaredEvent,
  Edition,
  EventDeclaration,
  ListName,
  NominationOutcome,
  NominationPage,
  NominationQuery,
  NominationRequest,
  PublishOutcome,
  Round,
  SignOffRequest,
} from '#contracts/lists.ts';
import { type PlatformRoutes, requireActor } from '../http.ts';
import { editions, publish } from './editions.ts';
import { conflicts, declareEvent, events, nominate, nominations } from './nominations.ts';
import { decide, openRound, round, signOff } from './rounds.ts';

const tags = ['lists'];
const listParams = z.object({ list: ListName });
const roundParams = z.object({ id: z.string().regex(/^[1-9]\d{0,17}$/) });

export const listsRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/events',
    { schema: { tags, summary: '已宣布的事件', response: { 200: z.array(DeclaredEvent) } } },
    async (request) => events(context, requireActor(request)),
  );

  app.post(
    '/events',
    { schema: { tags, summary: '登记事件的宣布文件', body: EventDeclaration, response: { 200: DeclaredEvent } } },
    async (request) => declareEvent(context, requireActor(request, 'credit-office'), request.body),
  );

  app.get(
    '/lists/:list/nominations',
    {
      schema: {
        tags,
        summary: '推荐名单',
        params: listParams,
        querystring: NominationQuery,
        response: { 200: NominationPage },
      },
    },
    async (request) => nominations(context, requireActor(request), request.params.list, request.query),
  );

  app.post(
    '/lists/:list/nominations',
    {
      schema: {
        tags,
        summary: '推荐列入名单',
        params: listParams,
        body: NominationRequest,
        response: { 200: NominationOutcome },
      },
    },
    async (request) =>
      nominate(context, requireActor(request, 'reviewer', 'determiner'), request.params.list, request.body),
  );

  app.get(
    '/lists/:list/conflicts',
    { schema: { tags, summary: '推荐中的冲突', params: listParams, response: { 200: z.array(Conflict) } } },
    async (request) => conflicts(context, requireActor(request, 'credit-office', 'auditor'), request.params.list),
  );

  app.post(
    '/lists/:list/rounds',
    { schema: { tags, summary: '固定名单并开始公示', params: listParams, response: { 200: Round } } },
    async (request) => openRound(context, requireActor(request, 'credit-office'), request.params.list),
  );

  app.get(
    '/rounds/:id',
    { schema: { tags, summary: '一轮名单的条目、处理和会签情况', params: roundParams, response: { 200: Round } } },
    async (request) => round(context, requireActor(request), request.params.id),
  );

  app.post(
    '/rounds/:id/decisions',
    {
      schema: {
        tags,
        summary: '登记冲突、异议，或决定是否列入',
        params: roundParams,
        body: DecisionRequest,
        response: { 200: Round },
      },
    },
    async (request) => decide(context, requireActor(request), request.params.id, request.body),
  );

  app.post(
    '/rounds/:id/sign-offs',
    { schema: { tags, summary: '会签', params: roundParams, body: SignOffRequest, response: { 200: Round } } },
    async (request) => signOff(context, requireActor(request), request.params.id, request.body.digest),
  );

  app.post(
    '/rounds/:id/publish',
    { schema: { tags, summary: '发布一期名单', params: roundParams, response: { 200: PublishOutcome } } },
    async (request) => publish(context, requireActor(request, 'credit-office'), request.params.id),
  );

  app.get(
    '/lists/:list/editions',
    { schema: { tags, summary: '已发布的各期名单', params: listParams, response: { 200: z.array(Edition) } } },
    async (request) => editions(context, requireActor(request), request.params.list),
  );
};
