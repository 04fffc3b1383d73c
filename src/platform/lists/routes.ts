/** HTTP of lists: events, nominations, conflicts, rounds, sign-off and publication. */
import { z } from 'zod';
import {
  Conflict,
  DecisionRequest,
  DeclaredEvent,
  Edition,
  EditionPreview,
  EventDeclaration,
  ListName,
  ListOverview,
  NominablePage,
  NominableQuery,
  NominationOutcome,
  NominationPage,
  NominationQuery,
  NominationRequest,
  PublishOutcome,
  Round,
  RoundPage,
  RoundQuery,
  SignOffRequest,
} from '#contracts/lists.ts';
import { type PlatformRoutes, requireActor } from '../http.ts';
import { editions, publish } from './editions.ts';
import { conflicts, declareEvent, events, nominate, nominations } from './nominations.ts';
import { nominable, overview, rounds } from './overview.ts';
import { preview } from './preview.ts';
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
    '/lists/:list',
    {
      schema: {
        tags,
        summary: '名单现状：前提、推荐数量、现在公示将固定什么',
        params: listParams,
        response: { 200: ListOverview },
      },
    },
    async (request) => overview(context, requireActor(request), request.params.list),
  );

  app.get(
    '/lists/:list/nominable',
    {
      schema: {
        tags,
        summary: '本单位认定的、尚可推荐的记录',
        params: listParams,
        querystring: NominableQuery,
        response: { 200: NominablePage },
      },
    },
    async (request) =>
      nominable(context, requireActor(request, 'reviewer', 'determiner'), request.params.list, request.query),
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

  app.get(
    '/lists/:list/rounds',
    {
      schema: {
        tags,
        summary: '名单的各轮公示，最新的在前',
        params: listParams,
        querystring: RoundQuery,
        response: { 200: RoundPage },
      },
    },
    async (request) => rounds(context, requireActor(request), request.params.list, request.query),
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

  app.get(
    '/rounds/:id/preview',
    {
      schema: {
        tags,
        summary: '现在发布会是什么样，与上一期有何不同',
        params: roundParams,
        response: { 200: EditionPreview },
      },
    },
    async (request) => preview(context, requireActor(request), request.params.id),
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
    async (request) =>
      decide(
        context,
        requireActor(request, 'credit-office', 'determiner', 'assistant'),
        request.params.id,
        request.body,
      ),
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
