/** The API of determination (认定): cases, what may be done to them, batches of good information, and the look at a name. */
import { z } from 'zod';
import {
  BatchDecisionQuery,
  BatchOutcome,
  BatchPreview,
  BatchStep,
  WaitingBatchPage,
  WaitingBatchQuery,
} from './batch-decisions.ts';
import { ActionOutcome, ActionRequest } from './case-actions.ts';
import { CaseDetail, RevealedPerson, RevealRequest } from './case-detail.ts';
import { CaseCounts, CaseNeighbours, CasePage, CaseQuery, NeighbourQuery } from './case-queue.ts';
import { CaseId } from './case-terms.ts';
import { document, endpoints, json, officers } from './endpoint.ts';

/** What pages name of it. */
export type { BatchPreview } from './batch-decisions.ts';
export type { ActionOutcome, ActionRequest } from './case-actions.ts';
export type { CaseDetail, RevealedPerson } from './case-detail.ts';
export type { CaseCounts, CasePage } from './case-queue.ts';

const byCase = z.object({ id: CaseId });
const byBatch = z.object({ id: z.string().regex(/^[1-9]\d{0,9}$/) });

export const determinationEndpoints = endpoints('determination', {
  'GET /cases': {
    summary: { zh: '待办事项', en: 'Cases that wait' },
    who: officers('reporter', 'reviewer', 'determiner'),
    query: CaseQuery,
    answer: json(CasePage),
  },
  'GET /cases/counts': {
    summary: { zh: '待办各环节有多少件、多少件超期', en: 'How many cases wait at each step, how many are overdue' },
    who: officers('reporter', 'reviewer', 'determiner'),
    answer: json(CaseCounts),
  },
  'GET /cases/:id': {
    summary: {
      zh: '事项详情（姓名、证件号码已遮盖；查看留痕）',
      en: 'A case (name and document number masked; the look is logged)',
    },
    who: officers('reporter', 'reviewer', 'determiner'),
    params: byCase,
    answer: json(CaseDetail),
  },
  'GET /cases/:id/neighbours': {
    summary: { zh: '同一待办列表中的前一件、后一件', en: 'The cases before and after it in the same queue' },
    who: officers('reporter', 'reviewer', 'determiner'),
    params: byCase,
    query: NeighbourQuery,
    answer: json(CaseNeighbours),
  },
  'GET /cases/:id/notice': {
    summary: {
      zh: '不良信息认定事先告知书，可打印的网页（查看留痕，本人可见）',
      en: 'The prior notice as a page to print (the look is logged and shown to the person)',
    },
    who: officers('reviewer', 'determiner'),
    params: byCase,
    answer: document('text/html', z.string()),
  },
  'GET /cases/:id/notice.pdf': {
    summary: {
      zh: '不良信息认定事先告知书，PDF（查看留痕，本人可见）',
      en: 'The prior notice as PDF (the look is logged and shown to the person)',
    },
    who: officers('reviewer', 'determiner'),
    params: byCase,
    answer: document('application/pdf'),
  },
  'POST /cases/:id/reveal': {
    summary: {
      zh: '说明目的后查看姓名和证件号码（查看留痕，本人可见）',
      en: 'Name and document number, for a stated purpose (the look is logged and shown to the person)',
    },
    who: officers(),
    params: byCase,
    body: RevealRequest,
    answer: json(RevealedPerson),
  },
  'POST /cases/:id/actions': {
    summary: {
      zh: '办理事项：审核、核实、退回、更正、告知、听取陈述申辩、认定等',
      en: 'Act on a case: review, clear a doubt, return, correct, serve notice, consider a response, determine',
    },
    who: officers(),
    params: byCase,
    body: ActionRequest,
    answer: json(ActionOutcome),
  },
  'GET /waiting-batches': {
    summary: {
      zh: '有事项等待审核或认定的批次，新的在前',
      en: 'Batches with cases that wait for review or determination, newest first',
    },
    who: officers('reviewer', 'determiner'),
    query: WaitingBatchQuery,
    answer: json(WaitingBatchPage),
  },
  'GET /batches/:id/preview': {
    summary: {
      zh: '整批办理前：可办理的件数、不能办理的原因和抽样（查看留痕）',
      en: 'Before a batch is decided: how many cases can be, why others cannot, and a sample (the look is logged)',
    },
    who: officers('reviewer', 'determiner'),
    params: byBatch,
    query: z.object({ step: BatchStep }),
    answer: json(BatchPreview),
  },
  'POST /batches/:id/review': {
    summary: { zh: '整批审核良好信息', en: 'Review a batch of good information' },
    who: officers('reviewer'),
    params: byBatch,
    query: BatchDecisionQuery,
    answer: json(BatchOutcome),
  },
  'POST /batches/:id/determine': {
    summary: { zh: '整批认定良好信息', en: 'Determine a batch of good information' },
    who: officers('determiner'),
    params: byBatch,
    query: BatchDecisionQuery,
    answer: json(BatchOutcome),
  },
});
