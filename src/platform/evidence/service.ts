/**
 * Evidence as a service to what it proves something for: determination (cases), own reports, objections, repairs, relief. The domain
 * that owns the matter decides who may and locks it; this one keeps the file, the row and the log in the transaction it is given.
 */
import { createHash } from 'node:crypto';
import type { EvidenceAdded } from '#contracts/evidence.ts';
import type { EvidenceMediaType, StoreFault } from '#contracts/vocabulary.ts';
import { takesFile } from '#http/body-route.ts';
import type { EvidenceKind } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { Act } from '../audit-actions.ts';
import { type LoggedLook, type OwnLook, ownLook, writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { StoreFailure } from '../files/index.ts';
import { screenedText } from '../screened.ts';
import { cleanEvidence } from './cleaning-thread.ts';
import type { EvidenceContext } from './context.ts';
import { EVIDENCE_LIMITS, MOST_ITEMS } from './limits.ts';
import { addedBy, isLive, requireEvidenceKind } from './rules.ts';
import {
  type EvidenceOwner,
  type EvidencePiece,
  insertEvidence,
  insertOwner,
  insertWithdrawal,
  listEvidence,
  lockFile,
  lockOwner,
  type NewEvidence,
  neededFiles,
} from './store.ts';

/** A file as it will be kept: re-encoded, with its digest. Not yet stored anywhere. */
export interface PreparedEvidence {
  readonly mediaType: EvidenceMediaType;
  readonly content: Buffer;
  readonly pages: number;
  readonly sha256: Buffer;
}

/**
 * Reads an upload and re-encodes it in a thread. Outside any transaction, and only for somebody who may add: it costs seconds.
 * @throws Problem `file.empty`, `evidence.format`, `evidence.unreadable`, `evidence.too_large`, `unavailable`
 */
export async function prepareEvidence(content: AsyncIterable<Uint8Array>): Promise<PreparedEvidence> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of content) {
    bytes += part.length;
    if (bytes > EVIDENCE_LIMITS.bytes) throw evidenceTooLarge();
    parts.push(part);
  }
  if (bytes === 0)
    throw new Problem('evidence.unreadable', {
      said: { zh: '收到的文件是空的（0字节）。', en: 'The file received is empty (0 bytes).' },
    });
  const clean = await cleanEvidence(Buffer.concat(parts));
  const kept = Buffer.from(clean.content);
  return { ...clean, content: kept, sha256: createHash('sha256').update(kept).digest() };
}

const evidenceTooLarge = (): Problem =>
  new Problem('evidence.too_large', {
    said: {
      zh: `每份材料不超过 ${EVIDENCE_LIMITS.bytes >> 20}MB。`,
      en: `At most ${EVIDENCE_LIMITS.bytes >> 20} MB for each piece.`,
    },
  });

/** For the options of a route that takes a piece of evidence as its body. */
export const takesEvidence = takesFile('memory', EVIDENCE_LIMITS.bytes, evidenceTooLarge);

export interface EvidenceLabel {
  /** of the catalogue; undefined: other */
  readonly kind?: string | undefined;
  readonly note?: string | undefined;
}

/**
 * Adds a prepared file. The same file under the same kind once more is the piece that is there already; if our store had lost it, it is
 * stored again. The sealed file is on the
 * disk before the transaction commits; if it does not commit, the sweep finds a file nobody needs.
 * @throws Problem `request.invalid`, `action.not_available`; StoreFailure: then nothing was added
 */
export async function addEvidence(
  tx: PlatformTx,
  context: EvidenceContext,
  who: Actor | Applicant,
  owner: EvidenceOwner,
  file: PreparedEvidence,
  label: EvidenceLabel,
  kinds: readonly EvidenceKind[],
): Promise<EvidenceAdded> {
  requireLabel(context, label, kinds);
  return addOnce(tx, context, who, owner, label, 'evidence.added', {
    same: ({ sha256 }) => sha256?.equals(file.sha256) ?? false,
    piece: { form: 'file', ...fileFacts(file) },
    keep: async () => {
      await lockFile(tx, file.sha256);
      await context.evidenceFiles.keep(oneBy(file.content));
    },
    lost: () => context.evidenceFiles.check(file.sha256),
  });
}

/**
 * An officer vouches that the department keeps the evidence on paper.
 * @throws Problem `request.invalid`, `permission.denied`
 */
export async function vouchForPaper(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  owner: EvidenceOwner,
  label: EvidenceLabel & { readonly kind: string },
  kinds: readonly EvidenceKind[],
): Promise<EvidenceAdded> {
  if (actor.kind !== 'officer' || actor.departmentId === null) throw new Problem('permission.denied');
  requireLabel(context, label, kinds);
  return addOnce(tx, context, actor, owner, label, 'evidence.vouched', {
    same: ({ form }) => form === 'paper',
    piece: { form: 'paper', mediaType: null, sha256: null, bytes: null, pages: null },
    keep: async () => {},
    lost: async () => undefined,
  });
}

