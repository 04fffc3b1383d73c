/** The API of determination (认定): cases, what may be done to them, batches of good information, and the look at a name. */
import { z } from 'zod';
import { document, endpoints, json, officers } from './endpoint.ts';
import { CaseEvidence } from './evidence.ts';
import { givenDate, givenSequence } from './given-values.ts';
import {
  BATCH_STEPS,
  CASE_STATES,
  PARTS,
  POLARITIES,
  QUEUE_SIDES,
  SEXES,
  SUBJECT_TYPES,
  SUBMISSION_VERDICTS,
} from './vocabulary.ts';

export const CASE_ID = /^[1-9]\d{0,17}-[1-9]\d{0,8}$/;
export const CaseId = z.string().regex(CASE_ID).meta({ description: '事项编号：批次号-行号', example: '12-45' });

export const CaseState = z.enum(CASE_STATES);

const date = z.iso.date();
/** Text an officer writes into a case; screened for what is never collected before it is stored. */
export const Reason = z.string().trim().min(2).max(500);
export const Note = z.string().trim().max(500).optional();
const reason = Reason;
const note = Note;

export const DecisionDocument = z.strictObject({
  type: z.string().trim().min(1).max(100),
  number: z.string().trim().min(1).max(100),
  authority: z.string().trim().min(1).max(200),
  date,
  legalBasis: z.string().trim().min(1).max(500),
});

const requestFields = {
  idempotencyKey: z
    .string()
    .min(8)
    .max(100)
    // else whoever guesses the key that a batch approval gives its actions could make the approval fail for ever
    .refine((key) => !key.startsWith('batch-'), '不能以 batch- 开头，此类编号由整批办理使用')
    .meta({ description: '请求编号：同一编号再次提交只办理一次，答复相同' }),
  expectedSequence: givenSequence.optional().meta({ description: '办理前看到的序号；其间已被他人办理的予以拒绝' }),
};
const action = <Name extends string, Shape extends z.ZodRawShape>(name: Name, payload: Shape) =>
  z.strictObject({ action: z.literal(name), payload: z.strictObject(payload), ...requestFields });

/** What of a claim can be corrected; only what changes. */
export const CorrectedClaim = z.strictObject({
  matter: z.string().trim().min(1).max(500).optional(),
  occurredOn: givenDate.optional(),
  organisationName: z.string().trim().min(2).max(200).optional(),
  decision: DecisionDocument.extend({ date: givenDate }).optional(),
  person: z
    .strictObject({ name: z.string().trim().min(1).max(100), sex: z.enum(SEXES) })
    .optional()
    .meta({ description: '自然人姓名、性别更正；证件号码不能更正，应撤回后另行报送' }),
});

/** What the caller says for each action; numbers, dates and deadlines that the platform itself fixes are not in here. */
export const ActionRequest = z.discriminatedUnion('action', [
  action('review', { note }),
  action('clear-suspicion', {
    registryEvidence: reason.meta({ description: '据以核对的登记信息：登记机关、查询日期和结果' }),
    reason,
  }),
  action('return', { reason }),
  action('refuse', { reason }),
  action('withdraw', { reason }),
  action('correct', { reason, ...CorrectedClaim.shape }),
  action('serve-notice', {
    servedOn: givenDate,
    serviceMethod: z.enum(['direct', 'post', 'electronic', 'public-notice']),
  }),
  action('receive-response', { receivedOn: givenDate, summary: reason }),
  action('consider-response', { reasoning: reason }),
  action('determine', { note }),
]);
export type ActionRequest = z.infer<typeof ActionRequest>;

export const ActionName = z.enum([
  'review',
  'clear-suspicion',
  'return',
  'refuse',
  'withdraw',
  'correct',
  'serve-notice',
  'receive-response',
  'consider-response',
  'determine',
]);

