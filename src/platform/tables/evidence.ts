/** Of evidence: pieces, whose they are, and how they go. */
import type { EvidenceForm, EvidenceMediaType } from '#contracts/vocabulary.ts';
import type { FreeText, LogEntryId } from './columns.ts';

export type EvidenceOwnerKind = 'case' | 'own-report' | 'request' | 'counter-act';

export type EvidenceBy = 'officer' | 'machine' | 'citizen';

export interface EvidenceTable {
  subject_key: string;
  evidence_id: string;
  kind: string | null;
  note: FreeText | null;
  form: EvidenceForm;
  media_type: EvidenceMediaType | null;
  sha256: Buffer | null;
  bytes: number | null;
  pages: number | null;
  added_at: Date;
  added_by_kind: EvidenceBy;
  added_by: string;
  department_id: string | null;
  audit_id: LogEntryId;
}

export interface EvidenceOwnerTable {
  subject_key: string;
  owner_kind: EvidenceOwnerKind;
  owner_id: string;
  evidence_id: string;
  departments: string[];
  audit_id: LogEntryId;
}

export interface EvidenceWithdrawalTable {
  subject_key: string;
  evidence_id: string;
  at: Date;
  by_kind: EvidenceBy | 'system';
  by_id: string;
  reason: FreeText;
  audit_id: LogEntryId;
}

export interface EvidenceDeletionTable {
  subject_key: string;
  evidence_id: string;
  at: Date;
  because: 'retention' | 'withdrawn';
  audit_id: LogEntryId;
}
