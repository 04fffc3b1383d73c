/** The API of rights (权益): objections, repairs and relief as requests with a clock; answers to a prior notice; the inbox. */
import { z } from 'zod';
import { CaseId } from './case-terms.ts';
import { EvidenceItem } from './evidence.ts';
import { freeText } from './free-text.ts';
import { givenDate, givenSequence, requestKey } from './given-values.ts';
import { STATEMENT, WITHDRAWAL_REASON } from './lengths.ts';
import { OwnSubject } from './own-data.ts';
import { ClauseRef } from './refs.ts';
import {
  ENTERPRISE_SIZES,
  NOTICE_MATTERS,
  OPINIONS,
  RIGHTS_CHANNELS,
  RIGHTS_DECISIONS,
  RIGHTS_KINDS,
  RIGHTS_STATES,
  SUBJECT_TYPES,
} from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();
const idempotencyKey = requestKey;
/** What somebody writes; screened for what is never collected before it is stored. */
export const Statement = freeText(z.string().trim().min(STATEMENT.least).max(STATEMENT.most));
export const Reasoning = freeText(z.string().trim().min(5).max(2000));
export const WithdrawalReason = freeText(z.string().trim().min(WITHDRAWAL_REASON.least).max(WITHDRAWAL_REASON.most));
const statement = Statement;
const reasoning = Reasoning;

export const RightsKind = z.enum(RIGHTS_KINDS);
export type RightsKind = z.infer<typeof RightsKind>;

export const RightsState = z.enum(RIGHTS_STATES);
export type RightsState = z.infer<typeof RightsState>;

export const EnterpriseSize = z.enum(ENTERPRISE_SIZES);

/** What is asked for, besides the statement. */
export const RightsRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('objection'), caseId: CaseId, statement, idempotencyKey }),
  z.strictObject({
    kind: z.literal('repair'),
    caseId: CaseId,
    statement: statement.meta({ description: '如何履行了义务、纠正了失信行为' }),
    /** repair asks for nothing but proof of performance and this commitment (信用修复管理办法) */
    commitment: z.literal(true).meta({ description: '信用承诺：所述属实，今后依法诚信' }),
    idempotencyKey,
  }),
  z.strictObject({
    kind: z.literal('relief'),
    caseId: CaseId,
    statement: statement.meta({ description: '通知规定的情形如何造成了失信' }),
    size: EnterpriseSize,
    until: givenDate.meta({ description: '申请暂不纳入至哪一日' }),
    idempotencyKey,
  }),
]);
export type RightsRequest = z.infer<typeof RightsRequest>;

/** What an upheld objection puts right; only what changes. */
export const CorrectedFacts = z.strictObject({
  matter: freeText(z.string().trim().min(1).max(500)).optional(),
  occurredOn: givenDate.optional(),
  organisationName: freeText(z.string().trim().min(2).max(200)).optional(),
});
const Remedy = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('revoked') }),
  z.strictObject({ change: z.literal('corrected'), corrected: CorrectedFacts }),
]);
export type Remedy = z.infer<typeof Remedy>;

const fields = {
  idempotencyKey,
  expectedSequence: givenSequence.optional(),
};
const action = <Name extends string, Shape extends z.ZodRawShape>(name: Name, payload: Shape) =>
  z.strictObject({ action: z.literal(name), payload: z.strictObject(payload), ...fields });

/** What officers do with a request. `remedy` says what an upheld objection changes; `until` how long a hold lasts. */
export const RightsActionRequest = z.discriminatedUnion('action', [
  action('ask-provider', { question: reasoning }),
  action('assess', { opinion: z.enum(OPINIONS), reasoning }),
  action('return', { reason: reasoning }),
  action('decide', {
    outcome: z.enum(RIGHTS_DECISIONS),
    reasoning,
    remedy: Remedy.optional(),
    until: givenDate.optional(),
  }),
  action('decide-review', {
    outcome: z.enum(RIGHTS_DECISIONS),
    reasoning,
    remedy: Remedy.optional(),
    until: givenDate.optional(),
  }),
  action('release', { reason: reasoning }),
]);
export type RightsActionRequest = z.infer<typeof RightsActionRequest>;

/** What the applicant does with an own request. */
export const ApplicantActionRequest = z.discriminatedUnion('action', [
  action('supplement', { statement }),
  action('withdraw', { reason: WithdrawalReason }),
  action('ask-review', { statement }),
]);
export type ApplicantActionRequest = z.infer<typeof ApplicantActionRequest>;

/** Of these, what is done at a counter without the person's confirmation; withdrawing is prepared there and waits for it. */
export const AssistedStep = z.discriminatedUnion('action', [
  ApplicantActionRequest.options[0],
  ApplicantActionRequest.options[2],
]);

export const RightsActionName = z.enum([
  'ask-provider',
  'assess',
  'return',
  'supplement',
  'decide',
  'withdraw',
  'ask-review',
  'decide-review',
  'release',
]);
export type RightsActionName = z.infer<typeof RightsActionName>;

export const RightsAvailability = z.discriminatedUnion('available', [
  z.object({ action: RightsActionName, available: z.literal(true) }),
  z.object({
    action: RightsActionName,
    available: z.literal(false),
    because: z.string(),
    zh: z.string(),
    en: z.string(),
    clause: z.string(),
  }),
]);

const head = {
  requestId: z.guid(),
  kind: RightsKind,
  state: RightsState,
  caseId: CaseId,
  subjectType: z.enum(SUBJECT_TYPES),
  recordKind: z.string(),
  recordKindTitle: z.string(),
  recordKindTitleEn: z.string(),
  department: z.string().meta({ description: '作出认定的单位' }),
  handledBy: z.string().meta({ description: '目前由哪个单位办理' }),
  channel: z.enum(RIGHTS_CHANNELS).meta({ description: '本人、窗口代办或部门主动' }),
  openedOn: date,
  dueOn: date.nullable().meta({ description: '现环节的最后一日' }),
  workingDaysLeft: z.number().int().nullable(),
};

