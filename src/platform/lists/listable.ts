/** What may stand on a list at all, in SQL: organisations that are no natural persons, by decisions that are not kept from the public. */
import { type RawBuilder, sql } from 'kysely';
import { type BusinessCode, isBusinessCode } from '#kernel/identity/uscc.ts';
import type { Nominating } from './rules.ts';

/** Of `record r` and the grounds `g` it is nominated under: sole traders are natural persons (no-person-in-public). */
export const LISTABLE: RawBuilder<unknown> = sql`r.uscc NOT LIKE '92%' AND NOT EXISTS (
  SELECT FROM jsonb_to_recordset(g.unlisted) AS u (type text, "from" date, until date)
  WHERE u.type = r.decision->>'type' AND (r.decision->>'date')::date BETWEEN u."from" AND u.until)`;

export const groundsOf = (grounds: readonly Nominating[]): RawBuilder<unknown> =>
  sql`jsonb_to_recordset(${JSON.stringify(grounds)}::jsonb) AS g (kind text, ground text, unlisted jsonb)`;

export const ofBusinesses = <Row extends { readonly uscc: string }>(rows: readonly Row[]) =>
  rows.filter((row): row is Row & { uscc: BusinessCode } => isBusinessCode(row.uscc));
