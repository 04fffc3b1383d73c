/** The invariants of determination, asked of the database itself: what must be true after anything anybody does. */
import type pg from 'pg';
import { expect } from 'vitest';
import { CASE_STATES } from '#contracts/vocabulary.ts';
import { systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import type { PlatformContext } from '#platform/context.ts';
import { foldCase } from '#platform/determination/index.ts';
import { findCase, listActions } from '#platform/determination/store.ts';

/** Each query finds what must not be there, among the cases of the given batches. */
const NEVER: Readonly<Record<string, string>> = {
  'four-eyes: one officer, two parts': `
    SELECT subject_key, fact_key, actor_id FROM (
      SELECT a.subject_key, a.fact_key, a.actor_id, a.part FROM case_action a
      UNION SELECT subject_key, fact_key, reporter_id, 'reporter' FROM submission) took
    JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = ANY ($1::bigint[])
    GROUP BY 1, 2, 3 HAVING count(DISTINCT part) > 1`,
  'four-eyes: determined without another officer’s review': `
    SELECT d.subject_key FROM case_action d JOIN submission s USING (subject_key, fact_key)
    WHERE s.batch_id = ANY ($1::bigint[]) AND d.action = 'determine' AND NOT EXISTS (
      SELECT FROM case_action r WHERE r.subject_key = d.subject_key AND r.fact_key = d.fact_key AND r.action = 'review'
        AND r.sequence < d.sequence AND r.actor_id NOT IN (d.actor_id, s.reporter_id)
        AND NOT EXISTS (SELECT FROM case_action c WHERE c.subject_key = r.subject_key AND c.fact_key = r.fact_key
          AND c.action = 'correct' AND c.sequence BETWEEN r.sequence AND d.sequence))`,
  'own-jurisdiction: an officer of a department that is neither the case’s nor above it': `
    WITH RECURSIVE above AS (
      SELECT id, id AS superior, parent_id FROM department
      UNION ALL SELECT a.id, d.id, d.parent_id FROM above a JOIN department d ON d.id = a.parent_id)
    SELECT a.subject_key FROM case_action a JOIN submission s USING (subject_key, fact_key)
    WHERE s.batch_id = ANY ($1::bigint[]) AND NOT EXISTS (
      SELECT FROM above WHERE above.superior = a.department_id
        AND above.id = CASE a.part WHEN 'reporter' THEN s.reporting_department ELSE s.competent_department END)`,
  'adverse-needs-document: no document, no notice, or neither heard nor waited': `
    SELECT r.record_id FROM record r WHERE r.batch_id = ANY ($1::bigint[]) AND r.polarity = 'adverse' AND NOT (
      r.decision->>'number' <> '' AND r.decision->>'legalBasis' <> '' AND r.decision->>'type' = 'penalty'
      AND (r.prior_notice->>'servedOn')::date <= (r.determined_at AT TIME ZONE 'Asia/Shanghai')::date
      AND (r.prior_notice->>'responseConsidered' IS NOT NULL
        OR (r.prior_notice->>'windowEndsOn')::date < (r.determined_at AT TIME ZONE 'Asia/Shanghai')::date))`,
  'adverse-needs-document: a response that was never considered': `
    SELECT r.record_id FROM record r JOIN submission s ON s.subject_key = r.subject_key AND s.batch_id = r.batch_id AND s.row_number = r.row_number
    JOIN case_action heard ON heard.subject_key = s.subject_key AND heard.fact_key = s.fact_key AND heard.action = 'receive-response'
    WHERE r.batch_id = ANY ($1::bigint[]) AND NOT EXISTS (
      SELECT FROM case_action c WHERE c.subject_key = s.subject_key AND c.fact_key = s.fact_key AND c.sequence > heard.sequence
        AND c.action IN ('consider-response', 'return', 'correct'))`,
  'no-derived-adverse: a record without exactly one determining action of an officer': `
    SELECT r.record_id FROM record r JOIN submission s ON s.subject_key = r.subject_key AND s.batch_id = r.batch_id AND s.row_number = r.row_number
    WHERE r.batch_id = ANY ($1::bigint[]) AND 1 <> (
      SELECT count(*) FROM case_action a JOIN officer o ON o.id = a.actor_id
      WHERE a.subject_key = s.subject_key AND a.fact_key = s.fact_key AND a.action = 'determine' AND a.actor_id = r.determined_by
        AND (a.payload->>'recordId')::uuid = r.record_id)`,
  'a determining action without its record': `
    SELECT a.subject_key FROM case_action a JOIN submission s USING (subject_key, fact_key)
    WHERE s.batch_id = ANY ($1::bigint[]) AND a.action = 'determine' AND a.payload->>'periodEndedOn' IS NULL AND NOT EXISTS (
      SELECT FROM record r WHERE r.subject_key = a.subject_key AND r.record_id = (a.payload->>'recordId')::uuid)`,
  'lapsed: said of a period with days left, or a record all the same': `
    SELECT a.subject_key FROM case_action a JOIN submission s USING (subject_key, fact_key)
    WHERE s.batch_id = ANY ($1::bigint[]) AND a.payload->>'periodEndedOn' IS NOT NULL AND (
      (a.payload->>'periodEndedOn')::date > (a.payload->>'determinedOn')::date OR a.payload->>'recordId' IS NOT NULL
      OR EXISTS (SELECT FROM record r WHERE r.subject_key = s.subject_key AND r.batch_id = s.batch_id AND r.row_number = s.row_number))`,
  'lapsed: a record whose period was over before it began': `
    SELECT r.record_id FROM record r
    WHERE r.batch_id = ANY ($1::bigint[]) AND least(r.valid_until, r.disclosed_until) <= r.valid_from`,
  'periods run from the decision: an adverse record that lasts longer than the notice says': `
    SELECT r.record_id FROM record r
    WHERE r.batch_id = ANY ($1::bigint[]) AND r.polarity = 'adverse'
      AND r.disclosed_until IS DISTINCT FROM ((r.decision->>'date')::date + interval '12 months')::date`,
  'one-fact-one-record: two records of one fact': `
    SELECT subject_key, kind FROM record WHERE subject_key IN (SELECT subject_key FROM record WHERE batch_id = ANY ($1::bigint[]))
    GROUP BY subject_key, kind, coalesce(decision->>'number', matter || occurred_on) HAVING count(*) > 1`,
  'audit: an action without its entry': `
    SELECT a.subject_key FROM case_action a JOIN submission s USING (subject_key, fact_key)
    WHERE s.batch_id = ANY ($1::bigint[]) AND NOT EXISTS (
      SELECT FROM audit_entry e WHERE e.actor_id = a.actor_id::text AND e.at = a.at AND (
        (e.object_type = 'case' AND e.object_id = s.batch_id || '-' || s.row_number AND e.action = 'case.' || a.action)
        OR (e.object_type = 'batch' AND e.object_id = s.batch_id::text)))`,
  'looked-is-logged: a look without a purpose': `
    SELECT id FROM audit_entry WHERE action IN ('case.viewed', 'subject.revealed') AND coalesce(purpose, '') = ''`,
  'withdrawal-everywhere: an expiry told twice, or before its day': `
    SELECT e.record_id FROM record_expiry e JOIN record r USING (subject_key, record_id)
    WHERE r.batch_id = ANY ($1::bigint[]) AND least(r.valid_until, r.disclosed_until) >= (e.at AT TIME ZONE 'Asia/Shanghai')::date`,
};

export async function checkNever(owner: pg.Client, batchIds: readonly string[]): Promise<void> {
  for (const [invariant, query] of Object.entries(NEVER)) {
    const { rows } = await owner.query(query, query.includes('$1') ? [batchIds] : []);
    expect(rows, invariant).toEqual([]);
  }
}

/** The projection is the fold, for every case. */
export async function checkProjection(
  context: PlatformContext,
  owner: pg.Client,
  caseIds: readonly string[],
): Promise<void> {
  await transact(context.database, systemActor('model'), async (tx) => {
    for (const caseId of caseIds) {
      const head = (await findCase(tx, caseId))!;
      const view = foldCase(head, await listActions(tx, head));
      const { rows } = await owner.query(
        'SELECT state, sequence FROM case_state WHERE subject_key = $1 AND fact_key = $2',
        [head.subjectKey, head.factKey],
      );
      expect(rows[0] ?? { state: 'reported', sequence: 0 }, `fold of ${caseId}`).toEqual({
        state: view.state,
        sequence: view.sequence,
      });
      expect(CASE_STATES).toContain(view.state);
    }
  });
}

/** append-only: every line seen before is still there, unchanged. */
export class History {
  readonly #seen = new Map<string, string>();

  async check(owner: pg.Client, batchIds: readonly string[]): Promise<void> {
    const { rows } = await owner.query<{ key: string; line: string }>(
      `SELECT 'action/' || a.subject_key || a.fact_key || a.sequence AS key, to_jsonb(a)::text AS line
         FROM case_action a JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = ANY ($1::bigint[])
       UNION ALL SELECT 'record/' || record_id, to_jsonb(r)::text FROM record r WHERE batch_id = ANY ($1::bigint[])
       UNION ALL SELECT 'part/' || p.subject_key || p.fact_key || p.officer_id, p.part
         FROM case_participant p JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = ANY ($1::bigint[])`,
      [batchIds],
    );
    const now = new Map(rows.map(({ key, line }) => [key, line]));
    for (const [key, line] of this.#seen) expect(now.get(key), `append-only: ${key}`).toBe(line);
    for (const [key, line] of now) this.#seen.set(key, line);
  }
}
