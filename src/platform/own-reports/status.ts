/** How an own report stands, for the person: what was done when, what comes next, by whom and by when; never which officer. */
import type { OwnReportStatus, OwnReportSummary, OwnReports } from '#contracts/own-reports.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { ownLook, writeLook } from '../audit-look.ts';
import { type PlatformContext, under } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { type CaseAction, caseIdOf, dueDateOf, workingDaysLeft } from '../determination/index.ts';
import { listEvidence } from '../evidence/index.ts';
import { statementAsMade } from '../own-statements.ts';
import { objectedRecords } from '../registry/index.ts';
import { openContent } from './drafts.ts';
import { getOwnCase, mayAttach, type OwnCase, showsMending, showsWithdrawal } from './own-case.ts';
import { shownOwnEvidence } from './pieces.ts';
import { placesOf, reportableKinds } from './rules.ts';
import { listDrafts, listReports } from './store.ts';

/** Drafts and what was handed in, the newest first. */
export async function ownReports(context: PlatformContext, applicant: Applicant): Promise<OwnReports> {
  const kinds = reportableKinds(context.policy);
  return transact(context.database, applicant, async (tx) => {
    const drafts = (await listDrafts(tx, applicant.subjectKey)).map((draft) => {
      const content = openContent(context, draft, ownLook(applicant, draft.subjectKey));
      const kind = kinds.find(({ id }) => id === content.kind);
      return {
        reportId: draft.reportId,
        version: draft.version,
        savedAt: draft.savedAt.toISOString(),
        expiresOn: draft.expiresOn,
        kindTitle: kind?.plainTitle ?? null,
        kindTitleEn: kind?.titleEn ?? null,
        matter: content.matter ?? '',
      };
    });
    const submitted: OwnReportSummary[] = [];
    for (const { batchId, rowNumber } of await listReports(tx, applicant.subjectKey))
      submitted.push(summaryOf(await getOwnCase(tx, context, applicant, caseIdOf(batchId, rowNumber)), context));
    return { drafts, submitted };
  });
}

/** @throws Problem `case.not_found` also for somebody else's */
export async function ownReportStatus(
  context: PlatformContext,
  applicant: Applicant,
  caseId: string,
): Promise<OwnReportStatus> {
  return transact(context.database, applicant, async (tx) => {
    if (applicant.assistedBy) await logLook(tx, context, applicant, caseId);
    return statusOf(tx, context, applicant, await getOwnCase(tx, context, applicant, caseId));
  });
}

/**
 * At a counter, what who appears has handed in, the newest first. Drafts are nobody else's and stay away; that somebody looked is in
 * the log before (`assistedApplicant`).
 */
export async function ownReportStatuses(context: PlatformContext, applicant: Applicant): Promise<OwnReportStatus[]> {
  return transact(context.database, applicant, async (tx) => {
    const found: OwnReportStatus[] = [];
    for (const { batchId, rowNumber } of await listReports(tx, applicant.subjectKey)) {
      const opened = await getOwnCase(tx, context, applicant, caseIdOf(batchId, rowNumber));
      found.push(await statusOf(tx, context, applicant, opened));
    }
    return found;
  });
}

async function logLook(tx: PlatformTx, context: PlatformContext, applicant: Applicant, caseId: string): Promise<void> {
  await writeLook(tx, applicant, {
    at: context.clock(),
    action: 'case.viewed',
    objectType: 'case',
    objectId: caseId,
    of: { subjects: [applicant.subjectKey] },
    purpose: '窗口代为查看',
  });
}

function summaryOf({ head, view, report, kind }: OwnCase, context: PlatformContext): OwnReportSummary {
  return {
    caseId: head.caseId,
    state: view.state,
    kindTitle: kind.plainTitle,
    kindTitleEn: kind.titleEn,
    submittedAt: report.submittedAt.toISOString(),
    department: context.policy.department(head.competentDepartment).name,
    dueOn: dueDateOf(view, head.receivedAt, context),
  };
}

