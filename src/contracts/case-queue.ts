/** The API of the queues: a page of cases, how many wait, and what lies beside one. */
import { z } from 'zod';
import { CaseId, CaseState, dueFields } from './case-terms.ts';
import { KindRef } from './refs.ts';
import { POLARITIES, QUEUE_SIDES, SUBMISSION_VERDICTS } from './vocabulary.ts';

const date = z.iso.date();

export const CaseQuery = z.object({
  state: CaseState.default('reported'),
  kind: z.string().max(60).optional(),
  /** `competent`: cases one's departments review and determine; `reporting`: cases they reported, wherever these are decided */
  side: z.enum(QUEUE_SIDES).default('competent'),
  /** the last case number of the previous page */
  after: CaseId.optional(),
  /** the first case number of the page that follows; not together with `after` */
  before: CaseId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CaseQuery = z.infer<typeof CaseQuery>;

/** no-bulk-people: a queue holds case numbers, kinds and dates, never whom a case is about. */
export const CasePage = z.object({
  items: z.array(
    z.object({
      caseId: CaseId,
      kind: KindRef,
      kindTitle: z.string(),
      kindTitleEn: z.string(),
      verdict: z.enum(SUBMISSION_VERDICTS),
      state: CaseState,
      reportingDepartment: z.string(),
      competentDepartment: z.string(),
      occurredOn: date,
      ...dueFields,
    }),
  ),
  /** null: there is no further page */
  after: CaseId.nullable(),
  /** null: there is no page before this one */
  before: CaseId.nullable(),
  /** kinds the officer's departments can have cases of */
  kinds: z.array(z.object({ id: KindRef, title: z.string(), titleEn: z.string(), polarity: z.enum(POLARITIES) })),
});
export type CasePage = z.infer<typeof CasePage>;

/** How much stands in the officer's queues; what is empty is left out. */
export const CaseCounts = z.object({
  items: z.array(
    z.object({
      side: CaseQuery.shape.side.unwrap(),
      state: CaseState,
      cases: z.number().int(),
      overdue: z.number().int().meta({ description: '其中超过期限的' }),
    }),
  ),
});
export type CaseCounts = z.infer<typeof CaseCounts>;

export const NeighbourQuery = CaseQuery.pick({ state: true, kind: true, side: true });
/** The cases beside one in the queue it was opened from. */
export const CaseNeighbours = z.object({ previous: CaseId.nullable(), next: CaseId.nullable() });
export type CaseNeighbours = z.infer<typeof CaseNeighbours>;
