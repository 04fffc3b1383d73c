/** The pure part of evidence: who added a piece, what of the required evidence is there, and how a piece is shown. */
import type { CaseEvidence, EvidenceItem } from '#contracts/evidence.ts';
import type { EvidenceForm } from '#contracts/vocabulary.ts';
import type { EvidenceKind, Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import type { EvidenceBy } from '../database.ts';
import type { EvidencePiece } from './store.ts';

const OTHER = '其他材料';

export interface AddedBy {
  readonly addedByKind: EvidenceBy;
  readonly addedBy: string;
  readonly departmentId: string | null;
}

/** At the counter the person hands it over, and the officer worked the keys: the audit names the officer, the piece the person. */
export function addedBy(who: Actor | Applicant): AddedBy {
  if (who.kind === 'applicant') return { addedByKind: 'citizen', addedBy: who.subjectKey, departmentId: null };
  if (who.kind === 'system') throw new Problem('permission.denied');
  return { addedByKind: who.kind, addedBy: who.id, departmentId: who.departmentId };
}

export const isLive = ({ withdrawn, deletedAt }: EvidencePiece): boolean => withdrawn === null && deletedAt === null;

/** Whether a kind of evidence is there: also after its file was deleted in due time, since then it had been there. */
export function presentAs(pieces: readonly EvidencePiece[], kind: string): EvidenceForm | null {
  const given = pieces.filter((piece) => piece.kind === kind && piece.withdrawn === null);
  return given.find(({ form }) => form === 'file')?.form ?? given[0]?.form ?? null;
}

export function shownKinds(pieces: readonly EvidencePiece[], kinds: readonly EvidenceKind[]): CaseEvidence['kinds'] {
  return kinds.map(({ id, title, titleEn, required }) => ({
    ...{ id, title, titleEn, required },
    present: presentAs(pieces, id),
  }));
}

/** catalogue-only: a kind the catalogue does not name for this information is refused: a check of input. @throws Problem `request.invalid` */
export function requireEvidenceKind(kind: string | undefined, kinds: readonly EvidenceKind[]): void {
  if (kind === undefined || kinds.some(({ id }) => id === kind)) return;
  const known = kinds.map(({ id, title }) => `${title}（${id}）`).join('、');
  throw new Problem('request.invalid', {
    said: {
      zh: `材料种类“${kind}”不在目录之内。${known ? `可选：${known}。` : ''}其他材料请不填种类。`,
      en: `The catalogue names no kind of evidence “${kind}”. ${known ? `It names ${known}. ` : ''}Leave the kind out for anything else.`,
    },
  });
}

export function shownEvidence(
  piece: EvidencePiece,
  who: Actor | Applicant,
  kinds: readonly EvidenceKind[],
  policy: Policy,
): EvidenceItem {
  const { evidenceId, kind, note, form, mediaType, bytes, pages, withdrawn, departmentId } = piece;
  const mine = addedBy(who);
  const known = kinds.find(({ id }) => id === kind);
  return {
    ...{ evidenceId, kind, note, form, mediaType, bytes, pages },
    title: known?.title ?? OTHER,
    titleEn: known?.titleEn,
    sha256: piece.sha256?.toString('hex') ?? null,
    addedAt: piece.addedAt.toISOString(),
    addedBy: piece.addedByKind === 'citizen' ? '本人' : (piece.addedByName ?? piece.addedBy),
    department: departmentId === null ? null : (policy.findDepartment(departmentId)?.name ?? departmentId),
    own: piece.addedByKind === mine.addedByKind && piece.addedBy === mine.addedBy,
    withdrawn: withdrawn && { at: withdrawn.at.toISOString(), reason: withdrawn.reason },
    deletedAt: piece.deletedAt?.toISOString() ?? null,
  };
}
