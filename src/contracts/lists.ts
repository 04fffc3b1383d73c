/** The API of lists (名单): events that open the gate, nominations, conflicts, rounds with public notice, sign-off, editions. */
import { z } from 'zod';
import { EditionEntry } from './exchange.ts';
import { freeText } from './free-text.ts';
import { givenDate } from './given-values.ts';
import { ENTRY_REASON, EVENT_DOCUMENT } from './lengths.ts';
import { ListId } from './list-id.ts';
import { ClauseRef, EventRef, GroundRef } from './refs.ts';
import { ENTRY_DECISIONS, ENTRY_STATUSES, POLARITIES, SIGNED_AS } from './vocabulary.ts';

const date = z.iso.date();
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** objection-marked: stands with every line of a list, at work as in public. Not part of what is signed: it comes and goes meanwhile. */
const marked = { objectionOpen: z.boolean().meta({ description: '是否有未办结的异议' }) };
const EntryAtWork = EditionEntry.extend(marked);
export type EntryAtWork = z.infer<typeof EntryAtWork>;

export const EventDeclaration = z.strictObject({
  event: z.string().min(1).max(60),
  effectiveOn: givenDate,
  documentNumber: freeText(z.string().trim().min(EVENT_DOCUMENT.least).max(EVENT_DOCUMENT.most)).meta({
    description: '宣布该事件的文件文号',
  }),
});
export const DeclaredEvent = z.object({
  event: EventRef,
  title: z.string(),
  clause: ClauseRef,
  effectiveOn: date,
  documentNumber: z.string(),
  declaredAt: z.iso.datetime(),
});
export type DeclaredEvent = z.infer<typeof DeclaredEvent>;

export const NominationRequest = z
  .union([
    z.strictObject({ batchId: z.string().regex(/^[1-9]\d{0,9}$/) }),
    z.strictObject({
      caseIds: z
        .array(z.string().regex(/^[1-9]\d{0,9}-[1-9]\d{0,8}$/))
        .min(1)
        .max(1000),
    }),
  ])
  .meta({ description: '整批推荐，或按事项编号推荐' });
export type NominationRequest = z.infer<typeof NominationRequest>;
export const NominationOutcome = z.object({
  nominated: z.number().int(),
  already: z.number().int(),
  leftOut: z.number().int().meta({ description: '不符合推荐条件：不在有效期、不属于本单位认定、该类信息不对应此名单' }),
});
export type NominationOutcome = z.infer<typeof NominationOutcome>;

