/**
 * Officers and applicants of tests never signed in. A test's database has a function, made here and nowhere in the product, that lets
 * them in as whoever the test says they are; the test's application login may call it.
 */
import { sql } from 'kysely';
import pg from 'pg';
import type { Actor } from '../../src/platform/access/actor.ts';
import { type Applicant, subjectsOf } from '../../src/platform/access/applicant.ts';
import { departmentsSeen } from '../../src/platform/access/jurisdiction.ts';
import { enterWithoutPass } from '../../src/platform/access/transaction.ts';
import { DEFAULT_POLICY_FOLDER } from '../../src/runtime/default-policy.ts';
import { loadPolicy } from '../../src/runtime/policy.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const policy = await loadPolicy(DEFAULT_POLICY_FOLDER);

/** By the roles acted in, as the database computes it; a department of a test's own has none below it. */
function seenBy(who: Actor): readonly string[] {
  if (who.kind === 'system') return ['*'];
  const acting = who.posts.filter(({ role }) => who.actsIn === undefined || who.actsIn.includes(role));
  const known = acting.filter(({ departmentId }) => policy.findDepartment(departmentId));
  const seen = departmentsSeen({ ...who, posts: known }, policy);
  const others = acting.filter((post) => !known.includes(post)).map(({ departmentId }) => departmentId);
  return seen === '*' ? ['*'] : [...seen, ...others];
}

/** What the database would find out from a session. */
export function claimOf(who: Actor | Applicant): object {
  if (who.kind === 'applicant') {
    const counter = who.ownSession ? null : who.assistedBy;
    return { subjects: subjectsOf(who), ...(counter ? { counter: counter.id } : {}) };
  }
  const departments = seenBy(who);
  return { departments, ...(who.kind === 'officer' && UUID.test(who.id) ? { officer: who.id } : {}) };
}

/** With a claim as JSON: `departments`, `officer`, `subjects`, `counter`. */
export const ENTER = 'SELECT test_only.enter_as($1::json)';

/** In this process: whoever shows no pass enters as the test says. */
export function letTestsIn(): void {
  enterWithoutPass(async (tx, who) => {
    await sql`SELECT test_only.enter_as(${JSON.stringify(claimOf(who))}::json)`.execute(tx);
  });
}

/** As the owner of a migrated platform database; `login` may then enter as anybody. */
export async function allowTestsIn(ownerUrl: string, login: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`
      CREATE SCHEMA test_only;
      CREATE FUNCTION test_only.enter_as(claimed json) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT set_claim((claimed ->> 'officer')::uuid, ARRAY(SELECT json_array_elements_text(claimed -> 'departments')),
          ARRAY(SELECT json_array_elements_text(claimed -> 'subjects'))::uuid[], (claimed ->> 'counter')::uuid)
      $$;
      ALTER FUNCTION test_only.enter_as OWNER TO xinheng_platform_owner;
      REVOKE ALL ON FUNCTION test_only.enter_as FROM PUBLIC;
      GRANT USAGE ON SCHEMA test_only TO ${login};
      GRANT EXECUTE ON FUNCTION test_only.enter_as TO ${login};
      INSERT INTO task_claim (task, every_department) VALUES ('test', true), ('model', true)`);
  } finally {
    await owner.end();
  }
}