export const ActionOutcome = z.object({
  caseId: CaseId,
  action: ActionName,
  sequence: z.number().int(),
  state: CaseState,
  /** last day of the current step, when there is one */
  dueOn: date.nullable(),
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

/** What the policy demands before a case can be determined. `met` null: kept by the department, the platform does not hold it. */
export const CaseRequirement = z.object({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  met: z.boolean().nullable(),
  clause: z.string(),
});

const dueFields = {
  dueOn: date.nullable().meta({ description: '现环节的最后一日' }),
  workingDaysLeft: z.number().int().nullable().meta({ description: '距最后一日的工作日数，当日为 0，已过为负数' }),
  overdue: z.boolean().meta({ description: '最后一日已过；其后只有休息日的，工作日数仍为 0' }),
};

/** A case as an officer sees it: a person's name and number are masked; `reveal` opens them for a stated purpose. */
export const CaseDetail = z.object({
  caseId: CaseId,
  state: CaseState,
  sequence: z.number().int(),
  subjectType: z.enum(SUBJECT_TYPES),
  polarity: z.enum(POLARITIES),
  kind: z.string(),
  kindTitle: z.string(),
  kindTitleEn: z.string(),
  clause: z.string(),
  clauseTitle: z.string(),
  clauseEn: z.string().optional().meta({ description: '条款的英文大意' }),
  verdict: z.enum(SUBMISSION_VERDICTS),
  reasons: z.array(z.string()),
  remarks: z.array(z.string()),
  suspicionCleared: z.boolean().nullable(),
  matter: z.string(),
  occurredOn: date,
  decision: DecisionDocument.nullable(),
  reportingDepartment: z.string(),
  competentDepartment: z.string(),
  reporter: z.string().meta({ description: '报送的经办人；本人上报的为“本人”' }),
  ownReport: z
    .object({
      channel: z.string(),
      clause: z.string(),
      place: z.string().meta({ description: '本人说明的发生地' }),
      submittedAt: z.iso.datetime(),
      statements: z.array(z.string()),
      assistedBy: z.string().nullable().meta({ description: '代为办理的窗口工作人员' }),
    })
    .nullable()
    .meta({ description: '本人上报的：渠道、所作声明' }),
  today: date.meta({ description: '办理日期以此为准' }),
  ...dueFields,
  organisation: z.object({ uscc: z.string(), name: z.string() }).nullable(),
  person: z
    .object({ name: z.string(), sex: z.string(), documentType: z.string(), documentNumber: z.string() })
    .nullable()
    .meta({ description: '已遮盖的姓名和证件号码' }),
  notice: z
    .object({
      number: z.string(),
      servedOn: date,
      serviceMethod: z.string(),
      windowEndsOn: date.meta({ description: '告知书载明的陈述申辩最后一日' }),
      bindingUntil: date.meta({ description: '陈述申辩实际截止日：其间放假调整的，取较晚的一日' }),
    })
    .nullable(),
  responseWindow: z
    .object({ period: z.string(), citation: z.string() })
    .nullable()
    .meta({ description: '不良信息：陈述申辩期限及其依据' }),
  decisionTypes: z.array(z.object({ id: z.string(), title: z.string(), citation: z.string() })),
  requirements: z.array(CaseRequirement),
  evidence: CaseEvidence,
  recordId: z.guid().nullable(),
  actions: z.array(
    z.object({
      sequence: z.number().int(),
      action: ActionName,
      part: z.enum(PARTS).nullable().meta({ description: '空为当事人本人' }),
      officer: z.string(),
      onBehalfOf: z.string().nullable().meta({ description: '代理谁办理' }),
      department: z.string().nullable(),
      at: z.iso.datetime(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
  available: z.array(Availability),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const RevealRequest = z.strictObject({
  purpose: z.string().trim().max(200).meta({ description: '查看目的，记入查询记录，本人可见' }),
});
export const RevealedPerson = z.object({
  name: z.string(),
  sex: z.string(),
  documentType: z.string(),
  documentNumber: z.string(),
});
export type RevealedPerson = z.infer<typeof RevealedPerson>;

export const CaseQuery = z.object({
  state: CaseState.default('reported'),
  kind: z.string().max(40).optional(),
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
      kind: z.string(),
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
  kinds: z.array(z.object({ id: z.string(), title: z.string(), titleEn: z.string(), polarity: z.enum(POLARITIES) })),
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
      kind: z.string(),
      kindTitle: z.string(),
      matter: z.string(),
      occurredOn: date,
      reportingDepartment: z.string(),
      organisationName: z.string().nullable(),
    }),
  ),
});
export type BatchPreview = z.infer<typeof BatchPreview>;

const BatchNumber = z.string().regex(/^[1-9]\d{0,17}$/);
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

const byCase = z.object({ id: CaseId });
const byBatch = z.object({ id: z.string().regex(/^[1-9]\d{0,17}$/) });

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
