/**
 * What the worker login may do with the tables of the background jobs: add jobs through the queue's own function, take them, finish them.
 * No other login reaches them; `enqueue` in the migrations adds for all. It neither owns the tables nor writes rows into them, and it cannot change what a waiting job says.
 */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { applicationRoleOf, roleOfKind } from './roles.ts';
import type { System } from './systems.ts';

/**
 * By table; a column list narrows. From the statements in graphile-worker 0.18's `dist/sql` and `cron.js`: its failing of jobs names
 * `payload`, which the trigger keeps as it is.
 */
const NEEDED: Readonly<Record<string, string>> = {
  _private_jobs: 'SELECT, DELETE, UPDATE (attempts, last_error, locked_at, locked_by, payload, run_at)',
  _private_job_queues: 'SELECT, UPDATE (locked_at, locked_by)',
  _private_tasks: 'SELECT, INSERT (identifier)',
  _private_known_crontabs: 'SELECT, INSERT (identifier, known_since, last_execution), UPDATE (last_execution)',
  migrations: 'SELECT',
  jobs: 'SELECT',
};

/** Run as the owner, after the queue's own migrations, which may have made its functions anew. Idempotent. */
export async function allowJobs(db: Kysely<unknown>, system: System): Promise<void> {
  const role = roleOfKind(system, 'worker');
  const others = applicationRoleOf(system);
  const grants = Object.entries(NEEDED).map(
    ([table, privileges]) => `GRANT ${privileges} ON graphile_worker.${table} TO ${role};`,
  );
  await sql
    .raw(`
    REVOKE ALL ON ALL TABLES IN SCHEMA graphile_worker FROM PUBLIC, ${others}, ${role};
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA graphile_worker FROM PUBLIC, ${others}, ${role};
    REVOKE ALL ON ALL ROUTINES IN SCHEMA graphile_worker FROM PUBLIC, ${others}, ${role};
    REVOKE ALL ON SCHEMA graphile_worker FROM PUBLIC, ${others}, ${role};
    GRANT USAGE ON SCHEMA graphile_worker TO ${role};
    ${grants.join('\n    ')}
    DO $$ DECLARE f regprocedure; t text; BEGIN
      FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'graphile_worker'::regnamespace AND proname IN ('add_job', 'add_jobs') LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ${role}', f);
      END LOOP;
      GRANT EXECUTE ON FUNCTION graphile_worker.force_unlock_workers TO ${role};
      FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' AND rowsecurity LOOP
        IF NOT EXISTS (SELECT FROM pg_policies WHERE schemaname = 'graphile_worker' AND tablename = t AND policyname = '${role}') THEN
          EXECUTE format('CREATE POLICY ${role} ON graphile_worker.%I TO ${role} USING (true) WITH CHECK (true)', t);
        END IF;
      END LOOP;
      -- these lock: only where they are missing
      IF NOT EXISTS (SELECT FROM pg_class WHERE oid = 'graphile_worker.jobs'::regclass AND 'security_invoker=true' = ANY (reloptions)) THEN
        ALTER VIEW graphile_worker.jobs SET (security_invoker = true);
      END IF;
      IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'graphile_worker._private_jobs'::regclass AND tgname = 'what_a_job_says') THEN
        CREATE TRIGGER what_a_job_says BEFORE UPDATE OF payload ON graphile_worker._private_jobs
          FOR EACH ROW EXECUTE FUNCTION public.keep_payload();
      END IF;
    END $$;
  `)
    .execute(db);
}
