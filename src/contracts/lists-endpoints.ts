/** The API of lists: nominations, rounds, sign-off, editions. */
import { z } from 'zod';
import { endpoints, json, officers } from './endpoint.ts';
import { ListId } from './list-id.ts';
import {
  Conflict,
  DecisionRequest,
  DeclaredEvent,
  Edition,
  EditionPreview,
  EventDeclaration,
  ListOverview,
  ListSummary,
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
} from './lists.ts';

const byList = z.object({ list: ListId });
const byRound = z.object({ id: z.string().regex(/^[1-9]\d{0,9}$/) });

export const listsEndpoints = endpoints('lists', {
  'GET /events': {
    summary: { zh: '已宣布的事件', en: 'Events that have been declared' },
    who: officers(),
    answer: json(z.array(DeclaredEvent)),
  },
  'POST /events': {
    summary: { zh: '登记事件的宣布文件', en: 'Record the document that declares an event' },
    who: officers('credit-office'),
    body: EventDeclaration,
    answer: json(DeclaredEvent),
  },
  'GET /lists': {
    summary: { zh: '本市有哪些名单', en: 'The lists of the city' },
    who: officers(),
    answer: json(z.array(ListSummary)),
  },
  'GET /lists/:list': {
    summary: {
      zh: '名单现状：前提、推荐数量、现在公示将固定什么',
      en: 'How a list stands: what it still needs, nominations, and what a notice opened now would fix',
    },
    who: officers(),
    params: byList,
    answer: json(ListOverview),
  },
  'GET /lists/:list/nominable': {
    summary: {
      zh: '本单位认定的、尚可推荐的记录',
      en: 'Records that the own department determined and may still nominate',
    },
    who: officers('reviewer', 'determiner'),
    params: byList,
    query: NominableQuery,
    answer: json(NominablePage),
  },
  'GET /lists/:list/nominations': {
    summary: { zh: '推荐名单', en: 'Nominations' },
    who: officers(),
    params: byList,
    query: NominationQuery,
    answer: json(NominationPage),
  },
  'POST /lists/:list/nominations': {
    summary: { zh: '推荐列入名单', en: 'Nominate records for a list' },
    who: officers('reviewer', 'determiner'),
    params: byList,
    body: NominationRequest,
    answer: json(NominationOutcome),
  },
  'GET /lists/:list/conflicts': {
    summary: { zh: '推荐中的冲突', en: 'Conflicts among the nominations' },
    who: officers('credit-office', 'auditor'),
    params: byList,
    answer: json(z.array(Conflict)),
  },
  'GET /lists/:list/rounds': {
    summary: { zh: '名单的各轮公示，最新的在前', en: 'Rounds of a list, newest first' },
    who: officers(),
    params: byList,
    query: RoundQuery,
    answer: json(RoundPage),
  },
  'POST /lists/:list/rounds': {
    summary: { zh: '固定名单并开始公示', en: 'Fix the entries and begin the public notice' },
    who: officers('credit-office'),
    params: byList,
    answer: json(Round),
  },
  'GET /rounds/:id': {
    summary: {
      zh: '一轮名单的条目、处理和会签情况',
      en: 'A round: its entries, what was decided about them, who has signed',
    },
    who: officers(),
    params: byRound,
    answer: json(Round),
  },
  'GET /rounds/:id/preview': {
    summary: {
      zh: '现在发布会是什么样，与上一期有何不同',
      en: 'The edition as it would be published now, and how it differs from the one before',
    },
    who: officers(),
    params: byRound,
    answer: json(EditionPreview),
  },
  'POST /rounds/:id/decisions': {
    summary: {
      zh: '登记冲突、异议，或决定是否列入',
      en: 'Record a conflict or an objection, or decide whether an entry stays',
    },
    who: officers('credit-office', 'determiner', 'assistant'),
    params: byRound,
    body: DecisionRequest,
    answer: json(Round),
  },
  'POST /rounds/:id/sign-offs': {
    summary: { zh: '会签', en: 'Sign off' },
    who: officers(),
    params: byRound,
    body: SignOffRequest,
    answer: json(Round),
  },
  'POST /rounds/:id/publish': {
    summary: { zh: '发布一期名单', en: 'Publish an edition' },
    who: officers('credit-office'),
    params: byRound,
    answer: json(PublishOutcome),
  },
  'GET /lists/:list/editions': {
    summary: { zh: '已发布的各期名单', en: 'Editions published so far' },
    who: officers(),
    params: byList,
    answer: json(z.array(Edition)),
  },
});
