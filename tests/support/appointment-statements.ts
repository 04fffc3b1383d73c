/** What is said to the database about appointments, as a direct statement of the application's login says it. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { type Actor, type Role, systemActor } from '#platform/access/actor.ts';
import { officerActor } from '#platform/access/service.ts';
import { transact } from '#platform/access/transaction.ts';
import { writeAudit } from '#platform/audit.ts';
import type { TestPlatform } from './platform.ts';

/** What the database answers that holds who reaches whom. */
export const reach = { constraint: 'appointment_reach' };

export function appointmentStatements(platform: () => TestPlatform) {
  const as = (who: Actor | null, statement: string, values: readonly unknown[] = []) =>
    transact(platform().context.database, who ?? systemActor('test'), async (tx) =>
      tx.executeQuery(CompiledQuery.raw(statement, [...values])),
    );
  const propose = `INSERT INTO appointment_proposal (proposal_id, kind, officer_id, department_id, roles, issuer, external_id, name, proposed_by, proposed_at)
    VALUES ($1, 'officer', $2, $3, $4, 'i', $2::uuid::text, '某', $5, now())`;
  const widen = `INSERT INTO appointment_proposal (proposal_id, kind, officer_id, department_id, roles, proposed_by, proposed_at)
    VALUES ($1, 'roles', $2, $3, $4, $5, now())`;
  const decision =
    'INSERT INTO appointment_decision (proposal_id, decision, decided_by, decided_at) VALUES ($1, $2, $3, $4)';
  const end = 'UPDATE officer_role SET ended_at = now(), ended_by = $2 WHERE officer_id = $1';
  const logged = async (who: Actor | null, statement: string, values: readonly unknown[] = []) =>
    transact(platform().context.database, who ?? systemActor('test'), async (tx) => {
      await tx.executeQuery(CompiledQuery.raw(statement, [...values]));
      const entry = { at: platform().context.clock(), action: 'appointment.proposed', objectType: 'officer' } as const;
      await writeAudit(tx, who ?? systemActor('test'), { ...entry, objectId: 'test' });
    });
  /** Another administrator of the city, whose post came from nobody. */
  const second = async (): Promise<Actor> => {
    const { id } = await platform().officer('credit-office', 'administrator');
    return (await officerActor(platform().context, id, 'request'))!;
  };
  const wanted = async (by: Actor | null, department: string, roles: readonly Role[], named = by): Promise<string> => {
    const id = randomUUID();
    await logged(by, propose, [id, randomUUID(), department, roles, named?.id ?? null]);
    return id;
  };
  const decide = (by: Actor | null, id: string, what = 'confirmed', named = by) =>
    logged(by, decision, [id, what, named?.id ?? null, platform().context.clock()]);

  return { as, widen, end, logged, second, wanted, decide };
}
