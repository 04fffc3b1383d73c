/** Own reports (本人上报, clause 5.2): a person tells what good they did; draft, statements, hand-in, status, mending. */
import { z } from 'zod';
import { CaseId, CaseState } from './case-terms.ts';
import { AssistedIdentity } from './counter.ts';
import { EvidenceItem } from './evidence.ts';
import { freeText } from './free-text.ts';
import { givenDate, givenSequence, requestKey } from './given-values.ts';
import { COUNTRY, MENDING_NOTE } from './lengths.ts';
import { ClauseRef, KindRef } from './refs.ts';
import { SEXES } from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();

/** Fields a form may ask for; what the sign-in vouches for is never asked again. */
export const OwnReportField = z.enum(['sex', 'matter', 'occurredOn', 'issuingCountry']);
export type OwnReportField = z.infer<typeof OwnReportField>;

export const ReportId = z.guid().meta({ description: '草稿编号，由设备生成；同一编号重复保存、重复提交只算一次' });
const idempotencyKey = requestKey.meta({ description: '本次操作的唯一编号，重试时不变' });

/** As far as it is filled in. Nothing is guessed: a field that is not there was not answered. */
export const OwnReportContent = z.strictObject({
  kind: z.string().min(1).max(40).optional().meta({ description: '信息类别，取自目录' }),
  place: z.string().min(1).max(60).optional().meta({ description: '发生地：县（市、区）、功能区，或者市外' }),
  occurredOn: givenDate.optional().meta({ description: '发生日期；持续一段时间的填开始之日' }),
  matter: freeText(z.string().max(2000))
    .optional()
    .meta({ description: '做了什么；至多 500 字，不写他人信息和证件号码' }),
  sex: z.enum(SEXES).optional().meta({ description: '证件号码看不出性别的才需要填写' }),
  issuingCountry: freeText(z.string().max(COUNTRY.most)).optional().meta({ description: '护照的签发国家' }),
});
export type OwnReportContent = z.infer<typeof OwnReportContent>;

const evidenceKind = z.object({
  id: z.string(),
  title: z.string(),
  titleEn: z.string().optional(),
  required: z.boolean(),
});

export const OwnReportForm = z.object({
  eligible: z.discriminatedUnion('yes', [
    z.object({ yes: z.literal(true) }),
    z.object({ yes: z.literal(false), zh: z.string(), en: z.string() }),
  ]),
  clause: ClauseRef.meta({ description: '本渠道依据的条款' }),
  clauseText: z.string(),
  kinds: z.array(
    z.object({
      id: KindRef,
      title: z.string().meta({ description: '日常说法' }),
      titleEn: z.string(),
      official: z.string().meta({ description: '通知中的说法' }),
      explanation: z.string(),
      explanationEn: z.string(),
      clause: ClauseRef,
      asks: z.array(OwnReportField),
      evidence: z.array(evidenceKind),
    }),
  ),
  places: z.array(z.object({ id: z.string(), name: z.string() })),
  statements: z.array(
    z.object({
      id: z.string(),
      version: z.string(),
      text: z.string(),
      textEn: z.string(),
      source: z.string().meta({ description: '为什么要声明' }),
    }),
  ),
  limits: z.object({
    matter: z.number().int(),
    drafts: z.number().int(),
    evidenceBytes: z.number().int(),
    evidencePages: z.number().int(),
    evidenceItems: z.number().int(),
  }),
  draftDays: z.object({ period: z.string(), citation: z.string() }).meta({ description: '草稿保存多久' }),
  retention: z.object({ period: z.string(), citation: z.string() }).meta({ description: '办结后材料保存多久' }),
  check: z.object({ period: z.string(), citation: z.string() }).meta({ description: '核对的期限' }),
  today: date,
});
export type OwnReportForm = z.infer<typeof OwnReportForm>;

export const DraftSave = z.strictObject({
  expectedVersion: givenSequence.meta({ description: '据以修改的版本；新草稿为 0' }),
  idempotencyKey,
  content: OwnReportContent,
});
export type DraftSave = z.infer<typeof DraftSave>;

export const DraftSaved = z.object({
  reportId: ReportId,
  version: z.number().int(),
  savedAt: instant,
  expiresOn: date.meta({ description: '再不修改，这一日之后删除' }),
});
export type DraftSaved = z.infer<typeof DraftSaved>;

export const OwnReportFault = z.object({
  field: z.string().meta({ description: '字段名，或者 evidence、statements' }),
  reason: z.string().meta({ description: '原因码' }),
  zh: z.string(),
  en: z.string(),
});
export type OwnReportFault = z.infer<typeof OwnReportFault>;

const evidence = z.object({
  items: z.array(EvidenceItem),
  kinds: z.array(evidenceKind.extend({ present: z.boolean() })),
});

