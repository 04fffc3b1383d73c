/** The API of determination (认定): cases, what may be done to them, batches of good information, and the look at a name. */
import { z } from 'zod';

export const CASE_ID = /^[1-9]\d{0,17}-[1-9]\d{0,8}$/;
export const CaseId = z.string().regex(CASE_ID).meta({ description: '事项编号：批次号-行号', example: '12-45' });

export const CaseState = z.enum([
  'reported',
  'corrected',
  'returned',
  'reviewed',
  'notice-served',
  'response-received',
  'response-considered',
  'determined',
  'withdrawn',
  'refused',
]);

const date = z.iso.date();
/** Text an officer writes into a case; screened for what is never collected before it is stored. */
const reason = z.string().trim().min(2).max(500);
const note = z.string().trim().max(500).optional();

export const DecisionDocument = z.strictObject({
  type: z.string().trim().min(1).max(100),
  number: z.string().trim().min(1).max(100),
  authority: z.string().trim().min(1).max(200),
  date,
  legalBasis: z.string().trim().min(1).max(500),
});

/** What the caller says for each action; numbers, digests and dates that the platform itself fixes are not in here. */
export const ActionInput = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('review'), payload: z.strictObject({ note }) }),
  z.strictObject({
    action: z.literal('clear-suspicion'),
    payload: z.strictObject({
      registryEvidence: reason.meta({ description: '据以核对的登记信息：登记机关、查询日期、结果' }),
      reason,
    }),
  }),
  z.strictObject({ action: z.literal('return'), payload: z.strictObject({ reason }) }),
  z.strictObject({ action: z.literal('refuse'), payload: z.strictObject({ reason }) }),
  z.strictObject({ action: z.literal('withdraw'), payload: z.strictObject({ reason }) }),
  z.strictObject({
    action: z.literal('correct'),
    payload: z.strictObject({
      reason,
      matter: z.string().trim().min(1).max(500).optional(),
      occurredOn: date.optional(),
      organisationName: z.string().trim().min(2).max(200).optional(),
      decision: DecisionDocument.optional(),
      person: z
        .strictObject({ name: z.string().trim().min(1).max(100), sex: z.enum(['male', 'female']) })
        .optional()
        .meta({ description: '自然人姓名、性别更正；证件号码不能更正，应撤回后另行报送' }),
    }),
  }),
  z.strictObject({
    action: z.literal('serve-notice'),
    payload: z.strictObject({ servedOn: date, serviceMethod: z.enum(['direct', 'post', 'electronic', 'public-notice']) }),
  }),
  z.strictObject({
    action: z.literal('receive-response'),
    payload: z.strictObject({ receivedOn: date, summary: reason }),
  }),
  z.strictObject({ action: z.literal('consider-response'), payload: z.strictObject({ reasoning: reason }) }),
  z.strictObject({ action: z.literal('determine'), payload: z.strictObject({ note }) }),
]);
export type ActionInput = z.infer<typeof ActionInput>;

const requestFields = {
  idempotencyKey: z.string().min(8).max(100).meta({ description: '请求编号：同一编号再次提交只办理一次，答复相同' }),
  expectedSequence: z.number().int().min(0).optional().meta({ description: '办理前看到的序号；已被他人办理过时拒绝' }),
};
export const ActionRequest = z.intersection(z.object(requestFields), z.looseObject({ action: z.string(), payload: z.unknown() }));
export type ActionRequest = ActionInput & {
  readonly idempotencyKey: string;
  readonly expectedSequence?: number | undefined;
};
