/** All SQL about evidence. */
import { sql } from 'kysely';
import type { EvidenceForm, EvidenceMediaType } from '#contracts/vocabulary.ts';
import type { EvidenceBy, EvidenceOwnerKind, PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';

/** What evidence proves something for: a case, a citizen's own report, a request (objection, repair, relief). */
export interface EvidenceOwner {
  readonly kind: EvidenceOwnerKind;
  /** case number, id of the own report or of the request */
  readonly id: string;
  readonly subjectKey: string;
  /** whose matter it is; none while only the person themself sees it */
  readonly departments: readonly string[];
}

export interface EvidencePiece {
  readonly subjectKey: string;
  readonly evidenceId: string;
  readonly kind: string | null;
  readonly note: string | null;
  readonly form: EvidenceForm;
  readonly mediaType: EvidenceMediaType | null;
  readonly sha256: Buffer | null;
  readonly bytes: number | null;
  readonly pages: number | null;
  readonly addedAt: Date;
  readonly addedByKind: EvidenceBy;
  readonly addedBy: string;
  /** of an officer or machine */
  readonly addedByName: string | null;
  readonly departmentId: string | null;
  readonly withdrawn: { readonly at: Date; readonly reason: string } | null;
  readonly deletedAt: Date | null;
}

/** One at a time per owner: the same file twice is one piece, and the number is bounded. */
export async function lockOwner(tx: PlatformTx, { kind, id }: EvidenceOwner): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`evidence ${kind} ${id}`}, 0))`.execute(tx);
}

/** Held by who writes a file and its row, and by the sweep: neither sees the other half done. */
export async function lockFile(tx: PlatformTx, sha256: Buffer): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`evidence file ${sha256.toString('hex')}`}, 0))`.execute(
    tx,
  );
}

/** Oldest first; withdrawn and deleted ones too, as what was there. */
export async function listEvidence(
  tx: PlatformTx,
  owner: Pick<EvidenceOwner, 'kind' | 'id' | 'subjectKey'>,
): Promise<EvidencePiece[]> {
  const { rows } = await sql<Row>`
    SELECT e.*, f.name AS added_by_name, w.at AS withdrawn_at, w.reason AS withdrawn_reason, d.at AS deleted_at
    FROM evidence_owner o
    JOIN evidence e ON e.subject_key = o.subject_key AND e.evidence_id = o.evidence_id
    LEFT JOIN evidence_withdrawal w ON w.subject_key = e.subject_key AND w.evidence_id = e.evidence_id
    LEFT JOIN evidence_deletion d ON d.subject_key = e.subject_key AND d.evidence_id = e.evidence_id
    LEFT JOIN officer f ON e.added_by_kind <> 'citizen' AND f.id::text = e.added_by
    WHERE o.subject_key = ${owner.subjectKey} AND o.owner_kind = ${owner.kind} AND o.owner_id = ${owner.id}
    ORDER BY e.added_at, e.evidence_id`.execute(tx);
  return rows.map((row) => ({
    subjectKey: row.subject_key,
    evidenceId: row.evidence_id,
    kind: row.kind,
    note: row.note,
    form: row.form,
    mediaType: row.media_type,
    sha256: row.sha256,
    bytes: row.bytes,
    pages: row.pages,
    addedAt: row.added_at,
    addedByKind: row.added_by_kind,
    addedBy: row.added_by,
    addedByName: row.added_by_name,
    departmentId: row.department_id,
    withdrawn: row.withdrawn_at && { at: row.withdrawn_at, reason: row.withdrawn_reason ?? '' },
    deletedAt: row.deleted_at,
  }));
}

interface Row {
  subject_key: string;
  evidence_id: string;
  kind: string | null;
  note: string | null;
  form: EvidenceForm;
  media_type: EvidencePiece['mediaType'];
  sha256: Buffer | null;
  bytes: number | null;
  pages: number | null;
  added_at: Date;
  added_by_kind: EvidenceBy;
  added_by: string;
  added_by_name: string | null;
  department_id: string | null;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
  deleted_at: Date | null;
}

export type NewEvidence = Omit<EvidencePiece, 'subjectKey' | 'addedByName' | 'withdrawn' | 'deletedAt' | 'note'> & {
  readonly note: ScreenedText | null;
};

