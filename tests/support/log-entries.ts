/** Log entries for rows that a test put in as the owner: what the application does in the transaction of every change. */
import type pg from 'pg';

export async function logWhatWasSetUp(owner: pg.Client): Promise<void> {
  await owner.query(
    `INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, look, object_type, object_id)
     SELECT DISTINCT d.audit_id, now(), 'system', 'test', 'batch.rows_merged', false, 'batch', 'set up' FROM audit_digest d
     WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.id = d.audit_id)`,
  );
}
