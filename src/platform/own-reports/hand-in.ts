/**
 * A draft becomes a case: one transaction for submission, statements, proof, notice, log and the end of the draft. It is a submission
 * like a row of a department's table, under the same keys: the same fact is one case whoever reported it first, also in the same instant.
 */
import { createHash } from 'node:crypto';
import type { OwnReportOutcome, OwnReportSubmit } from '#contracts/own-reports.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { type May, no, requireMay, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { SealPlace } from '#kernel/seal/place.ts';
import { uuidOf } from '#kernel/seal/subject-key.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { ownLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { noteCounterAct } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems, caseIdOf, takeReportersPart } from '../determination/index.ts';
import { type EvidenceContext, type EvidenceOwner, listEvidence, passOnEvidence } from '../evidence/index.ts';
import { factKey } from '../fact.ts';
import { notify } from '../notices/index.ts';
import { requireStatements } from '../own-statements.ts';
import { reportedPlace, sealPerson } from '../person-seal.ts';
import { type ScreenedText, screenedText } from '../screened.ts';
import { checkBy } from './clock.ts';
import { getDraft, openContent } from './drafts.ts';
import { draftOwner, presentKinds } from './pieces.ts';
import { CHANNEL, type Claim, checkContent, documentOf, LIMITS, mayReport, refuseFaults } from './rules.ts';
import {
  addOwnReport,
  addSubmission,
  countOpenReports,
  findHolder,
  findReport,
  type Holder,
  lockReports,
  nextNumber,
  type OwnReportRow,
  removeDraft,
} from './store.ts';

/**
 * Hands a draft in. Twice, also from two devices at once, is one report; a draft changed since it was looked over is not sent.
 * @throws Problem `permission.denied`, `draft.gone`, `draft.conflict`, `request.invalid` with every fault, `action.not_available`
 */
export async function submitDraft(
  context: EvidenceContext,
  applicant: Applicant,
  reportId: string,
  { version, statements }: OwnReportSubmit,
): Promise<OwnReportOutcome> {
  const { policy } = context;
  const { person, subjectKey } = applicant;
  const today = localDateAt(context.clock());
  requireMay(mayReport(person, policy, today));
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      await lockReports(tx, subjectKey);
      const done = await findReport(tx, subjectKey, reportId);
      if (done) return submittedAs(done, context);
      requireStatements(policy, statements);
      const draft = await getDraft(tx, applicant, reportId);
      if (draft.version !== version)
        throw new Problem('draft.conflict', {
          extra: { version: draft.version, savedAt: draft.savedAt.toISOString() },
        });
      const content = openContent(context, draft, ownLook(applicant, draft.subjectKey));
      const from = draftOwner(applicant, reportId);
      const present = presentKinds(await listEvidence(tx, from));
      const { claim, faults } = checkContent(content, { policy, person, today, present });
      if (!claim) refuseFaults(faults, policy.minimumAge.clause);
      const outcome = await handIn(tx, context, applicant, { reportId, claim, statements });
      if (outcome.holder) return known(outcome.holder);
      await passOnEvidence(tx, context, applicant, from, outcome.owner);
      await removeDraft(tx, subjectKey, reportId);
      return submittedAs(outcome.report, context);
    }),
  );
}

export interface HandingIn {
  readonly reportId: string;
  readonly claim: Claim;
  readonly statements: OwnReportRow['statements'];
}

export type HandedIn =
  | { readonly holder: Holder; readonly report?: undefined; readonly owner?: undefined }
  | { readonly holder?: undefined; readonly report: OwnReportRow; readonly owner: EvidenceOwner };

/** In the caller's transaction, under the lock of the person's reports. Answers who holds the fact when somebody does. */
export async function handIn(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  { reportId, claim, statements }: HandingIn,
): Promise<HandedIn> {
  const { policy } = context;
  const { subjectKey, assistedBy } = applicant;
  const matter = screenedText(policy, claim.matter);
  requireMay(mayHandInMore(await countOpenReports(tx, subjectKey)));
  const at = context.clock();
  const department = policy.competentDepartmentFor(claim.kind.id, claim.place.id);
  const placed = await claimFact(tx, context, applicant, { ...claim, matter }, department, at);
  if ('holder' in placed) return placed;
  const report: OwnReportRow = {
    ...{ subjectKey, reportId, ...placed, department, statements },
    place: claim.place.id,
    submittedAt: at,
    assistedBy: assistedBy?.id ?? null,
  };
  await addOwnReport(tx, report);
  // who works the keys for somebody has had a part in it: they can neither review nor determine it (four-eyes)
  if (assistedBy) await takeReportersPart(tx, { subjectKey, factKey: placed.factKey }, assistedBy.id);
  await noteCounterAct(tx, context, applicant, {
    ...{ kind: 'own-report', subjectKey, factKey: placed.factKey },
    about: { type: 'case', id: caseIdOf(report.batchId, report.rowNumber) },
    content: { kind: claim.kind.id, matter: claim.matter, occurredOn: claim.occurredOn },
  });
  await tellHandedIn(tx, context, applicant, claim, report);
  const caseId = caseIdOf(report.batchId, report.rowNumber);
  return { report, owner: { kind: 'case', id: caseId, subjectKey, departments: [department] } };
}