async function statusOf(
  tx: PlatformTx,
  given: PlatformContext,
  applicant: Applicant,
  opened: OwnCase,
): Promise<OwnReportStatus> {
  const context = under(given, opened.head);
  const { view, log, report, kind, owner } = opened;
  const { policy, calendar } = context;
  const summary = summaryOf(opened, context);
  const today = localDateAt(context.clock());
  const determined = log.findLast(({ action }) => action === 'determine');
  const objected = await objectedRecords(tx, opened.head.subjectKey);
  return {
    ...summary,
    sequence: view.sequence,
    kind: kind.id,
    clause: kind.clause,
    place: placesOf(policy).find(({ id }) => id === report.place)?.name ?? report.place,
    matter: view.facts.matter,
    occurredOn: view.facts.occurredOn,
    statements: report.statements.map((made) => {
      const { id, text, textEn } = statementAsMade(policy, made);
      return { id, text, textEn };
    }),
    assisted: report.assistedBy !== null,
    next: nextOf(opened, summary),
    workingDaysLeft: workingDaysLeft(calendar, today, summary.dueOn as typeof today | null),
    steps: [
      {
        ...{ step: 'submitted', at: summary.submittedAt, department: null, reason: null },
        zh: report.assistedBy === null ? '您提交了上报' : '窗口代您提交了上报',
        en: report.assistedBy === null ? 'You handed it in' : 'The counter handed it in for you',
      },
      ...log.map((action) => ({
        step: action.action,
        at: action.at.toISOString(),
        department: action.part === 'reporter' ? null : summary.department,
        ...STEP_WORDS[action.action],
        reason: 'reason' in action.payload ? action.payload.reason : null,
      })),
    ],
    evidence: shownOwnEvidence(await listEvidence(tx, owner), applicant, kind.evidence, policy),
    canMend: showsMending(view),
    canWithdraw: showsWithdrawal(view),
    canAttach: mayAttach(view).ok,
    record:
      view.state === 'determined' && determined
        ? {
            recordId: view.recordId,
            determinedOn: localDateAt(determined.at),
            objectionOpen: objected.has(view.recordId),
          }
        : null,
  };
}

const STEP_WORDS: Readonly<Record<CaseAction['action'], { zh: string; en: string }>> = {
  review: { zh: '核对通过，等待认定', en: 'Checked, waiting for the decision' },
  return: { zh: '退回，请您补正', en: 'Sent back for you to mend' },
  correct: { zh: '您补正后重新提交', en: 'You mended it and sent it again' },
  withdraw: { zh: '您撤回了上报', en: 'You took it back' },
  refuse: { zh: '不予认定', en: 'Not accepted' },
  determine: { zh: '已认定，记为良好信息', en: 'Accepted and recorded as good information' },
  'clear-suspicion': { zh: '疑点已核实', en: 'A doubt was cleared' },
  'serve-notice': { zh: '已告知', en: 'Notice given' },
  'receive-response': { zh: '已收到陈述', en: 'Response received' },
  'consider-response': { zh: '已审查陈述', en: 'Response considered' },
};

function nextOf(
  { view }: OwnCase,
  { department, dueOn: by }: Pick<OwnReportSummary, 'department' | 'dueOn'>,
): { zh: string; en: string } {
  switch (view.state) {
    case 'reported':
    case 'corrected':
      return {
        zh: `${department}正在核对${by === null ? '' : `，至迟 ${by} 办完`}。需要补正会退回给您并说明原因。`,
        en: `${department} is checking it${by === null ? '' : `, by ${by} at the latest`}. If something is missing it comes back to you with the reason.`,
      };
    case 'returned':
      return {
        zh: `请按${department}的意见补正后重新提交。没有期限，补正之前不会往下办。`,
        en: `Please mend it as ${department} asks and send it again. There is no deadline; nothing happens until you do.`,
      };
    case 'reviewed':
      return {
        zh: `已核对通过，等待${department}的另一位工作人员认定${by === null ? '' : `，至迟 ${by}`}。`,
        en: `Checked; a second person at ${department} now decides${by === null ? '' : `, by ${by} at the latest`}.`,
      };
    case 'determined':
      return {
        zh: '已办结。记录可以在“我的信息”中看到；开通积分账户的，会按规则计入。',
        en: 'Done. You find the record under “My data”; with a points account it counts by the rules.',
      };
    case 'lapsed':
      return {
        zh: '已办结，没有形成记录：期限在认定之前已经届满。',
        en: 'Done, and nothing was recorded: its period was over before it was determined.',
      };
    case 'refused':
      return {
        zh: `${department}没有认定，原因见下。不同意的可以提出异议。不予认定不产生任何不良影响。`,
        en: `${department} did not accept it, for the reason below. You can object. This has no adverse effect of any kind.`,
      };
    case 'withdrawn':
      return {
        zh: '您已撤回，不再办理。同一件事以后还可以再报。',
        en: 'You took it back; nothing further happens. You may report the same again.',
      };
    default:
      return { zh: `${department}正在办理。`, en: `${department} is dealing with it.` };
  }
}
