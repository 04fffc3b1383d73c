/** All SQL of enacting: versions, proposals and how they ended, acknowledgements. What a confirmation enacts, the database itself writes. */
import { type Insertable, sql } from 'kysely';
import type { EnactmentKind } from '#contracts/vocabulary.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { EnactmentDecisionTable, EnactmentProposalTable, PlatformTx } from '../database.ts';
import type { CityPart } from './city-part.ts';

/** One act after the other: versions follow each other. */
export async function lockEnacting(tx: PlatformTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('enactment', 0))`.execute(tx);
}

/** What follows writes nothing, whatever is called. */
export async function readingOnly(tx: PlatformTx): Promise<void> {
  await sql`SET TRANSACTION READ ONLY`.execute(tx);
}

export interface StoredVersion {
  readonly scope: string;
  readonly version: number;
  readonly fromDay: LocalDate;
  readonly untilDay: LocalDate | null;
  readonly digest: string;
  readonly proposer: string | null;
  readonly confirmer: string | null;
  readonly acknowledgedBy: readonly string[];
}

/** Every version ever enacted, without its text. */
export async function listVersions(tx: PlatformTx): Promise<StoredVersion[]> {
  const { rows } = await sql<StoredVersion>`SELECT e.scope, e.version, e.from_day::text AS "fromDay",
      least(e.until_day, r.until_day)::text AS "untilDay", e.digest, p.name AS proposer, c.name AS confirmer,
      ARRAY(SELECT o.name FROM enactment_acknowledged a JOIN officer o ON o.id = a.officer_id
        WHERE a.scope = e.scope AND a.version = e.version ORDER BY a.at, o.name) AS "acknowledgedBy"
    FROM enactment e LEFT JOIN enactment_repeal r ON r.scope = e.scope
      LEFT JOIN officer p ON p.id = e.proposed_by LEFT JOIN officer c ON c.id = e.confirmed_by
    ORDER BY e.scope, e.version DESC`.execute(tx);
  return rows;
}

/** The city's part, as it was enacted apart. */
export async function listCities(tx: PlatformTx) {
  const rows = await tx
    .selectFrom('enactment')
    .select(['version', 'digest', 'compiled'])
    .where('scope', '=', 'city')
    .orderBy('version')
    .execute();
  return rows.map(({ compiled, ...row }) => ({ ...row, compiled: compiled as unknown as CityPart }));
}

export interface StoredItem {
  readonly scope: string;
  readonly title: string;
  readonly version: number | null;
  readonly digest: string | null;
  readonly difference: readonly object[];
}

export interface StoredProposal {
  readonly id: string;
  readonly kind: EnactmentKind;
  readonly fromDay: LocalDate;
  readonly items: readonly StoredItem[];
  readonly rehearsal: object;
  readonly digest: string;
  readonly proposedBy: string;
  readonly proposer: string;
  readonly proposedAt: Date;
  readonly decision: EnactmentDecisionTable['decision'] | null;
  readonly decider: string | null;
  readonly decidedAt: Date | null;
}

/** The newest first, without the compiled texts; a city has a handful a year. */
export async function listProposals(tx: PlatformTx, id?: string): Promise<StoredProposal[]> {
  const { rows } = await sql<StoredProposal>`SELECT p.proposal_id AS id, p.kind, p.from_day::text AS "fromDay",
      (SELECT jsonb_agg(item.value - 'compiled' - 'noted' ORDER BY item.ordinality) FROM jsonb_array_elements(p.items) WITH ORDINALITY item) AS items,
      p.rehearsal, p.digest, p.proposed_by AS "proposedBy", o.name AS proposer, p.proposed_at AS "proposedAt",
      d.decision, dr.name AS decider, d.decided_at AS "decidedAt"
    FROM enactment_proposal p JOIN officer o ON o.id = p.proposed_by
      LEFT JOIN enactment_decision d USING (proposal_id) LEFT JOIN officer dr ON dr.id = d.decided_by
    WHERE ${id ?? null}::uuid IS NULL OR p.proposal_id = ${id ?? null}::uuid
    ORDER BY p.proposed_at DESC, p.proposal_id DESC LIMIT 100`.execute(tx);
  return rows;
}

export async function addProposal(
  tx: PlatformTx,
  proposal: Omit<Insertable<EnactmentProposalTable>, 'items' | 'rehearsal'> & {
    readonly items: readonly object[];
    readonly rehearsal: object;
  },
): Promise<void> {
  const { items, rehearsal, ...row } = proposal;
  const values = { ...row, items: JSON.stringify(items), rehearsal: JSON.stringify(rehearsal) };
  await tx.insertInto('enactment_proposal').values(values).execute();
}

export async function addDecision(tx: PlatformTx, decision: Insertable<EnactmentDecisionTable>): Promise<void> {
  await tx.insertInto('enactment_decision').values(decision).execute();
}

export async function addAcknowledgement(
  tx: PlatformTx,
  row: { readonly scope: string; readonly version: number; readonly officer_id: string; readonly at: Date },
): Promise<void> {
  await tx.insertInto('enactment_acknowledged').values(row).execute();
}
