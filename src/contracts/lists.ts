/** The API of lists (红黑榜): events that open the gate, nominations, conflicts, rounds with public notice, sign-off, editions. */
import { z } from 'zod';
import { EditionEntry } from './exchange.ts';

const date = z.iso.date();
export const ListName = z.enum(['red', 'black']);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const EventDeclaration = z.strictObject({
  event: z.string().min(1).max(60),
  effectiveOn: date,
  documentNumber: z.string().trim().min(2).max(100).meta({ description: '宣布该事件的文件文号' }),
});
export const DeclaredEvent = z.object({
  event: z.string(),
  title: z.string(),
  clause: z.string(),
  effectiveOn: date,
  documentNumber: z.string(),
  declaredAt: z.iso.datetime(),
});
export type DeclaredEvent = z.infer<typeof DeclaredEvent>;

export const NominationRequest = z
  .union([
    z.strictObject({ batchId: z.string().regex(/^[1-9]\d{0,17}$/) }),
    z.strictObject({
      caseIds: z
        .array(z.string().regex(/^[1-9]\d{0,17}-[1-9]\d{0,8}$/))
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
  recordId: z.guid(),
  uscc: z.string(),
  name: z.string(),
  ground: z.string(),
  department: z.string(),
  zone: z.string().nullable(),
  matter: z.string(),
  inForce: z.boolean(),
});
export const NominationPage = z.object({ items: z.array(Nomination), after: z.string().nullable() });
export type NominationPage = z.infer<typeof NominationPage>;
export const NominationQuery = z.object({
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
});
export type Conflict = z.infer<typeof Conflict>;

export const EntryDecision = z.enum(['conflict-found', 'objection', 'kept', 'struck']);
export const DecisionRequest = z.strictObject({
  recordId: z.guid(),
  decision: EntryDecision,
  reason: z.string().trim().min(2).max(500),
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export const SignOffRequest = z.strictObject({
  digest: digest.meta({ description: '所会签名单的摘要；与公示时固定的名单不一致则拒绝' }),
});

export const Round = z.object({
  roundId: z.string(),
  list: ListName,
  title: z.string(),
  noticeFrom: date,
  noticeUntil: date,
  digest,
  entries: z.array(
    EditionEntry.extend({
      status: z.enum(['proposed', 'open', 'kept', 'struck']),
      decisions: z.array(z.object({ decision: EntryDecision, reason: z.string(), at: z.iso.datetime() })),
    }),
  ),
  signOffs: z.array(z.object({ department: z.string(), signedAs: z.enum(['office', 'department']), on: date })),
  missing: z.array(z.object({ id: z.string(), name: z.string() })),
  edition: z.number().int().nullable(),
});
export type Round = z.infer<typeof Round>;

export const Edition = z.object({
  list: ListName,
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
