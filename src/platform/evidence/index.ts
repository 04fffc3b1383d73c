/** Evidence (证明材料): files that prove something, re-encoded, sealed, looked at for a reason, deleted in time. */
export type { EvidenceContext } from './context.ts';
export { EVIDENCE_LIMITS, MOST_ITEMS } from './limits.ts';
export { type Settled, type SettledByKind, sweepEvidence } from './retention.ts';
export { presentAs, shownEvidence, shownKinds } from './rules.ts';
export {
  abandonEvidence,
  addEvidence,
  type EvidenceLabel,
  evidenceContent,
  lookAtEvidence,
  type PreparedEvidence,
  passOnEvidence,
  prepareEvidence,
  requireLabel,
  type SeenEvidence,
  takesEvidence,
  vouchForPaper,
  withdrawEvidence,
} from './service.ts';
export { type EvidenceOwner, type EvidencePiece, listEvidence } from './store.ts';
