/**
 * catalogue-only in the database: the installation notes which kinds the pack names, as the owner of the tables; triggers on submissions
 * and records refuse every other. The application's logins can only read them.
 */
import type { Kysely } from 'kysely';
import type { Policy } from '#kernel/policy/policy.ts';
import type { PlatformDatabase } from '../database.ts';

/** Where statements run as the owner of the tables: a pool or a client of pg. */
export interface OwnerConnection {
  query(text: string, values: unknown[]): Promise<unknown>;
}

const NOTE = `INSERT INTO public.enacted_kind (kind, version, subject_type, polarity, fact_basis)
  SELECT k.kind, $2, k.subject_type, k.polarity, k.fact_basis
  FROM jsonb_to_recordset($1::jsonb) AS k (kind text, subject_type text, polarity text, fact_basis text)
  ON CONFLICT (kind, version) DO NOTHING`;

/** Adds what is missing; what stands there stays as it is. */
export async function noteEnactedKinds(owner: OwnerConnection, policy: Policy): Promise<void> {
  await owner.query(NOTE, [JSON.stringify(kindRows(policy)), policy.version]);
}

/** A row for each kind of the catalogue. */
export const kindRows = ({ catalogue }: Policy) =>
  catalogue.map(({ id, subject, polarity, factBasis }) => ({
    ...{ kind: id, subject_type: subject, polarity, fact_basis: factBasis },
  }));

/**
 * At each start, as the application: nothing is taken in under rules the database does not know, or knows otherwise.
 * @throws Error naming the kinds
 */
export async function requireEnactedKinds(
  database: Kysely<PlatformDatabase>,
  { catalogue, version }: Policy,
): Promise<void> {
  const rows = await database.selectFrom('enacted_kind').selectAll().where('version', '=', version).execute();
  const known = new Map(rows.map((row) => [row.kind, `${row.subject_type} ${row.polarity} ${row.fact_basis}`]));
  const other = catalogue.filter((kind) => known.get(kind.id) !== `${kind.subject} ${kind.polarity} ${kind.factBasis}`);
  if (other.length === 0) return;
  throw new Error(
    `数据库中登记的目录与政策包不一致：${other.map(({ id }) => id).join('、')}。同一版本之下，类别的主体、良好或不良、认定同一事实的依据不能改变；` +
      '新增的类别由表的所有者登记：请在能以所有者登录的进程中启动一次。',
  );
}
