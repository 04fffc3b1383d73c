/** One record of a delivery among others: what cannot be taken is undone and said, and the others go on. */
import { type QueryExecutorProvider, sql } from 'kysely';
import type { RecordOutcome } from '#contracts/envelope.ts';
import { Problem } from '#kernel/refusal/problem.ts';

/** Classes of PostgreSQL's errors that lie in the data: sent again, they would be the same. */
const OF_THE_DATA = /^2[23]/;

export async function orRefusal(tx: QueryExecutorProvider, work: () => Promise<RecordOutcome>): Promise<RecordOutcome> {
  await sql`SAVEPOINT one_record`.execute(tx);
  try {
    const outcome = await work();
    await sql`RELEASE SAVEPOINT one_record`.execute(tx);
    return outcome;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await sql`ROLLBACK TO SAVEPOINT one_record`.execute(tx);
    return refusal;
  }
}

function refusalOf(error: unknown): Problem | undefined {
  // a fault of ours, or of how the two were set up: nothing is taken, and what is due stays due
  if (error instanceof Problem) return error.status < 500 ? error : undefined;
  if (!(error instanceof Error) || !('code' in error) || !OF_THE_DATA.test(String(error.code))) return undefined;
  return new Problem('request.invalid', {
    said: { zh: '内容存不下或与已有的不能并存', en: 'It cannot be stored, or not beside what is there.' },
    cause: error,
  });
}
