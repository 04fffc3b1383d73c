/** The API of supervision (督导): who reported what, how good it was, what waits and where. Counts only, nobody by name. */
import { z } from 'zod';
import { endpoints, json, officers } from './endpoint.ts';
import { ListId } from './list-id.ts';

const count = z.number().int().min(0);
const date = z.iso.date();

export const SupervisionQuery = z.object({
  months: z.coerce.number().int().min(1).max(36).default(12).meta({ description: '含本月在内的月数' }),
});
export type SupervisionQuery = z.infer<typeof SupervisionQuery>;

/** How well the officer's own departments report and decide, for themselves to see: counts, no other department, nobody by name. */
export const OwnFigures = z.object({
  today: date,
  from: date.meta({ description: '统计自这一天起' }),
  departments: z.array(z.string()),
  reported: z
    .array(
      z.object({
        whose: z.enum(['mine', 'department']).meta({ description: '我报送的；本单位（含下属单位）报送的' }),
        batches: count,
        accepted: count,
        suspect: count,
        duplicate: count,
        rejected: count,
      }),
    )
    .meta({ description: '撤回、未能读取的批次不计' }),
  reasons: z
    .array(z.object({ code: z.string(), zh: z.string(), en: z.string(), rows: count }))
    .meta({ description: '本单位的行为什么被退回，多的在前' }),
  mending: z.object({
    returned: count.meta({ description: '退回等本单位补正的事项' }),
    oldestOn: date.nullable().meta({ description: '其中最早退回的日期' }),
    decided: count.meta({ description: '统计期内本单位报送、已认定的事项' }),
    refused: count.meta({ description: '统计期内本单位报送、不予认定或者期限已过的事项：没有形成记录' }),
  }),
  deciding: z
    .object({
      waiting: count,
      overdue: count,
      kept: count.meta({ description: '统计期内按期办结核对的事项' }),
      missed: count.meta({ description: '统计期内逾期才办结核对的事项' }),
    })
    .meta({ description: '由本单位认定的事项' }),
});
export type OwnFigures = z.infer<typeof OwnFigures>;

export const Supervision = z.object({
  today: date,
  from: date.meta({ description: '统计自这一天起' }),
  reported: z
    .array(
      z.object({
        month: z.string().regex(/^\d{4}-\d{2}$/),
        departmentId: z.string(),
        department: z.string(),
        batches: count,
        accepted: count,
        suspect: count,
        duplicate: count,
        rejected: count,
      }),
    )
    .meta({ description: '按报送单位和收到的月份；撤回、未能读取的批次不计' }),
  rejected: z.object({
    rows: count,
    reasons: z.array(
      z.object({ code: z.string(), zh: z.string(), en: z.string(), rows: count, share: z.number().min(0).max(1) }),
    ),
  }),
  waiting: z
    .array(
      z.object({
        departmentId: z.string(),
        department: z.string(),
        cases: count.meta({ description: '待审核、认定的事项' }),
        returned: count.meta({ description: '已退回、等报送单位补正的事项' }),
        oldestReceivedOn: date.nullable().meta({ description: '其中最早的收到日期' }),
        oldestDays: count.nullable(),
        overdue: count.meta({ description: '其中超过核对期限的' }),
        kept: count.meta({ description: '统计期内按期办结核对的事项：认定、退回、不予认定或已告知' }),
        missed: count.meta({ description: '统计期内逾期才办结核对的事项' }),
      }),
    )
    .meta({ description: '按认定单位，逾期多的、等得最久的在前' }),
  territories: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.enum(['division', 'zone', 'city']),
        tile: z
          .object({ column: count, row: count, label: z.string(), labelEn: z.string() })
          .nullable()
          .meta({ description: '在示意图中的格子；只表示大致方位' }),
        reported: count.meta({ description: '统计期内该地单位报送的行数' }),
        waiting: count.meta({ description: '该地单位报送的、待审核认定的事项' }),
        overdue: count.meta({ description: '其中超过核对期限的' }),
      }),
    )
    .meta({ description: '按报送单位所在的区县、功能区；市级单位合为一处' }),
  rights: z
    .array(
      z.object({
        departmentId: z.string(),
        department: z.string(),
        kept: count.meta({ description: '按期办理的环节（核查、退回、决定、复核）' }),
        missed: count.meta({ description: '超期办理的环节' }),
        waiting: count.meta({ description: '现在待其办理的申请' }),
        overdue: count.meta({ description: '其中已超期的' }),
      }),
    )
    .meta({ description: '异议、信用修复、暂不纳入申请，按办理单位，超期的在前' }),
  editions: z.array(
    z.object({
      list: ListId,
      number: z.number().int(),
      title: z.string(),
      publishedOn: date,
      entries: count,
    }),
  ),
});
export type Supervision = z.infer<typeof Supervision>;

export const supervisionEndpoints = endpoints('supervision', {
  'GET /supervision': {
    summary: {
      zh: '督导：各单位报送数量、质量和待办（只有数，没有人）',
      en: 'Supervision: how much each department reported, how well, and what waits (numbers only, no people)',
    },
    who: officers('credit-office', 'auditor'),
    query: SupervisionQuery,
    answer: json(Supervision),
  },
  'GET /supervision/own': {
    summary: {
      zh: '本单位的报送质量和期限（只有数，只有本单位的）',
      en: 'How well the own department reports and keeps its deadlines (numbers only)',
    },
    who: officers('reporter', 'reviewer', 'determiner'),
    query: SupervisionQuery,
    answer: json(OwnFigures),
  },
});
