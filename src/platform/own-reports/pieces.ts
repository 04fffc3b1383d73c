/** Whose the proof of a draft is, which kinds of it are there, and how the person sees it. Pure. */
import type { OwnDraft } from '#contracts/own-reports.ts';
import type { EvidenceKind, Policy } from '#kernel/policy/policy.ts';
import type { Applicant } from '../access/applicant.ts';
import { type EvidenceOwner, type EvidencePiece, shownEvidence } from '../evidence/index.ts';

/** No department's matter yet. */
export const draftOwner = ({ subjectKey }: Applicant, reportId: string): EvidenceOwner => ({
  ...{ kind: 'own-report', id: reportId, subjectKey },
  departments: [],
});

const isThere = ({ withdrawn }: EvidencePiece): boolean => withdrawn === null;

/** Kinds of which there is a piece; one whose file was deleted in due time had been there. */
export function presentKinds(pieces: readonly EvidencePiece[]): ReadonlySet<string> {
  return new Set(pieces.filter(isThere).flatMap(({ kind }) => (kind === null ? [] : [kind])));
}

/** As the person sees it: departments, never who the officers are. */
export function shownOwnEvidence(
  pieces: readonly EvidencePiece[],
  applicant: Applicant,
  kinds: readonly EvidenceKind[],
  policy: Policy,
): OwnDraft['evidence'] {
  const present = presentKinds(pieces);
  return {
    items: pieces.filter(isThere).map((piece) => {
      const item = shownEvidence(piece, applicant, kinds, policy);
      return piece.addedByKind === 'citizen' ? item : { ...item, addedBy: item.department ?? '办理部门' };
    }),
    kinds: kinds.map(({ id, title, titleEn, required }) => ({
      id,
      title,
      titleEn,
      required,
      present: present.has(id),
    })),
  };
}