interface Addition {
  readonly same: (piece: EvidencePiece) => boolean;
  readonly piece: Pick<NewEvidence, 'form' | 'mediaType' | 'sha256' | 'bytes' | 'pages'>;
  readonly keep: () => Promise<void>;
  /** what is wrong with the file of a piece that is there already */
  readonly lost: () => Promise<StoreFault | undefined>;
}

async function addOnce(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  owner: EvidenceOwner,
  { kind, note }: EvidenceLabel,
  action: 'evidence.added' | 'evidence.vouched',
  { same, piece, keep, lost }: Addition,
): Promise<EvidenceAdded> {
  await lockOwner(tx, owner);
  const live = (await listEvidence(tx, owner)).filter(isLive);
  const known = live.find((one) => one.kind === (kind ?? null) && same(one));
  if (known) {
    const because = await lost();
    if (because !== undefined) {
      await keep();
      await logEvidence(tx, context, who, owner, 'evidence.restored', known.evidenceId, { because });
    }
    return { evidenceId: known.evidenceId, known: true };
  }
  if (live.length >= MOST_ITEMS)
    throw new Problem('action.not_available', {
      said: {
        zh: `至多 ${MOST_ITEMS} 份证明材料。请合并为一个 PDF，或者撤回不需要的。`,
        en: `At most ${MOST_ITEMS} pieces of evidence. Join them in one PDF, or take back what is not needed.`,
      },
    });
  const at = context.clock();
  const evidenceId = context.newId();
  const label = {
    kind: kind ?? null,
    note: note === undefined || note === '' ? null : screenedText(context.policy, note),
  };
  await insertEvidence(tx, owner, { evidenceId, ...label, ...piece, addedAt: at, ...addedBy(who) });
  await logEvidence(tx, context, who, owner, action, evidenceId, {
    ...{ kind: label.kind, form: piece.form },
    ...(piece.sha256 ? { sha256: piece.sha256.toString('hex'), bytes: piece.bytes } : {}),
  });
  await keep();
  return { evidenceId, known: false };
}

const fileFacts = ({ mediaType, sha256, content, pages }: PreparedEvidence) => ({
  ...{ mediaType, sha256, pages },
  bytes: content.length,
});

