/** The API of one case as an officer sees it, and of the look at a name. */
import { z } from 'zod';
import { ActionName, Availability } from './case-actions.ts';
import { CaseId, CaseState, DecisionDocument, dueFields } from './case-terms.ts';
import { CaseEvidence } from './evidence.ts';
import { freeText } from './free-text.ts';
import { ClauseRef, KindRef } from './refs.ts';
import { PARTS, POLARITIES, SUBJECT_TYPES, SUBMISSION_VERDICTS } from './vocabulary.ts';

const date = z.iso.date();

/** What the policy demands before a case can be determined. `met` null: kept by the department, the platform does not hold it. */
export const CaseRequirement = z.object({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  met: z.boolean().nullable(),
  clause: ClauseRef,
});

/** A case as an officer sees it: a person's name and number are masked; `reveal` opens them for a stated purpose. */
export const CaseDetail = z.object({
  caseId: CaseId,
  state: CaseState,
  sequence: z.number().int(),
  subjectType: z.enum(SUBJECT_TYPES),
  polarity: z.enum(POLARITIES),
  kind: KindRef,
  kindTitle: z.string(),
  kindTitleEn: z.string(),
  clause: ClauseRef,
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
      clause: ClauseRef,
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
  objectionOpen: z.boolean().meta({ description: '所成记录是否有未办结的异议' }),
  periodEndedOn: date.nullable().meta({
    description: '期限已过：自决定之日起算的期限至迟于认定之日届满的，为其最后一日；认定后办结，不形成记录',
  }),
  actions: z.array(
    z.object({
      sequence: z.number().int(),
      action: ActionName,
      part: z.enum(PARTS).nullable().meta({ description: '空为当事人本人' }),
      officer: z.string(),
      onBehalfOf: z.string().nullable().meta({ description: '代理谁办理' }),
      department: z.string().nullable(),
      counter: z.string().nullable().meta({ description: '窗口代办的单位；officer 为代办的窗口工作人员' }),
      at: z.iso.datetime(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
  available: z.array(Availability),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const RevealRequest = z.strictObject({
  purpose: freeText(z.string().trim().max(200)).meta({ description: '查看目的，记入查询记录，本人可见' }),
});
export const RevealedPerson = z.object({
  name: z.string(),
  sex: z.string(),
  documentType: z.string(),
  documentNumber: z.string(),
});
export type RevealedPerson = z.infer<typeof RevealedPerson>;
