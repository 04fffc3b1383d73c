/** Proof of a request (证明材料): the applicant adds it while the request is open; who handles the request opens it, logged. */
import type { EvidenceAdded, EvidenceUpload, PaperEvidence } from '#contracts/evidence.ts';
import type { RequestProof } from '#contracts/rights.ts';
import type { EvidenceKind } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import { type Applicant, subjectsOf } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { noteCounterAct } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import {
  addEvidence,
  EVIDENCE_LIMITS,
  type EvidenceContext,
  type EvidenceOwner,
  type EvidencePiece,
  evidenceContent,
  listEvidence,
  lookAtEvidence,
  MOST_ITEMS,
  prepareEvidence,
  requireLabel,
  shownEvidence,
  shownKinds,
  vouchForPaper,
  withdrawEvidence,
} from '../evidence/index.ts';
import { reviewBody } from './clocks.ts';
import type { Asked, RequestView } from './request.ts';
import { mayChangeProof, mayOpenProof } from './rules.ts';
import { viewOf } from './service.ts';
import { findRequest, lockSubjectCase } from './store.ts';

/** None is demanded but what the law names for a repair; whatever else proves the point goes without a kind. */
const KINDS: Readonly<Record<Asked['kind'], readonly EvidenceKind[]>> = {
  objection: [{ id: 'fact', title: '证明实际情况的材料', titleEn: 'What shows the facts', required: false }],
  repair: [
    { id: 'performance', title: '履行义务、纠正行为的证明', titleEn: 'Proof that it was put right', required: true },
  ],
  relief: [
    {
      id: 'impact',
      title: '受通知规定的情形影响的证明',
      titleEn: 'Proof of the cause that the notice names',
      required: false,
    },
  ],
};

/** The department concerned, and the body that reviews what it decides; the credit office sees every request. */
const ownerOf = (asked: Asked, context: PlatformContext): EvidenceOwner => ({
  ...{ kind: 'request', id: asked.requestId, subjectKey: asked.subjectKey },
  departments: [...new Set([asked.departmentId, reviewBody(asked.departmentId, context.policy)])],
});

async function requested(tx: PlatformTx, requestId: string): Promise<RequestView> {
  const asked = await findRequest(tx, requestId);
  if (!asked) throw new Problem('not_found', { said: { zh: '没有找到该申请。', en: 'There is no such request.' } });
  return (await viewOf(tx, asked)).view;
}

/** The applicant's own request, as it stands under its lock: neither sees the other half done. */
async function ownRequest(tx: PlatformTx, applicant: Applicant, requestId: string): Promise<RequestView> {
  const { asked } = await requested(tx, requestId);
  if (!subjectsOf(applicant).some((key) => key === asked.subjectKey))
    throw new Problem('not_found', { said: { zh: '没有找到该申请。', en: 'There is no such request.' } });
  await lockSubjectCase(tx, asked.subjectKey, asked.factKey);
  return requested(tx, requestId);
}

function shown(
  view: RequestView,
  pieces: readonly EvidencePiece[],
  who: Actor | Applicant,
  { policy }: PlatformContext,
): RequestProof {
  const { asked } = view;
  const items = pieces.map((piece) => {
    const item = shownEvidence(piece, who, KINDS[asked.kind], policy);
    // to the person: departments, never who the officers are
    return who.kind !== 'applicant' || piece.addedByKind === 'citizen' ? item : { ...item, addedBy: '窗口工作人员' };
  });
  return {
    items,
    kinds: shownKinds(pieces, KINDS[asked.kind]).map((kind) => ({ ...kind, present: kind.present !== null })),
    open: mayChangeProof(view).ok,
    limits: { bytes: EVIDENCE_LIMITS.bytes, pages: EVIDENCE_LIMITS.pages, items: MOST_ITEMS },
  };
}

export async function ownProof(
  context: PlatformContext,
  applicant: Applicant,
  requestId: string,
): Promise<RequestProof> {
  return transact(context.database, applicant, async (tx) => {
    const view = await ownRequest(tx, applicant, requestId);
    return shown(view, await listEvidence(tx, ownerOf(view.asked, context)), applicant, context);
  });
}

/**
 * Asked first, so that nobody who may not makes the platform work; asked again under the lock, since it may have been decided meanwhile.
 * @throws Problem `not_found`, `action.not_available`, and those of the file
 */
export async function attachProof(
  context: EvidenceContext,
  applicant: Applicant,
  requestId: string,
  content: AsyncIterable<Uint8Array>,
  label: EvidenceUpload,
): Promise<EvidenceAdded> {
  await transact(context.database, applicant, async (tx) => {
    const view = await ownRequest(tx, applicant, requestId);
    requireMay(mayChangeProof(view));
    requireLabel(context, label, KINDS[view.asked.kind]);
  });
  const file = await prepareEvidence(content);
  return transact(context.database, applicant, async (tx) => {
    const view = await ownRequest(tx, applicant, requestId);
    requireMay(mayChangeProof(view));
    return addEvidence(
      ...([tx, context, applicant, ownerOf(view.asked, context), file, label, KINDS[view.asked.kind]] as const),
    );
  });
}