async function* oneBy(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

/** @throws Problem `request.invalid` for a kind the catalogue does not name, or a note that must not be kept */
export function requireLabel(
  { policy }: PlatformContext,
  { kind, note }: EvidenceLabel,
  kinds: readonly EvidenceKind[],
): void {
  requireEvidenceKind(kind, kinds);
  if (note !== undefined) screenedText(policy, note);
}

/**
 * Takes back what one added oneself; whether it is still time for that, the owner of the matter has decided.
 * @throws Problem `evidence.not_found`, `permission.denied`, `action.not_available`
 */
export async function withdrawEvidence(
  tx: PlatformTx,
  context: EvidenceContext,
  who: Actor | Applicant,
  owner: EvidenceOwner,
  evidenceId: string,
  reason: string,
): Promise<void> {
  const screenedReason = screenedText(context.policy, reason);
  await lockOwner(tx, owner);
  const piece = await getEvidence(tx, owner, evidenceId);
  const mine = addedBy(who);
  if (piece.addedByKind !== mine.addedByKind || piece.addedBy !== mine.addedBy)
    throw new Problem('permission.denied', {
      said: { zh: '证明材料只能由添加的人撤回。', en: 'Evidence is taken back by whoever added it.' },
    });
  if (piece.withdrawn) return;
  if (piece.deletedAt) throw new Problem('evidence.deleted');
  const at = context.clock();
  await insertWithdrawal(tx, piece, { at, byKind: mine.addedByKind, byId: mine.addedBy, reason: screenedReason });
  await logEvidence(tx, context, who, owner, 'evidence.withdrawn', evidenceId);
}

/** What was handed in with something that came to nothing (an expired draft): all of it goes with the next sweep, by the job that ended it. */
export async function abandonEvidence(
  tx: PlatformTx,
  context: EvidenceContext,
  actor: Actor,
  owner: Pick<EvidenceOwner, 'kind' | 'id' | 'subjectKey'>,
  reason: string,
): Promise<void> {
  const at = context.clock();
  for (const piece of (await listEvidence(tx, owner)).filter(isLive)) {
    await insertWithdrawal(tx, piece, {
      at,
      byKind: 'system',
      byId: actor.id,
      reason: screenedText(context.policy, reason),
    });
    await logEvidence(tx, context, actor, owner, 'evidence.withdrawn', piece.evidenceId);
  }
}

/** What was handed in with a draft belongs to the matter it becomes: an own report to its case, say. Withdrawn pieces stay behind. */
export async function passOnEvidence(
  tx: PlatformTx,
  context: EvidenceContext,
  who: Actor | Applicant,
  from: EvidenceOwner,
  to: EvidenceOwner,
): Promise<number> {
  if (from.subjectKey !== to.subjectKey) throw new RangeError('evidence is about one subject');
  await lockOwner(tx, from);
  await lockOwner(tx, to);
  const live = (await listEvidence(tx, from)).filter(isLive);
  for (const { evidenceId } of live) {
    await insertOwner(tx, to, evidenceId);
    await logEvidence(tx, context, who, to, 'evidence.passed_on', evidenceId);
  }
  return live.length;
}

/**
 * The piece somebody is about to see. Somebody else's look is logged with its purpose here; take the content with `evidenceContent`
 * after this transaction has committed (looked-is-logged).
 * @throws Problem `evidence.not_found`, `evidence.deleted`, `purpose.required`
 */
export async function lookAtEvidence(
  tx: PlatformTx,
  context: EvidenceContext,
  who: Actor | Applicant,
  owner: EvidenceOwner,
  evidenceId: string,
  purpose: string | undefined,
): Promise<SeenEvidence> {
  const piece = await getEvidence(tx, owner, evidenceId);
  if (piece.withdrawn)
    throw new Problem('evidence.not_found', {
      said: { zh: '该证明材料已被撤回。', en: 'This evidence was taken back.' },
    });
  if (piece.deletedAt) throw new Problem('evidence.deleted');
  const { sha256, mediaType } = piece;
  if (!sha256 || !mediaType)
    throw new Problem('action.not_available', {
      said: {
        zh: '该材料由单位留存纸质件，平台没有电子件。',
        en: 'This evidence is kept on paper by the department; there is no file.',
      },
    });
  if (who.kind === 'applicant' && !who.assistedBy)
    return { evidenceId, sha256, mediaType, look: ownLook(who, owner.subjectKey, sha256) };
  const look = await writeLook(tx, who, {
    ...aboutPiece(context, owner, evidenceId),
    action: 'evidence.viewed',
    of: { subjects: [owner.subjectKey] },
    file: sha256,
    purpose: screenedText(context.policy, purpose ?? ''),
  });
  return { evidenceId, sha256, mediaType, look };
}

export interface SeenEvidence {
  readonly evidenceId: string;
  readonly sha256: Buffer;
  readonly mediaType: EvidenceMediaType;
  /** opens the content, and nothing else */
  readonly look: LoggedLook | OwnLook;
}

/**
 * @throws Problem `evidence.deleted` when it was deleted meanwhile, `evidence.unreadable` when the file was altered,
 *   `evidence.unavailable` when our store has lost it or cannot be read
 */
export async function evidenceContent(context: EvidenceContext, { sha256, look }: SeenEvidence): Promise<Buffer> {
  try {
    const parts: Buffer[] = [];
    for await (const part of context.evidenceFiles.read(sha256, look)) parts.push(part);
    return Buffer.concat(parts);
  } catch (cause) {
    const fault = cause instanceof StoreFailure ? cause.fault : undefined;
    if (fault === 'damaged') throw altered(cause);
    if (fault === 'missing' && !(await isStillKept(context, sha256))) throw new Problem('evidence.deleted');
    throw new Problem('evidence.unavailable', {
      ...(fault === undefined ? {} : { extra: { because: fault } }),
      cause,
    });
  }
}

/** A file goes after the row that says so: without such a row, it is we who lost it. */
async function isStillKept({ database }: EvidenceContext, sha256: Buffer): Promise<boolean> {
  const needed = await transact(database, systemActor('evidence.open'), (tx) => neededFiles(tx, [sha256]));
  return needed.size > 0;
}

const altered = (cause: unknown): Problem =>
  new Problem('evidence.unreadable', {
    said: {
      zh: '保存的文件已损坏或者被改动，校验不通过，没有打开。请告知管理员，并向报送单位调取原件。',
      en: 'The stored file is damaged or was altered; it was not opened. Tell the administrator, and ask the reporting department for the original.',
    },
    cause,
  });

async function getEvidence(tx: PlatformTx, owner: EvidenceOwner, evidenceId: string): Promise<EvidencePiece> {
  const piece = (await listEvidence(tx, owner)).find((one) => one.evidenceId === evidenceId);
  if (!piece) throw new Problem('evidence.not_found');
  return piece;
}

export async function logEvidence(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  owner: Pick<EvidenceOwner, 'kind' | 'id' | 'subjectKey'>,
  action: Extract<Act, `evidence.${string}`>,
  evidenceId: string,
  detail: object = {},
): Promise<void> {
  const about = aboutPiece(context, owner, evidenceId);
  await writeAudit(tx, who, {
    ...about,
    action,
    subjectKey: owner.subjectKey,
    detail: { ...about.detail, ...detail },
  });
}

/** In the log of the case where it belongs to one, so that who reads the case's history finds it there. */
function aboutPiece(context: PlatformContext, owner: Pick<EvidenceOwner, 'kind' | 'id'>, evidenceId: string) {
  const ofCase = owner.kind === 'case';
  return {
    at: context.clock(),
    objectType: ofCase ? ('case' as const) : ('evidence' as const),
    objectId: ofCase ? owner.id : evidenceId,
    detail: { evidenceId, ...(ofCase ? {} : { owner: `${owner.kind} ${owner.id}` }) },
  };
}
