/** The API of deciding good information a batch at a time: which wait, what a step would do, what it did. */
import { z } from 'zod';
import { CaseId } from './case-terms.ts';
import { KindRef } from './refs.ts';
import { BATCH_STEPS } from './vocabulary.ts';

const date = z.iso.date();

export const BatchOutcome = z.object({
  batchId: z.string(),
  /** cases the step was taken on */
  done: z.number().int(),
  left: z.number().int().meta({ description: '可以办理、因 atMost 尚未办理的件数：再次调用即接着办' }),
  /** cases left out, by reason; each must be handled by itself or by somebody else */
  leftOut: z.array(z.object({ because: z.string(), count: z.number().int(), zh: z.string(), en: z.string() })),
});
export type BatchOutcome = z.infer<typeof BatchOutcome>;

/** A large batch is approved in parts: each is decided whole, what was decided stays decided, and the next call goes on from there. */
export const BatchDecisionQuery = z.object({
  atMost: z.coerce.number().int().min(1).max(1_000_000).optional().meta({ description: '至多办理多少件；不填为全部' }),
});
export type BatchDecisionQuery = z.infer<typeof BatchDecisionQuery>;

export const BatchStep = z.enum(BATCH_STEPS);
/** What a step would do to a batch, with a few of the cases it would take: people appear without a name. */
export const BatchPreview = z.object({
  batchId: z.string(),
  step: BatchStep,
  ready: z.number().int(),
  batchVisible: z.boolean().meta({ description: '本人可以查看该批次的报送结果' }),
  leftOut: BatchOutcome.shape.leftOut,
  sample: z.array(
    z.object({
      caseId: CaseId,
      kind: KindRef,
      kindTitle: z.string(),
      matter: z.string(),
      occurredOn: date,
      reportingDepartment: z.string(),
      organisationName: z.string().nullable(),
    }),
  ),
});
export type BatchPreview = z.infer<typeof BatchPreview>;

const BatchNumber = z.string().regex(/^[1-9]\d{0,9}$/);
export const WaitingBatchQuery = z.object({
  step: BatchStep,
  before: BatchNumber.optional().meta({ description: '上一页最后一个批次号' }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type WaitingBatchQuery = z.infer<typeof WaitingBatchQuery>;
export const WaitingBatchPage = z.object({
  items: z.array(
    z.object({
      batchId: BatchNumber,
      reportingDepartment: z.string(),
      waiting: z.number().int().meta({ description: '等待这一环节的事项数；数到1000为止，1001表示更多' }),
    }),
  ),
  next: BatchNumber.nullable(),
});
export type WaitingBatchPage = z.infer<typeof WaitingBatchPage>;
