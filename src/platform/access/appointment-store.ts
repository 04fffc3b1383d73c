/** SQL of appointments: what is proposed, and how it ended. A confirmation is carried out by the database itself (migration 0024). */
import { sql } from 'kysely';
import type { AppointmentDecision, AppointmentKind } from '#contracts/vocabulary.ts';
import type { PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';
import type { Seen } from './jurisdiction.ts';

export interface AppointmentRow {
  readonly proposal_id: string;
  readonly kind: AppointmentKind;
  readonly officer_id: string;
  readonly department_id: string;
  readonly roles: string[];
  readonly external_id: string | null;
  readonly client_id: string | null;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly proposer: string;
  /** what the officer is called, or will be */
  readonly receiver: string;
  readonly decision: AppointmentDecision | null;
  readonly decided_at: Date | null;
  readonly decider: string | null;
  /** whoever proposed it could still give it */
  readonly proposer_still: boolean;
}

interface NewAppointment {
  readonly proposal_id: string;
  readonly kind: AppointmentKind;
  readonly officer_id: string;
  readonly department_id: string;
  readonly roles: string[];
  readonly issuer?: string;
  readonly external_id?: string;
  readonly name: ScreenedText | null;
  readonly client_id?: string;
  readonly client_name: ScreenedText | null;
  readonly proposed_by: string;
  readonly proposed_at: Date;
}

const described = sql`
  SELECT p.proposal_id, p.kind, p.officer_id, p.department_id, p.roles, p.external_id, p.client_id, p.proposed_by, p.proposed_at,
    by.name AS proposer, coalesce(p.client_name, p.name, o.name) AS receiver, d.decision, d.decided_at, decider.name AS decider,
    d.decision IS NULL AND why_not_appoint(p.proposed_by, p) IS NULL AS proposer_still
  FROM appointment_proposal p JOIN officer by ON by.id = p.proposed_by
    LEFT JOIN officer o ON o.id = p.officer_id
    LEFT JOIN appointment_decision d USING (proposal_id) LEFT JOIN officer decider ON decider.id = d.decided_by`;

export async function addProposal(tx: PlatformTx, row: NewAppointment): Promise<void> {
  await tx.insertInto('appointment_proposal').values(row).execute();
}

export async function findAppointment(tx: PlatformTx, id: string): Promise<AppointmentRow | undefined> {
  const { rows } = await sql<AppointmentRow>`${described} WHERE p.proposal_id = ${id}::uuid`.execute(tx);
  return rows[0];
}

/** Newest first; at most two hundred, of which nobody waits for more. */
export async function listAppointments(
  tx: PlatformTx,
  departments: Seen,
  standing: 'open' | 'all',
  since: Date,
): Promise<AppointmentRow[]> {
  const { rows } = await sql<AppointmentRow>`
    ${described}
    WHERE (${departments === '*'} OR p.department_id = ANY (${departments === '*' ? [] : [...departments]}::text[]))
      AND (${standing} = 'all' OR (d.decision IS NULL AND p.proposed_at > ${since}::timestamptz))
    ORDER BY p.proposed_at DESC, p.proposal_id DESC LIMIT 200`.execute(tx);
  return rows;
}

/** Proposals that wait, of the same account or of one of the same roles of an officer in a department. */
export async function anyWaiting(
  tx: PlatformTx,
  same: {
    readonly officerId?: string;
    readonly departmentId: string;
    readonly roles: readonly string[];
    readonly externalId?: string;
  },
  since: Date,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM appointment_proposal p LEFT JOIN appointment_decision d USING (proposal_id)
    WHERE d.decision IS NULL AND p.proposed_at > ${since}::timestamptz
      AND (p.external_id = ${same.externalId ?? null}
        OR (p.officer_id = ${same.officerId ?? null}::uuid AND p.kind = 'restore')
        OR (p.officer_id = ${same.officerId ?? null}::uuid AND p.department_id = ${same.departmentId} AND p.roles && ${[...same.roles]}::text[]))
    LIMIT 1`.execute(tx);
  return rows.length > 0;
}

/** Carried out at once where it confirms. `by` null: on the host. */
export async function addDecision(
  tx: PlatformTx,
  row: { readonly id: string; readonly decision: AppointmentDecision; readonly by: string | null; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('appointment_decision')
    .values({ proposal_id: row.id, decision: row.decision, decided_by: row.by, decided_at: row.at })
    .execute();
}

/** Administrators in office: all of them, and those of the credit office. */
export async function countAdministrators(tx: PlatformTx): Promise<{ all: number; ofCity: number }> {
  const { rows } = await sql<{ all: number; of_city: number }>`
    SELECT active_administrators()::int AS all, administrators_of_city()::int AS of_city`.execute(tx);
  return { all: rows[0]!.all, ofCity: rows[0]!.of_city };
}