export const RightsStep = z.object({
  sequence: z.number().int(),
  action: z.string(),
  /** department, or the applicant */
  by: z.string(),
  at: instant,
  text: z.string().nullable(),
  outcome: z.enum(['granted', 'refused', 'support', 'oppose']).nullable(),
});

const officer = z.string().nullable().meta({ description: '经办人姓名；申请人所为的没有' });
const onBehalfOf = z.string().nullable().meta({ description: '代理谁办理' });

/** A request as officers see it. */
export const RightsDetail = z.object({
  ...head,
  sequence: z.number().int(),
  statement: z.string(),
  commitment: z.boolean(),
  size: EnterpriseSize.nullable(),
  asksUntil: date.nullable(),
  heldUntil: date.nullable(),
  today: date,
  record: z
    .object({
      clause: ClauseRef,
      matter: z.string(),
      occurredOn: date,
      determinedOn: date.nullable(),
      validUntil: date.nullable(),
      objectionOpen: z.boolean(),
      organisation: z.object({ uscc: z.string(), name: z.string() }).nullable(),
      decisionNumber: z.string().nullable(),
    })
    .meta({ description: '所涉事项；自然人不显示姓名' }),
  clocks: z.array(
    z.object({
      title: z.string(),
      titleEn: z.string(),
      endsOn: date,
      citation: z.string(),
      met: z.boolean().nullable(),
    }),
  ),
  asked: z.object({ officer, onBehalfOf }).meta({ description: '窗口代办或部门主动提出的，由谁提出' }),
  steps: z.array(RightsStep.extend({ officer, onBehalfOf })),
  deliveries: z
    .array(z.object({ recipient: z.string(), what: z.string(), at: instant, acknowledgedAt: instant.nullable() }))
    .meta({ description: '办结后通知各方撤下或更正的情况' }),
  available: z.array(RightsAvailability),
});
export type RightsDetail = z.infer<typeof RightsDetail>;

export const RightsQuery = z.object({
  kind: RightsKind.optional(),
  standing: z
    .enum(['waiting', 'ended', 'overdue', 'unconfirmed'])
    .default('waiting')
    .meta({ description: 'unconfirmed：已同意，过了执行期限仍有系统未签收' }),
  /** the last request of the previous page */
  after: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RightsQuery = z.infer<typeof RightsQuery>;

/** no-bulk-people: a queue holds numbers, kinds and dates, never whom a request is about. */
export const RightsPage = z.object({
  items: z.array(z.object(head)),
  after: z.guid().nullable(),
  waiting: z.object({ objection: z.number().int(), repair: z.number().int(), relief: z.number().int() }),
  overdue: z.number().int(),
  unconfirmed: z.number().int().meta({ description: '已同意而过了执行期限仍有系统未签收的' }),
});
export type RightsPage = z.infer<typeof RightsPage>;

export const RightsOutcome = z.object({
  requestId: z.guid(),
  sequence: z.number().int(),
  state: RightsState,
  dueOn: date.nullable(),
});
export type RightsOutcome = z.infer<typeof RightsOutcome>;

/** A request as its applicant sees it: departments, never officers. */
export const OwnRequest = z.object({
  ...head,
  sequence: z.number().int(),
  statement: z.string(),
  heldUntil: date.nullable(),
  steps: z.array(RightsStep),
  available: z.array(RightsAvailability),
});
export type OwnRequest = z.infer<typeof OwnRequest>;
export const OwnRequests = z.object({ items: z.array(OwnRequest) });
export type OwnRequests = z.infer<typeof OwnRequests>;

/** Proof of a request: what is there, which kinds there are, and whether more can be added. */
export const RequestProof = z.object({
  items: z.array(EvidenceItem),
  kinds: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      titleEn: z.string().optional(),
      required: z.boolean(),
      present: z.boolean(),
    }),
  ),
  open: z.boolean().meta({ description: '申请未办结，还可以添加或者撤回' }),
  limits: z.object({ bytes: z.number().int(), pages: z.number().int(), items: z.number().int() }),
});
export type RequestProof = z.infer<typeof RequestProof>;

/** What somebody may ask about one of their cases, and what is still needed. */
export const Guidance = z.object({
  caseId: CaseId,
  items: z.array(
    z.object({
      kind: z.enum(['objection', 'repair', 'relief', 'response']),
      possible: z.boolean(),
      from: date.nullable().meta({ description: '自哪一日起可以办理' }),
      until: date.nullable().meta({ description: '至哪一日为止' }),
      zh: z.string(),
      en: z.string(),
      steps: z.array(z.string()),
      citation: z.string(),
    }),
  ),
});
export type Guidance = z.infer<typeof Guidance>;

export const OwnResponse = z.strictObject({ statement, idempotencyKey });
export type OwnResponse = z.infer<typeof OwnResponse>;

export const SubjectNotice = z.object({
  noticeId: z.guid(),
  at: instant,
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  about: z.object({ type: z.enum(NOTICE_MATTERS), id: z.string() }).nullable(),
  read: z.boolean(),
});
export type SubjectNotice = z.infer<typeof SubjectNotice>;
export const NoticeQuery = OwnSubject.extend({
  before: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type NoticeQuery = z.infer<typeof NoticeQuery>;
export const NoticePage = z.object({
  items: z.array(SubjectNotice),
  unread: z.number().int(),
  before: z.guid().nullable(),
});
export type NoticePage = z.infer<typeof NoticePage>;