function mayHandInMore(open: number): May {
  if (open < LIMITS.open) return YES;
  return no('too-many-open', {
    problem: 'action.not_available',
    said: {
      zh: `您有 ${LIMITS.open} 件上报还在办理，请等其中一些办结以后再报。`,
      en: `${LIMITS.open} of your reports are still being dealt with; wait until some of them are done.`,
    },
  });
}

/** The submission under the first key that is free: of a claim taken back, the next one follows from it. */
async function claimFact(
  tx: PlatformTx,
  context: PlatformContext,
  { subjectKey, person }: Applicant,
  claim: Claim & { readonly matter: ScreenedText },
  department: string,
  at: Date,
): Promise<{ holder: Holder } | { factKey: string; batchId: string; rowNumber: number }> {
  const { occurredOn, matter } = claim;
  const kind = claim.kind.id;
  const { id: notice, version } = context.policy.noticeOf(kind);
  let fact = uuidOf(factKey({ subjectKey, kind, occurredOn, matter }));
  let number: { batchId: string; rowNumber: number } | undefined;
  for (;;) {
    const holder = await findHolder(tx, subjectKey, fact);
    if (holder && !holder.withdrawn) return { holder };
    if (holder) {
      fact = holder.nextFactKey;
      continue;
    }
    number ??= await nextNumber(tx, department, notice, dayOf(department, notice, at), at);
    const sealed = sealedPerson(context, person, claim, reportedPlace(subjectKey, number.batchId, number.rowNumber));
    const claimed = { subjectKey, factKey: fact, ...number, kind, version, matter, occurredOn, department, sealed };
    if (await addSubmission(tx, claimed)) return { factKey: fact, ...number };
  }
}

function sealedPerson(
  context: PlatformContext,
  person: Applicant['person'],
  { sex, issuingCountry }: Claim,
  place: SealPlace,
): Buffer {
  const document = documentOf(person);
  const name = checkPersonName(person.name);
  return sealPerson(
    context,
    {
      ...{ name: name.ok ? name.name : person.name, sex },
      ...{ documentType: document.type, documentNumber: document.number },
      ...(issuingCountry === undefined ? {} : { issuingCountry }),
    },
    place,
  );
}

/** To the log, and to the person. */
async function tellHandedIn(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  claim: Claim,
  { batchId, rowNumber, reportId, department, statements, submittedAt }: OwnReportRow,
): Promise<void> {
  const { subjectKey } = applicant;
  const caseId = caseIdOf(batchId, rowNumber);
  const kind = claim.kind.id;
  await writeAudit(tx, applicant, {
    at: submittedAt,
    action: 'own-report.submitted',
    objectType: 'case',
    objectId: caseId,
    subjectKey,
    detail: { channel: CHANNEL, reportId, kind, statements: statements.map(({ id, version }) => `${id} ${version}`) },
  });
  const by = checkBy(submittedAt, context);
  await notify(tx, context, {
    subjectKey,
    kind: 'own-report.submitted',
    title: '已收到您的上报',
    text: `您上报的“${claim.kind.plainTitle}”（事项 ${caseId}）已送到${context.policy.department(department).name}${by === null ? '' : `，至迟 ${by} 核对完毕`}。需要补正、认定或者不予认定，都会通知您。`,
    about: { type: 'case', id: caseId },
  });
}

/** One batch a department, notice and day. */
const dayOf = (department: string, notice: string, at: Date): Buffer =>
  createHash('sha256')
    .update(`${CHANNEL}\n${department}\n${notice}\n${localDateAt(at)}`)
    .digest();

export function submittedAs(report: OwnReportRow, context: PlatformContext): OwnReportOutcome {
  return {
    outcome: 'submitted',
    caseId: caseIdOf(report.batchId, report.rowNumber),
    department: context.policy.department(report.department).name,
    checkBy: checkBy(report.submittedAt, context),
  };
}

/** Said plainly, and to the person it is about only: nobody else's fact can be met under one's own key. */
export function known({ batchId, rowNumber }: Holder, atCounter = false): OwnReportOutcome {
  const caseId = caseIdOf(batchId, rowNumber);
  if (atCounter)
    return {
      outcome: 'known',
      caseId,
      zh: `这件事已经报过了（事项 ${caseId}），不必再报；刚才填写的没有提交。办到哪一步，见“已上报的”和“事项和记录”。`,
      en: `This has been reported already (case ${caseId}); there is no need to report it again, and nothing was handed in now. How it stands is shown under reports, and under cases and records.`,
    };
  return {
    outcome: 'known',
    caseId,
    zh: `这件事已经报过了（事项 ${caseId}），不必再报。办到哪一步、结果如何，可以在“我的信息”中看到；草稿没有提交，可以删除。`,
    en: `This has been reported already (case ${caseId}); there is no need to report it again. “My data” shows how it stands. Your draft was not sent and can be deleted.`,
  };
}