export const OwnDraft = DraftSaved.extend({
  startedAt: instant,
  content: OwnReportContent.extend({ occurredOn: date.optional() }),
  evidence,
  faults: z.array(OwnReportFault).meta({ description: '提交之前还要补什么' }),
  goesTo: z.string().nullable().meta({ description: '按所选类别和发生地，将送到哪个部门' }),
  sends: z
    .object({ name: z.string(), sex: z.string().nullable(), documentType: z.string(), documentNumber: z.string() })
    .meta({ description: '随报告一并送出的身份信息，来自统一身份认证；证件号码加密保存，办理人员需说明目的才能查看' }),
});
export type OwnDraft = z.infer<typeof OwnDraft>;

const statements = z
  .array(z.strictObject({ id: z.string().min(1).max(40), version: z.string().min(1).max(20) }))
  .max(10)
  .meta({ description: '逐项作出的声明，及其文本版本' });

export const OwnReportSubmit = z.strictObject({
  version: givenSequence.min(1).meta({ description: '核对过的草稿版本；此后被改过的不提交' }),
  statements,
});
export type OwnReportSubmit = z.infer<typeof OwnReportSubmit>;

export const OwnReportOutcome = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('submitted'),
    caseId: CaseId,
    department: z.string(),
    checkBy: date.nullable().meta({ description: '至迟在这一日之前核对' }),
  }),
  z.object({
    outcome: z.literal('known').meta({ description: '同一件事已经报过或者记过，不必再报；草稿没有动' }),
    caseId: CaseId,
    zh: z.string(),
    en: z.string(),
  }),
]);
export type OwnReportOutcome = z.infer<typeof OwnReportOutcome>;

export const OwnReportSummary = z.object({
  caseId: CaseId,
  state: CaseState,
  kindTitle: z.string(),
  kindTitleEn: z.string(),
  submittedAt: instant,
  department: z.string(),
  dueOn: date.nullable(),
});

export type OwnReportSummary = z.infer<typeof OwnReportSummary>;

export const OwnReports = z.object({
  drafts: z.array(
    DraftSaved.extend({ kindTitle: z.string().nullable(), kindTitleEn: z.string().nullable(), matter: z.string() }),
  ),
  submitted: z.array(OwnReportSummary),
});
export type OwnReports = z.infer<typeof OwnReports>;

export const OwnReportStep = z.object({
  step: z.string(),
  at: instant,
  /** null: the person */
  department: z.string().nullable(),
  zh: z.string(),
  en: z.string(),
  reason: z.string().nullable(),
});

export const OwnReportStatus = OwnReportSummary.extend({
  sequence: z.number().int(),
  kind: KindRef,
  clause: ClauseRef,
  place: z.string(),
  matter: z.string(),
  occurredOn: date,
  statements: z.array(z.object({ id: z.string(), text: z.string(), textEn: z.string() })),
  assisted: z.boolean().meta({ description: '由窗口代为办理' }),
  next: z.object({ zh: z.string(), en: z.string() }).meta({ description: '下一步是什么、谁来办、到哪一日' }),
  workingDaysLeft: z.number().int().nullable(),
  steps: z.array(OwnReportStep),
  evidence,
  canMend: z.boolean(),
  canWithdraw: z.boolean(),
  canAttach: z.boolean(),
  record: z.object({ recordId: z.guid(), determinedOn: date, objectionOpen: z.boolean() }).nullable(),
});
export type OwnReportStatus = z.infer<typeof OwnReportStatus>;

/** Only what changes; with nothing but further proof, none of the three. */
export const OwnReportMending = z.strictObject({
  matter: freeText(z.string().trim().min(1).max(2000)).optional(),
  occurredOn: givenDate.optional(),
  note: freeText(z.string().trim().max(MENDING_NOTE.most)).optional().meta({ description: '给办理部门的说明' }),
  expectedSequence: givenSequence,
  idempotencyKey,
});
export type OwnReportMending = z.infer<typeof OwnReportMending>;

export const OwnReportWithdrawal = z.strictObject({
  reason: freeText(z.string().trim().max(500)).optional(),
  expectedSequence: givenSequence,
  idempotencyKey,
});
export type OwnReportWithdrawal = z.infer<typeof OwnReportWithdrawal>;

const paperKinds = z.array(z.string().min(1).max(40)).max(10).meta({ description: '窗口收到并留存的纸质材料的种类' });

/** At a counter, for a person who appears: the paper proof stays with the office and the officer vouches for it. */
export const AssistedOwnReport = z.strictObject({
  identity: AssistedIdentity,
  reportId: ReportId,
  content: OwnReportContent,
  statements,
  paperKinds,
});
export type AssistedOwnReport = z.infer<typeof AssistedOwnReport>;

/** What who appears has handed in before; drafts are shown to nobody else. */
export const AssistedOwnReports = z.object({ items: z.array(OwnReportStatus) });
export type AssistedOwnReports = z.infer<typeof AssistedOwnReports>;

export const AssistedMending = z.strictObject({ identity: AssistedIdentity, mending: OwnReportMending, paperKinds });
export type AssistedMending = z.infer<typeof AssistedMending>;

export const AssistedWithdrawal = z.strictObject({ identity: AssistedIdentity, withdrawal: OwnReportWithdrawal });
export type AssistedWithdrawal = z.infer<typeof AssistedWithdrawal>;