export const Nomination = z.object({
  caseId: z.string(),
  recordId: z.guid(),
  uscc: z.string(),
  name: z.string(),
  ground: GroundRef,
  department: z.string(),
  zone: z.string().nullable(),
  matter: z.string(),
  inForce: z.boolean(),
  ...marked,
});
export const NominationPage = z.object({ items: z.array(Nomination), after: z.string().nullable() });
export type NominationPage = z.infer<typeof NominationPage>;
export const NominationQuery = z.object({
  department: z.string().max(60).optional().meta({ description: '推荐单位编号' }),
  zone: z.string().max(60).optional().meta({ description: '功能区编号；none 为不属任何功能区' }),
  after: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type NominationQuery = z.infer<typeof NominationQuery>;

export const ConflictKind = z.enum(['on-both-lists', 'adverse-in-force', 'name-differs', 'objection-open']);
export const Conflict = z.object({
  recordId: z.guid(),
  uscc: z.string(),
  name: z.string(),
  conflict: ConflictKind,
  zh: z.string(),
  en: z.string(),
  department: z.string().meta({ description: '推荐单位' }),
  matter: z.string(),
  ...marked,
  against: z.array(z.string()).meta({ description: '与之相冲突的一方：登记名称、另一份推荐、不良记录、异议' }),
});
export type Conflict = z.infer<typeof Conflict>;

export const EntryDecision = z.enum(ENTRY_DECISIONS);
export const DecisionRequest = z.strictObject({
  recordId: z.guid(),
  decision: EntryDecision,
  reason: freeText(z.string().trim().min(ENTRY_REASON.least).max(ENTRY_REASON.most)),
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export const SignOffRequest = z.strictObject({
  digest: digest.meta({ description: '所会签名单的摘要；与公示时固定的名单不一致则拒绝' }),
});

/** Whether the caller may do a thing now; if not, why, in the words of the rule that would refuse it. */
export const Permitted = z.discriminatedUnion('available', [
  z.object({ available: z.literal(true) }),
  z.object({ available: z.literal(false), zh: z.string(), en: z.string(), clause: z.string().nullable() }),
]);
export type Permitted = z.infer<typeof Permitted>;

export const GateName = z.enum(['current', 'event', 'notice', 'conflicts', 'entries', 'basis', 'signatures']);
export const Gate = z.object({
  gate: GateName,
  open: z.boolean(),
  zh: z.string().nullable().meta({ description: '未开放的原因' }),
  en: z.string().nullable(),
  clause: z.string().nullable(),
});
export type Gate = z.infer<typeof Gate>;

export const Round = z.object({
  roundId: z.string(),
  list: ListId,
  title: z.string(),
  clause: ClauseRef,
  noticeFrom: date,
  noticeUntil: date,
  today: date,
  daysLeft: z.number().int().min(0).meta({ description: '公示期还剩几天，当天算在内；0 为已满' }),
  digest,
  gates: z.array(Gate).meta({ description: '发布前须满足的各项条件' }),
  may: z.object({ object: Permitted, decide: Permitted, sign: Permitted, publish: Permitted }),
  signsFor: z.string().nullable().meta({ description: '当前登录者会签时代表的单位' }),
  entries: z.array(
    EntryAtWork.extend({
      status: z.enum(ENTRY_STATUSES),
      decisions: z.array(z.object({ decision: EntryDecision, reason: z.string(), at: z.iso.datetime() })),
      may: z
        .object({ object: Permitted, decide: Permitted })
        .nullable()
        .meta({ description: '对该条目可否登记异议、可否决定；与整轮相同的为 null' }),
    }),
  ),
  signOffs: z.array(z.object({ department: z.string(), signedAs: z.enum(SIGNED_AS), on: date })),
  missing: z.array(z.object({ id: z.string(), name: z.string() })),
  edition: z.number().int().nullable(),
});
export type Round = z.infer<typeof Round>;

export const Edition = z.object({
  list: ListId,
  number: z.number().int(),
  title: z.string(),
  publishedOn: date,
  entries: z.number().int(),
  digest,
});
export type Edition = z.infer<typeof Edition>;

export const PublishOutcome = Edition.extend({
  leftOut: z.number().int().meta({ description: '公示后失效、撤下、暂不纳入、更正或经处理不列入的条目数' }),
});
export type PublishOutcome = z.infer<typeof PublishOutcome>;

export const EditionPreview = z.object({
  number: z.number().int().meta({ description: '本期期号' }),
  previous: z.number().int().nullable().meta({ description: '与之比较的上一期' }),
  published: z.boolean(),
  entries: z.number().int(),
  unchanged: z.number().int(),
  added: z.array(EntryAtWork),
  removed: z.array(EntryAtWork),
  changed: z.array(z.object({ before: EntryAtWork, after: EntryAtWork })),
  leftOut: z.array(z.object({ uscc: z.string(), name: z.string(), zh: z.string(), ...marked })),
});
export type EditionPreview = z.infer<typeof EditionPreview>;

export const RoundSummary = z.object({
  roundId: z.string(),
  openedAt: z.iso.datetime(),
  noticeFrom: date,
  noticeUntil: date,
  entries: z.number().int(),
  undecided: z.number().int().meta({ description: '冲突、异议尚未处理的条目' }),
  signed: z.number().int(),
  edition: z.number().int().nullable(),
  state: z.enum(['notice', 'signing', 'published', 'overtaken']),
});
export type RoundSummary = z.infer<typeof RoundSummary>;
export const RoundQuery = z.object({
  /** the `roundId` of the last item of the previous page */
  before: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type RoundQuery = z.infer<typeof RoundQuery>;
export const RoundPage = z.object({ items: z.array(RoundSummary), before: z.string().nullable() });
export type RoundPage = z.infer<typeof RoundPage>;

/** A list as it is named and coloured wherever one is meant. */
export const ListSummary = z.object({
  list: ListId,
  polarity: z.enum(POLARITIES),
  title: z.string(),
  titleEn: z.string(),
  plainTitle: z.string().meta({ description: '简称，一句话里的叫法' }),
  plainTitleEn: z.string(),
});
export type ListSummary = z.infer<typeof ListSummary>;

/** A list before a round is opened: its gate, what is nominated, and what opening would fix. */
export const ListOverview = z.object({
  list: ListId,
  title: z.string(),
  clause: ClauseRef,
  event: z.object({
    id: EventRef,
    title: z.string(),
    clause: ClauseRef,
    declared: z.object({ effectiveOn: date, documentNumber: z.string() }).nullable(),
    inEffect: z.boolean(),
  }),
  counts: z.array(
    z.object({
      departmentId: z.string(),
      department: z.string(),
      zone: z.string().nullable(),
      zoneName: z.string().nullable(),
      nominated: z.number().int(),
      inForce: z.number().int(),
    }),
  ),
  expected: z
    .array(z.object({ departmentId: z.string(), department: z.string(), waiting: z.number().int() }))
    .meta({ description: '已认定、符合列入事由而还没有推荐的，按认定单位' }),
  basis: Permitted.meta({ description: '设立该名单的法律、法规依据是否齐备' }),
  opening: z.object({
    permitted: Permitted,
    entries: z.number().int().meta({ description: '现在公示将固定的条目数' }),
    conflicts: z.number().int().meta({ description: '其中有冲突或异议的条目数' }),
    noticeFrom: date,
    noticeUntil: date,
    citation: z.string().meta({ description: '公示期长短的依据' }),
    shownPublicly: z.boolean(),
  }),
  may: z.object({ declare: Permitted, nominate: Permitted }),
});
export type ListOverview = z.infer<typeof ListOverview>;

export const NominableQuery = z.object({
  batch: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .optional(),
  /** the case number of the last item of the previous page */
  after: z
    .string()
    .regex(/^[1-9]\d{0,9}-[1-9]\d{0,8}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type NominableQuery = z.infer<typeof NominableQuery>;
export const NominablePage = z.object({
  items: z.array(
    z.object({
      caseId: z.string(),
      uscc: z.string(),
      name: z.string(),
      ground: GroundRef,
      groundTitle: z.string(),
      matter: z.string(),
      determinedOn: date,
      ...marked,
    }),
  ),
  after: z.string().nullable(),
  batches: z.array(z.object({ batchId: z.string(), waiting: z.number().int() })).meta({
    description: '还有可推荐记录的批次，最新的在前',
  }),
});
export type NominablePage = z.infer<typeof NominablePage>;
