/** The API of oversight (留痕): who did and who looked at what, what stands out, and whether the log is whole. */
import { z } from 'zod';
import { document, endpoints, json, officers } from './endpoint.ts';
import { givenDate } from './given-values.ts';
import { ACTOR_KINDS } from './vocabulary.ts';

const date = z.iso.date();

export const AuditFilter = z.object({
  person: z
    .string()
    .trim()
    .regex(
      /^(\d{1,18}-\d{1,9}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i,
      '请填写事项编号（如 12-3）或主体标识',
    )
    .optional()
    .meta({ description: '被查看的人：其任一事项的编号，或主体标识' }),
  officer: z.string().trim().min(1).max(100).optional().meta({ description: '经办人姓名（可只写一部分）或编号' }),
  action: z
    .string()
    .trim()
    .regex(/^[a-z][a-z-]*(\.[a-z_-]+)+$/)
    .max(100)
    .optional()
    .meta({ description: '办理代码，如 subject.revealed' }),
  purpose: z.string().trim().min(1).max(100).optional().meta({ description: '查看目的中的文字' }),
  from: givenDate.optional(),
  until: givenDate.optional().meta({ description: '含当日' }),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditQuery = AuditFilter.extend({
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .meta({ description: '上一页最后一条的序号' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditItem = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorKind: z.enum(ACTOR_KINDS),
  actorId: z.string(),
  actorName: z.string(),
  department: z.string().nullable(),
  action: z.string(),
  actionTitle: z.string(),
  purpose: z.string().nullable(),
  subjectKey: z.guid().nullable(),
  objectType: z.string(),
  objectId: z.string(),
  detail: z.looseObject({}),
  requestId: z.string().nullable(),
});
export type AuditItem = z.infer<typeof AuditItem>;

export const AuditPage = z.object({
  items: z.array(AuditItem),
  before: z.string().nullable(),
  actions: z.array(z.object({ action: z.string(), title: z.string() })).meta({ description: '可供选择的办理种类' }),
});
export type AuditPage = z.infer<typeof AuditPage>;

export const AnomalyQuery = z.object({
  from: givenDate.optional().meta({ description: '不填则为截止日前 30 日' }),
  until: givenDate.optional().meta({ description: '不填则为今日，含当日' }),
});
export type AnomalyQuery = z.infer<typeof AnomalyQuery>;

export const Anomaly = z.object({
  kind: z.enum(['many-looks', 'outside-own-cases', 'off-hours']),
  officerId: z.string(),
  officerName: z.string(),
  department: z.string().nullable(),
  day: date.nullable().meta({ description: '发生在一日之内的，为该日' }),
  count: z.number().int(),
  persons: z.number().int().meta({ description: '涉及几个主体' }),
  explanation: z.string().meta({ description: '怎么数出来的' }),
  cases: z.array(z.string()).meta({ description: '至多五个事项编号' }),
});
export type Anomaly = z.infer<typeof Anomaly>;

export const Anomalies = z.object({
  from: date,
  until: date,
  thresholds: z.object({
    looksPerDay: z.number().int(),
    nightFromHour: z.number().int(),
    nightUntilHour: z.number().int(),
    outsideCases: z.number().int(),
    offHours: z.number().int(),
  }),
  looks: z.number().int().meta({ description: '这一时段内查看的总次数' }),
  items: z.array(Anomaly),
});
export type Anomalies = z.infer<typeof Anomalies>;

export const TreeHead = z.object({
  size: z.number().int(),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
});
export type TreeHead = z.infer<typeof TreeHead>;

export const VerifyQuery = z.object({
  size: z.coerce.number().int().positive().optional().meta({ description: '另行保存的树头：条数' }),
  root: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ description: '另行保存的树头：树根' }),
});
export type VerifyQuery = z.infer<typeof VerifyQuery>;

/** Of the log: an entry altered, removed or put in, a head that does not come out, a seal that is not ours, a head kept elsewhere that differs. */
const MISFIT_KINDS = [
  ...(['altered', 'removed', 'added', 'head', 'seal', 'kept-head'] as const),
  // of the rows written with an entry
  ...(['row-altered', 'row-removed', 'row-added', 'unlogged'] as const),
] as const;
const MisfitKind = z.enum(MISFIT_KINDS);

export const AuditMisfit = z.object({
  kind: MisfitKind,
  entryId: z.string().nullable().meta({ description: '不符的留痕的序号；不能指到某一条时为空' }),
  table: z.string().nullable().meta({ description: '不符的数据所在的表；只涉及留痕本身时为空' }),
  key: z.string().nullable().meta({ description: '该行的主键，不含姓名和证件号码；未留主键时为空' }),
  explanation: z.string(),
});
export type AuditMisfit = z.infer<typeof AuditMisfit>;

export const AuditVerification = z.object({
  fits: z.boolean(),
  head: TreeHead.nullable(),
  checkpoints: z.number().int(),
  entries: z.number().int().meta({ description: '重新计算过的留痕条数' }),
  pending: z.number().int().meta({ description: '树头之后新增、尚未计入的条数' }),
  tables: z.number().int().meta({ description: '核对过的表数' }),
  rows: z.number().int().meta({ description: '核对过的数据行数' }),
  misfits: z.number().int(),
  kinds: z.array(z.object({ kind: MisfitKind, count: z.number().int() })).meta({ description: '不符的种类，各有几处' }),
  first: AuditMisfit.nullable(),
  found: z.array(AuditMisfit).meta({ description: '最先发现的几处，至多 20' }),
  keptHead: z.enum(['fits', 'differs', 'longer']).nullable().meta({ description: '与另行保存的树头是否一致' }),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

export const oversightEndpoints = endpoints('oversight', {
  'GET /audit': {
    summary: { zh: '检索留痕，新的在前（检索本身留痕）', en: 'Search the log, newest first (the search is logged)' },
    who: officers('auditor'),
    query: AuditQuery,
    answer: json(AuditPage),
  },
  'GET /audit/export': {
    summary: {
      zh: '导出留痕为 CSV，首行为树头（导出本身留痕）',
      en: 'The log as CSV, its tree head in the first line (the export is logged)',
    },
    who: officers('auditor'),
    query: AuditFilter,
    answer: document('text/csv'),
  },
  'GET /audit/anomalies': {
    summary: {
      zh: '异常提示：一日内查看过多、查看本单位以外的事项、夜间和非工作日查看',
      en: 'What stands out: many looks in a day, looks outside the own department, at night and on days off',
    },
    who: officers('auditor'),
    query: AnomalyQuery,
    answer: json(Anomalies),
  },
  'GET /audit/verify': {
    summary: {
      zh: '校验留痕：重新计算全部散列，逐行核对随留痕写入的数据，指出不符之处',
      en: 'Verify the log: recompute every hash and every row written under it, and name what does not fit',
    },
    who: officers('auditor'),
    query: VerifyQuery,
    answer: json(AuditVerification),
  },
});