export async function insertEvidence(tx: PlatformTx, owner: EvidenceOwner, piece: NewEvidence): Promise<void> {
  await tx
    .insertInto('evidence')
    .values({
      subject_key: owner.subjectKey,
      evidence_id: piece.evidenceId,
      kind: piece.kind,
      note: piece.note,
      form: piece.form,
      media_type: piece.mediaType,
      sha256: piece.sha256,
      bytes: piece.bytes,
      pages: piece.pages,
      added_at: piece.addedAt,
      added_by_kind: piece.addedByKind,
      added_by: piece.addedBy,
      department_id: piece.departmentId,
    })
    .execute();
  await insertOwner(tx, owner, piece.evidenceId);
}

export async function insertOwner(tx: PlatformTx, owner: EvidenceOwner, evidenceId: string): Promise<void> {
  await tx
    .insertInto('evidence_owner')
    .values({
      subject_key: owner.subjectKey,
      owner_kind: owner.kind,
      owner_id: owner.id,
      evidence_id: evidenceId,
      departments: [...owner.departments],
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function insertWithdrawal(
  tx: PlatformTx,
  { subjectKey, evidenceId }: Pick<EvidencePiece, 'subjectKey' | 'evidenceId'>,
  withdrawal: {
    readonly at: Date;
    readonly byKind: EvidenceBy | 'system';
    readonly byId: string;
    readonly reason: ScreenedText;
  },
): Promise<void> {
  await tx
    .insertInto('evidence_withdrawal')
    .values({
      subject_key: subjectKey,
      evidence_id: evidenceId,
      at: withdrawal.at,
      by_kind: withdrawal.byKind,
      by_id: withdrawal.byId,
      reason: withdrawal.reason,
    })
    .execute();
}

/** A piece whose file still exists, with what it belongs to. */
export interface KeptPiece {
  readonly subjectKey: string;
  readonly evidenceId: string;
  readonly withdrawn: boolean;
  readonly owners: readonly { readonly kind: EvidenceOwnerKind; readonly id: string }[];
}

export async function keptPieces(
  tx: PlatformTx,
  after: Pick<KeptPiece, 'subjectKey' | 'evidenceId'> | undefined,
  limit: number,
): Promise<KeptPiece[]> {
  const from = after ?? { subjectKey: null, evidenceId: null };
  const { rows } = await sql<KeptPiece>`
    SELECT e.subject_key AS "subjectKey", e.evidence_id AS "evidenceId",
      EXISTS (SELECT FROM evidence_withdrawal w WHERE w.subject_key = e.subject_key AND w.evidence_id = e.evidence_id) AS withdrawn,
      (SELECT jsonb_agg(jsonb_build_object('kind', o.owner_kind, 'id', o.owner_id))
       FROM evidence_owner o WHERE o.subject_key = e.subject_key AND o.evidence_id = e.evidence_id) AS owners
    FROM evidence e
    WHERE e.form = 'file'
      AND (${from.subjectKey}::uuid IS NULL OR (e.subject_key, e.evidence_id) > (${from.subjectKey}::uuid, ${from.evidenceId}::uuid))
      AND NOT EXISTS (SELECT FROM evidence_deletion d WHERE d.subject_key = e.subject_key AND d.evidence_id = e.evidence_id)
    ORDER BY e.subject_key, e.evidence_id LIMIT ${limit}`.execute(tx);
  return rows;
}

/** False when somebody else did it first. */
export async function insertDeletion(
  tx: PlatformTx,
  { subjectKey, evidenceId }: Pick<KeptPiece, 'subjectKey' | 'evidenceId'>,
  at: Date,
  because: 'retention' | 'withdrawn',
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('evidence_deletion')
    .values({ subject_key: subjectKey, evidence_id: evidenceId, at, because })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Of these files the ones some piece still needs, in hexadecimal. */
export async function neededFiles(tx: PlatformTx, digests: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ sha256: Buffer }>`
    SELECT DISTINCT e.sha256 FROM evidence e
    WHERE e.sha256 = ANY (${digests}::bytea[])
      AND NOT EXISTS (SELECT FROM evidence_deletion d WHERE d.subject_key = e.subject_key AND d.evidence_id = e.evidence_id)`.execute(
    tx,
  );
  return new Set(rows.map(({ sha256 }) => sha256.toString('hex')));
}
