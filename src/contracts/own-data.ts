/** What the platform holds about somebody, for that somebody (个人信息保护法 44–45): cases, records, lists, deliveries, and who looked. */
import { z } from 'zod';
import { CaseId, CaseState } from './case-terms.ts';
import { ANYBODY, APPLICANTS, document, endpoints, json } from './endpoint.ts';
import { ListId } from './list-id.ts';
import { OfficerRole } from './officers.ts';
import { ClauseRef, GroundRef, KindRef, MeasureRef } from './refs.ts';
import { ACCOUNT_CHANGES, DISCLOSURE_MODES, POLARITIES, SUBJECT_TYPES } from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();

/** Without a code for the person themself; with one for the organisation the sign-in vouches they represent. */
export const OwnSubject = z.object({
  uscc: z.string().max(40).optional().meta({ description: '代表单位办理时填统一社会信用代码；本人办理不填' }),
});
export type OwnSubject = z.infer<typeof OwnSubject>;

export const OwnCaseStep = z.object({
  action: z.string(),
  title: z.string(),
  /** the department that acted; never the officer */
  department: z.string().nullable(),
  at: instant,
  reason: z.string().nullable(),
});

export const OwnCase = z.object({
  caseId: CaseId,
  state: CaseState,
  polarity: z.enum(POLARITIES),
  kind: KindRef,
  kindTitle: z.string(),
  kindTitleEn: z.string(),
  clause: ClauseRef,
  clauseTitle: z.string(),
  matter: z.string(),
  objectionOpen: z.boolean().meta({ description: '所成记录是否有未办结的异议' }),
  occurredOn: date,
  reportingDepartment: z.string().meta({ description: '信息来源' }),
  competentDepartment: z.string(),
  decision: z
    .object({ type: z.string(), number: z.string(), authority: z.string(), date, legalBasis: z.string() })
    .nullable(),
  notice: z.object({ number: z.string(), servedOn: date, serviceMethod: z.string(), windowEndsOn: date }).nullable(),
  steps: z.array(OwnCaseStep),
});
export type OwnCase = z.infer<typeof OwnCase>;

export const RecordStanding = z.enum(['in-force', 'held', 'repaired', 'revoked', 'expired']);

export const OwnRecord = z.object({
  recordId: z.guid(),
  caseId: CaseId,
  polarity: z.enum(POLARITIES),
  kind: KindRef,
  kindTitle: z.string(),
  kindTitleEn: z.string(),
  clause: ClauseRef,
  matter: z.string(),
  occurredOn: date,
  determiningDepartment: z.string(),
  reportingDepartment: z.string(),
  determinedOn: date,
  validFrom: date,
  validUntil: date.nullable().meta({ description: '有效期最后一日；空为长期' }),
  disclosedUntil: date.nullable(),
  disclosureMode: z.enum(DISCLOSURE_MODES),
  standing: RecordStanding,
  objectionOpen: z.boolean(),
  changes: z.array(
    z.object({
      change: z.string(),
      title: z.string(),
      effectiveOn: date,
      department: z.string(),
      reason: z.string(),
      basis: z.string(),
    }),
  ),
});
export type OwnRecord = z.infer<typeof OwnRecord>;

/** Organisations only: people are on no list. */
export const OwnListEntry = z.object({
  list: ListId,
  title: z.string(),
  standing: z.enum(['listed', 'notice', 'former']),
  number: z.number().int().nullable().meta({ description: '期号；公示中的为空' }),
  from: date,
  until: date.nullable(),
  ground: GroundRef,
  groundTitle: z.string(),
  recordId: z.guid(),
  objectionOpen: z.boolean(),
  measures: z.array(
    z.object({
      id: MeasureRef,
      clause: ClauseRef,
      title: z.string(),
      titleEn: z.string(),
      matters: z.array(z.string()),
      legalBasis: z.string(),
    }),
  ),
});
export type OwnListEntry = z.infer<typeof OwnListEntry>;

export const OwnDelivery = z.object({
  recipient: z.string(),
  what: z.string(),
  at: instant,
  outcome: z.enum(['acknowledged', 'waiting', 'refused', 'withheld']),
});

