/** The API of what may be done to a case: what is asked for each action, what comes of it, and which are open. */
import { z } from 'zod';
import { CaseId, CaseState, DecisionDocument } from './case-terms.ts';
import { freeText } from './free-text.ts';
import { givenDate, givenSequence, requestKey } from './given-values.ts';
import { PARTS, SEXES } from './vocabulary.ts';

/** Text an officer writes into a case; screened for what is never collected before it is stored. */
export const Reason = freeText(z.string().trim().min(2).max(500));
export const Note = freeText(z.string().trim().max(500)).optional();
const reason = Reason;
const note = Note;

/** What of a claim can be corrected; only what changes. */
export const CorrectedClaim = z.strictObject({
  matter: freeText(z.string().trim().min(1).max(500)).optional(),
  occurredOn: givenDate.optional(),
  organisationName: freeText(z.string().trim().min(2).max(200)).optional(),
  decision: DecisionDocument.extend({ date: givenDate }).optional(),
  person: z
    .strictObject({ name: freeText(z.string().trim().min(1).max(100)), sex: z.enum(SEXES) })
    .optional()
    .meta({ description: '自然人姓名、性别更正；证件号码不能更正，应撤回后另行报送' }),
});

/** What the caller says for each action; numbers, dates and deadlines that the platform itself fixes are not in here. */
export const ACTION_PAYLOADS = {
  review: z.strictObject({ note }),
  'clear-suspicion': z.strictObject({
    registryEvidence: reason.meta({ description: '据以核对的登记信息：登记机关、查询日期和结果' }),
    reason,
  }),
  return: z.strictObject({ reason }),
  refuse: z.strictObject({ reason }),
  withdraw: z.strictObject({ reason }),
  correct: z.strictObject({ reason, ...CorrectedClaim.shape }),
  'serve-notice': z.strictObject({
    servedOn: givenDate,
    serviceMethod: z.enum(['direct', 'post', 'electronic', 'public-notice']),
  }),
  'receive-response': z.strictObject({ receivedOn: givenDate, summary: reason }),
  'consider-response': z.strictObject({ reasoning: reason }),
  determine: z.strictObject({ note }),
} as const;
type Payloads = typeof ACTION_PAYLOADS;

const requestFields = {
  idempotencyKey: requestKey
    // else whoever guesses the key that a batch approval gives its actions could make the approval fail for ever
    .refine((key) => !key.startsWith('batch-'), '不能以 batch- 开头，此类编号由整批办理使用')
    .meta({ description: '请求编号：同一编号再次提交只办理一次，答复相同' }),
  expectedSequence: givenSequence.optional().meta({ description: '办理前看到的序号；其间已被他人办理的予以拒绝' }),
};
const request = <Name extends keyof Payloads>(name: Name) =>
  z.strictObject({ action: z.literal(name), payload: ACTION_PAYLOADS[name], ...requestFields });

export const ActionRequest = z.discriminatedUnion('action', [
  request('review'),
  request('clear-suspicion'),
  request('return'),
  request('refuse'),
  request('withdraw'),
  request('correct'),
  request('serve-notice'),
  request('receive-response'),
  request('consider-response'),
  request('determine'),
]);
export type ActionRequest = z.infer<typeof ActionRequest>;

export const ActionName = z.enum(Object.keys(ACTION_PAYLOADS) as (keyof Payloads)[]);
export type ActionName = z.infer<typeof ActionName>;

export const ActionOutcome = z.object({
  caseId: CaseId,
  action: ActionName,
  sequence: z.number().int(),
  state: CaseState,
  /** last day of the current step, when there is one */
  dueOn: z.iso.date().nullable(),
  recordId: z.guid().nullable(),
});
export type ActionOutcome = z.infer<typeof ActionOutcome>;

export const Availability = z.discriminatedUnion('available', [
  z.object({ action: ActionName, available: z.literal(true), part: z.enum(PARTS) }),
  z.object({
    action: ActionName,
    available: z.literal(false),
    because: z.string(),
    clause: z.string(),
    zh: z.string(),
    en: z.string(),
  }),
]);
