/**
 * Drafts: saved as one writes, gone on with on another device, deleted at will. What is entered is screened before it is kept, also
 * while it is only a draft (never-collect); nobody but the person ever opens it.
 */
import { type DraftSave, type DraftSaved, type OwnDraft, OwnReportContent } from '#contracts/own-reports.ts';
import { maskNumber } from '#kernel/identity/masking.ts';
import { endOfPeriod } from '#kernel/policy/duration.ts';
import type { Duration, Policy } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { type OwnLook, ownLook, requireLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { abandonEvidence, type EvidenceContext, listEvidence, withdrawEvidence } from '../evidence/index.ts';
import { draftPlace } from '../person-seal.ts';
import { screened } from '../screened.ts';
import { draftOwner, presentKinds, shownOwnEvidence } from './pieces.ts';
import { checkContent, documentOf, LIMITS, mayReport, placesOf, reportableKinds, withKindRef } from './rules.ts';
import {
  type Draft,
  findDraft,
  findReport,
  listDrafts,
  lockReports,
  putDraft,
  removeDraft,
  removeExpiredDrafts,
} from './store.ts';

/**
 * Saves a draft, or begins one. The same save again answers as the first time; a save made from an older version than the one kept
 * is refused, so that neither of two devices silently undoes the other.
 * @throws Problem `permission.denied`, `draft.conflict` with the version kept, `action.not_available`, `request.invalid`
 */
export async function saveDraft(
  context: PlatformContext,
  applicant: Applicant,
  reportId: string,
  { expectedVersion, idempotencyKey, content }: DraftSave,
): Promise<DraftSaved> {
  const { policy, calendar } = context;
  const { subjectKey } = applicant;
  const now = context.clock();
  const today = localDateAt(now);
  requireMay(mayReport(applicant.person, policy, today));
  screened(policy, OwnReportContent, content);
  return transact(context.database, applicant, async (tx) => {
    await lockReports(tx, subjectKey);
    const kept = await findDraft(tx, subjectKey, reportId);
    if (kept?.saveKey === idempotencyKey) return savedOf(kept);
    if ((kept?.version ?? 0) !== expectedVersion) {
      // also a draft that was handed in or deleted on another device: going on would bring it back to life
      if (!kept) throw new Problem('draft.gone');
      throw new Problem('draft.conflict', { extra: { version: kept.version, savedAt: kept.savedAt.toISOString() } });
    }
    // a save that was long on its way must not begin anew what has been handed in meanwhile
    if (!kept && (await findReport(tx, subjectKey, reportId))) throw new Problem('draft.gone');
    if (!kept && (await listDrafts(tx, subjectKey)).length >= LIMITS.drafts)
      throw new Problem('action.not_available', {
        said: {
          zh: `最多同时保存 ${LIMITS.drafts} 份草稿。请先提交或者删除其中一份。`,
          en: `No more than ${LIMITS.drafts} drafts at a time. Hand one in or delete one first.`,
        },
      });
    const place = draftPlace(subjectKey, reportId, expectedVersion + 1);
    const draft: Draft = {
      ...{ subjectKey, reportId, saveKey: idempotencyKey },
      version: expectedVersion + 1,
      sealed: fieldCipher(context.keyring, context.randomBytes).seal(
        JSON.stringify(withKindRef(content, policy)),
        place,
      ),
      startedAt: kept?.startedAt ?? now,
      savedAt: now,
      expiresOn: endOfPeriod(today, draftTime(content, policy, today), calendar.provisional()),
    };
    await putDraft(tx, draft);
    // the log says that there is a draft, once; not every pause in somebody's typing
    if (!kept) await logDraft(tx, context, applicant, reportId, 'own-report.begun');
    return savedOf(draft);
  });
}

/** As the notice has it whose kind is chosen; before one is, as the first. */
function draftTime(content: OwnReportContent, policy: Policy, today: LocalDate): Duration {
  const kind = policy.findKind(withKindRef(content, policy).kind ?? '');
  return policy.noticeOf(kind?.id ?? policy.id).timerOn('own-report-draft', today);
}

const savedOf = ({ reportId, version, savedAt, expiresOn }: Draft): DraftSaved => ({
  ...{ reportId, version, expiresOn },
  savedAt: savedAt.toISOString(),
});

/** @throws Problem `draft.gone` also for somebody else's draft */
export async function getDraft(tx: PlatformTx, applicant: Applicant, reportId: string): Promise<Draft> {
  const draft = await findDraft(tx, applicant.subjectKey, reportId);
  if (!draft) throw new Problem('draft.gone');
  return draft;
}

/** With the person's own look and no other: at a counter drafts stay closed. */
export function openContent(context: PlatformContext, draft: Draft, look: OwnLook): OwnReportContent {
  const { sealed, subjectKey, reportId, version } = draft;
  requireLook(look, subjectKey);
  const place = draftPlace(subjectKey, reportId, version);
  const opened = fieldCipher(context.keyring, context.randomBytes).open(sealed, place);
  return JSON.parse(opened) as OwnReportContent;
}

/** As it is, what is still missing, and exactly what would be sent to whom. */
export async function viewDraft(context: PlatformContext, applicant: Applicant, reportId: string): Promise<OwnDraft> {
  const { policy } = context;
  const today = localDateAt(context.clock());
  return transact(context.database, applicant, async (tx) => {
    const draft = await getDraft(tx, applicant, reportId);
    const content = openContent(context, draft, ownLook(applicant, draft.subjectKey));
    const pieces = await listEvidence(tx, draftOwner(applicant, reportId));
    const kind = reportableKinds(policy).find(({ id }) => id === content.kind);
    const place = placesOf(policy).find(({ id }) => id === content.place);
    const { person } = applicant;
    const document = documentOf(person);
    const { faults } = checkContent(content, { policy, person, today, present: presentKinds(pieces) });
    return {
      ...savedOf(draft),
      startedAt: draft.startedAt.toISOString(),
      content,
      evidence: shownOwnEvidence(pieces, applicant, kind?.evidence ?? [], policy),
      faults: [...faults],
      goesTo: kind && place ? policy.department(policy.competentDepartmentFor(kind.id, place.id)).name : null,
      sends: {
        name: person.name,
        sex: document.sex ?? content.sex ?? null,
        documentType: document.title,
        documentNumber: maskNumber(document.number),
      },
    };
  });
}

/** Gone at once, with the proof that was uploaded for it; deleted twice is deleted once. */
export async function deleteDraft(context: EvidenceContext, applicant: Applicant, reportId: string): Promise<void> {
  await transact(context.database, applicant, async (tx) => {
    await lockReports(tx, applicant.subjectKey);
    if (!(await findDraft(tx, applicant.subjectKey, reportId))) return;
    const owner = draftOwner(applicant, reportId);
    for (const piece of await listEvidence(tx, owner))
      if (!piece.withdrawn) await withdrawEvidence(tx, context, applicant, owner, piece.evidenceId, '草稿已由本人删除');
    await removeDraft(tx, applicant.subjectKey, reportId);
    await logDraft(tx, context, applicant, reportId, 'own-report.deleted');
  });
}

/** Hourly: ends drafts whose last day is over. What was uploaded for them goes with the next sweep of evidence. */
export async function expireDrafts(context: EvidenceContext): Promise<number> {
  const actor = systemActor('own-reports.expire');
  return transact(context.database, actor, async (tx) => {
    const ended = await removeExpiredDrafts(tx, localDateAt(context.clock()));
    for (const { subjectKey, reportId } of ended) {
      await abandonEvidence(tx, context, actor, { kind: 'own-report', id: reportId, subjectKey }, '草稿到期删除');
      await writeAudit(tx, actor, {
        at: context.clock(),
        action: 'own-report.expired',
        objectType: 'own-report',
        objectId: reportId,
        subjectKey,
      });
    }
    return ended.length;
  });
}

async function logDraft(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  reportId: string,
  action: 'own-report.begun' | 'own-report.deleted',
): Promise<void> {
  await writeAudit(tx, applicant, {
    at: context.clock(),
    action,
    objectType: 'own-report',
    objectId: reportId,
    subjectKey: applicant.subjectKey,
  });
}
