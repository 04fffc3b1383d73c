/** What somebody with the application's login could say to the database by themself: a case's steps and its record, as statements. */
import pg from 'pg';
import type { Statement } from './guards.ts';
import type { TestPlatform } from './platform.ts';

const { escapeLiteral, escapeIdentifier } = pg;

export interface CaseKeys {
  readonly caseId: string;
  readonly subjectKey: string;
  readonly factKey: string;
}

export async function keysOf({ owner }: TestPlatform, caseId: string): Promise<CaseKeys> {
  const { rows } = await owner.query(
    'SELECT subject_key, fact_key FROM submission WHERE batch_id = $1 AND row_number = $2',
    caseId.split('-'),
  );
  return { caseId, subjectKey: rows[0].subject_key, factKey: rows[0].fact_key };
}

/** A value of a column: text and numbers as they are, objects as JSON; `sql` for an expression over the row it is copied from. */
type Value = string | number | boolean | null | readonly string[] | object | { readonly sql: string };
export type Columns = Readonly<Record<string, Value>>;
export const sql = (text: string) => ({ sql: text });

function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return escapeLiteral(value);
  if ('sql' in value) return value.sql;
  return escapeLiteral(JSON.stringify(value));
}

export const insert = (table: string, columns: Columns): string =>
  `INSERT INTO ${table} (${Object.keys(columns).map(escapeIdentifier).join(', ')}) VALUES (${Object.values(columns).map(literal).join(', ')})`;

/** Copies what stands in a table, with some columns said otherwise. */
export function copy(table: string, columns: readonly string[], where: string, otherwise: Columns): string {
  const taken = columns.map((column) => (column in otherwise ? literal(otherwise[column]!) : escapeIdentifier(column)));
  return `INSERT INTO ${table} (${columns.map(escapeIdentifier).join(', ')}) SELECT ${taken.join(', ')} FROM ${table} WHERE ${where}`;
}

/** The columns of a table that a statement may give. */
export async function columnsOf({ owner }: Pick<TestPlatform, 'owner'>, table: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       AND attidentity = '' AND attgenerated = '' AND attname <> 'audit_id' ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

const keys = ({ subjectKey, factKey }: CaseKeys) => ({ subject_key: subjectKey, fact_key: factKey });

export const participate = (of: CaseKeys, officer: string, part: string): string =>
  insert('case_participant', { ...keys(of), officer_id: officer, part });

export interface Step extends Columns {
  readonly sequence: number;
  readonly action: string;
  readonly part: string | null;
  readonly actor_id: string | null;
}

export const act = (of: CaseKeys, step: Step): string =>
  insert('case_action', {
    ...keys(of),
    at: sql('now()'),
    idempotency_key: `direct-${step.sequence}`,
    payload: {},
    ...step,
  });

/** The record of a case, as the product would write it, with some columns said otherwise. */
export function record(of: CaseKeys, determinedBy: string, otherwise: Columns = {}): string {
  const columns: Record<string, Value> = {
    ...{
      subject_key: sql('s.subject_key'),
      record_id: sql('s.fact_key'),
      case_key: sql('s.fact_key'),
      subject_type: sql('s.subject_type'),
    },
    ...{
      polarity: sql('k.polarity'),
      kind: sql('s.kind'),
      version: sql('s.version'),
      clause: sql('s.kind'),
      matter: sql('s.matter'),
    },
    ...{ occurred_on: sql('s.occurred_on'), reporting_department: sql('s.reporting_department') },
    ...{
      determining_department: sql('s.competent_department'),
      determined_by: determinedBy,
      determined_at: sql('now()'),
    },
    ...{
      valid_from: sql('now()::date'),
      valid_until: null,
      disclosed_until: sql(`coalesce((s.decision->>'date')::date, now()::date) + 300`),
      uscc: sql('s.uscc'),
    },
    ...{ organisation_name: sql('s.organisation_name'), decision: sql('s.decision'), prior_notice: sql(NOTICE) },
    ...{ batch_id: sql('s.batch_id'), row_number: sql('s.row_number'), ...otherwise },
  };
  return `INSERT INTO record (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).map(literal).join(', ')}
    FROM submission s JOIN enacted_kind k ON k.kind = s.kind AND k.version = s.version
    WHERE s.subject_key = ${literal(of.subjectKey)} AND s.fact_key = ${literal(of.factKey)}`;
}

/** of the notice that was served last, as the record quotes it */
const NOTICE = `(SELECT jsonb_build_object('number', n.payload->'number', 'servedOn', n.payload->'servedOn', 'serviceMethod', n.payload->'serviceMethod',
  'windowEndsOn', n.payload->'windowEndsOn', 'responseConsidered', NULL) FROM case_action n
  WHERE n.subject_key = s.subject_key AND n.fact_key = s.fact_key AND n.action = 'serve-notice' ORDER BY n.sequence DESC LIMIT 1)`;

/** Everything a determiner would say: the part, the action, the record. */
export const determination = (
  of: CaseKeys,
  determiner: string,
  sequence: number,
  otherwise: Columns = {},
  at = '2020-03-24T01:00:00Z',
): Statement[] => [
  participate(of, determiner, 'determiner'),
  act(of, {
    ...{ sequence, action: 'determine', part: 'determiner', actor_id: determiner, at },
    payload: { recordId: of.factKey, determinedOn: at.slice(0, 10) },
  }),
  record(of, determiner, { determined_at: at, ...otherwise }),
];