/** At the counter paper is looked at and kept by the office; the officer vouches for it. */
export async function vouchForProof(
  context: EvidenceContext,
  applicant: Applicant,
  requestId: string,
  statement: PaperEvidence,
): Promise<EvidenceAdded> {
  const assistant = applicant.assistedBy;
  if (!assistant) throw new Problem('permission.denied');
  return transact(context.database, applicant, async (tx) => {
    const view = await ownRequest(tx, applicant, requestId);
    requireMay(mayChangeProof(view));
    const owner = ownerOf(view.asked, context);
    const there = await listEvidence(tx, owner);
    // vouched for already, nothing is done: `vouchForPaper` says which piece it is
    if (!there.some((one) => one.form === 'paper' && one.kind === statement.kind && !one.withdrawn && !one.deletedAt))
      await noteCounterAct(tx, context, applicant, {
        ...{ kind: 'paper-proof', subjectKey: view.asked.subjectKey, factKey: view.asked.factKey },
        ...{ about: { type: 'request', id: requestId }, content: { kind: statement.kind } },
      });
    return vouchForPaper(...([tx, context, assistant, owner, statement, KINDS[view.asked.kind]] as const));
  });
}

/** @throws Problem `evidence.not_found`, `permission.denied`, `action.not_available` once the request has been decided */
export async function takeBackProof(
  context: EvidenceContext,
  applicant: Applicant,
  requestId: string,
  evidenceId: string,
): Promise<void> {
  await transact(context.database, applicant, async (tx) => {
    const view = await ownRequest(tx, applicant, requestId);
    requireMay(mayChangeProof(view));
    await withdrawEvidence(tx, context, applicant, ownerOf(view.asked, context), evidenceId, '申请人撤回');
  });
}

interface OpenedFile {
  readonly mediaType: string;
  readonly content: Buffer;
}

export async function openOwnProof(
  context: EvidenceContext,
  applicant: Applicant,
  requestId: string,
  evidenceId: string,
): Promise<OpenedFile> {
  const seen = await transact(context.database, applicant, async (tx) => {
    const view = await ownRequest(tx, applicant, requestId);
    return lookAtEvidence(tx, context, applicant, ownerOf(view.asked, context), evidenceId, undefined);
  });
  return { mediaType: seen.mediaType, content: await evidenceContent(context, seen) };
}

/** What there is, for whoever may see the request; the list is a look of its own. */
export async function requestProof(context: PlatformContext, actor: Actor, requestId: string): Promise<RequestProof> {
  return transact(context.database, actor, async (tx) => {
    const view = await requested(tx, requestId);
    await writeLook(tx, actor, {
      at: context.clock(),
      action: 'evidence.listed',
      objectType: 'request',
      objectId: requestId,
      of: { subjects: [view.asked.subjectKey] },
      purpose: '办理申请',
    });
    return shown(view, await listEvidence(tx, ownerOf(view.asked, context)), actor, context);
  });
}

/**
 * Opens one file, for who handles the request. Logged and committed before a byte is read (looked-is-logged).
 * @throws Problem `permission.denied`, `jurisdiction.denied`, `purpose.required`, `evidence.not_found`, `evidence.deleted`
 */
export async function openProof(
  context: EvidenceContext,
  actor: Actor,
  requestId: string,
  evidenceId: string,
  purpose: string | undefined,
): Promise<OpenedFile> {
  const seen = await transact(context.database, actor, async (tx) => {
    const view = await requested(tx, requestId);
    requireMay(mayOpenProof(view, actor, context.policy));
    return lookAtEvidence(tx, context, actor, ownerOf(view.asked, context), evidenceId, purpose);
  });
  return { mediaType: seen.mediaType, content: await evidenceContent(context, seen) };
}

/** When requests ended, for the retention of their proof; one that may still be reviewed counts from its last step too. */
export async function requestsSettled(tx: PlatformTx, ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx
    .selectFrom('rights_state as s')
    .innerJoin('rights_action as a', (join) =>
      join
        .onRef('a.subject_key', '=', 's.subject_key')
        .onRef('a.request_id', '=', 's.request_id')
        .onRef('a.sequence', '=', 's.sequence'),
    )
    .select(['s.request_id', 'a.at'])
    .where('s.request_id', 'in', ids.length > 0 ? [...ids] : ['00000000-0000-0000-0000-000000000000'])
    .where('s.ended_on', 'is not', null)
    .execute();
  return new Map(rows.map(({ request_id, at }) => [request_id, at]));
}