export const OwnData = z.object({
  asOf: instant,
  subject: z.object({ type: z.enum(SUBJECT_TYPES), name: z.string(), number: z.string() }),
  cases: z.array(OwnCase),
  records: z.array(OwnRecord),
  lists: z.array(OwnListEntry),
  deliveries: z.array(OwnDelivery).meta({ description: '推送给其他系统的情况' }),
  consents: z
    .array(z.object({ change: z.enum(ACCOUNT_CHANGES), at: instant, receiptId: z.string() }))
    .meta({ description: '个人信用积分系统告知的开通与注销' }),
  fullReports: z.object({ year: z.number().int(), used: z.number().int(), allowed: z.number().int() }),
});
export type OwnData = z.infer<typeof OwnData>;

export const OwnLookQuery = OwnSubject.extend({
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OwnLookQuery = z.infer<typeof OwnLookQuery>;

/** Every look somebody else took; looks at a whole sheet in which the subject has a row are among them. */
export const OwnLookPage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      at: instant,
      department: z.string(),
      by: z
        .enum(['officer', 'machine', 'report-holder'])
        .meta({ description: '经办人、单位系统，或持有本人所给报告编码的人' }),
      roles: z.array(OfficerRole).meta({ description: '经办人以哪个岗位查看；单位系统和早先的记录为空' }),
      officer: z.string().nullable().meta({ description: '经办人姓名；政策包没有规定告知姓名的为空' }),
      action: z.string(),
      title: z.string(),
      purpose: z.string().nullable(),
      about: z.string().meta({ description: '事项编号，或含有本人一行的批次号' }),
      visit: z
        .string()
        .meta({ description: '同一人对同一事项的一次查看（相隔不到半小时），以其中最后一次的 id 表示；同号的是一次' }),
    }),
  ),
  before: z.string().nullable(),
});
export type OwnLookPage = z.infer<typeof OwnLookPage>;

export const OwnExport = z.object({ data: OwnData, looks: OwnLookPage.shape.items });
export type OwnExport = z.infer<typeof OwnExport>;

export const REPORT_CODE = /^[0-9A-HJKMNP-TV-Z]{20}$/;
/** What anyone learns who was given a full report and types its code: whether it is genuine and still true. Never what it says. */
export const ReportVerification = z.object({
  code: z.string(),
  issuedAt: instant,
  subjectType: z.enum(SUBJECT_TYPES),
  name: z.string().meta({ description: '自然人的姓名已遮盖' }),
  sha256: z.string().meta({ description: '签发的文件的摘要' }),
  unchanged: z.boolean().meta({ description: '所载记录至今没有变化' }),
});
export type ReportVerification = z.infer<typeof ReportVerification>;

/** Below /my. */
export const ownDataEndpoints = endpoints('own-data', {
  'GET /data': {
    summary: {
      zh: '平台掌握的关于我（或我代表的单位）的全部信息',
      en: 'Everything the platform holds about me, or the organisation I represent',
    },
    who: APPLICANTS,
    query: OwnSubject,
    answer: json(OwnData),
  },
  'GET /looks': {
    summary: { zh: '谁在何时因何查看过，新的在前', en: 'Who looked, when and why, newest first' },
    who: APPLICANTS,
    query: OwnLookQuery,
    answer: json(OwnLookPage),
  },
  'GET /data/export': {
    summary: { zh: '下载全部信息和查看记录（JSON）', en: 'Everything held, and who looked, as a file (JSON)' },
    who: APPLICANTS,
    query: OwnSubject,
    answer: json(OwnExport),
  },
  'POST /full-reports': {
    summary: {
      zh: '取一份完整信用报告（PDF，带核验编码；每年免费份数见政策包）',
      en: 'Take a full report (PDF with a code to check it by; how many a year are free is in the policy pack)',
    },
    who: APPLICANTS,
    body: OwnSubject,
    answer: document('application/pdf'),
  },
});

/** For anybody who was given a report. Says whether it is genuine and still true, never what it says. */
export const reportVerificationEndpoints = endpoints('own-data', {
  'GET /reports/:code': {
    summary: {
      zh: '核验完整信用报告：编码由持有人提供（核验留痕，本人可见）',
      en: 'Check a full report by the code its holder gave (logged, and shown to the person)',
    },
    who: ANYBODY,
    caching: 'never',
    params: z.object({ code: z.string().min(1).max(60) }),
    limit: { perMinute: 30 },
    answer: json(ReportVerification),
  },
});
