/** Of access: departments, officers, their delegations and sessions, machine clients. */
import type { ColumnType } from 'kysely';
import type { DepartmentLevel } from '#contracts/vocabulary.ts';
import type { DateColumn } from './columns.ts';

export interface DepartmentTable {
  id: string;
  name: string;
  parent_id: string | null;
  level: DepartmentLevel;
  functions: string[];
  division: string | null;
  zone: string | null;
  /** the body whose administrators appoint in the whole city */
  credit_office: ColumnType<boolean, boolean | undefined>;
}

export interface OfficerTable {
  id: string;
  issuer: string;
  external_id: string;
  name: string;
  department_id: string;
  roles: string[];
  active_from: Date;
  active_until: Date | null;
}

export interface DelegationTable {
  id: string;
  department_id: string;
  from_officer: string;
  to_officer: string;
  role: string;
  starts_on: DateColumn;
  ends_on: DateColumn;
  reason: string;
  given_by: string;
  given_at: Date;
  revoked_by: string | null;
  revoked_at: Date | null;
}

export interface MachineClientTable {
  client_id: string;
  issuer: string;
  name: string;
  department_id: string;
  officer_id: string;
  scopes: string[];
  active_until: Date | null;
  /** officer who registered it; null: set up with the installation */
  registered_by: string | null;
}

/** Written by the runtime's sessions; access lists and ends them. */
export interface SessionTable {
  token_hash: Buffer;
  holder: Buffer;
  officer_id: string;
  started_at: Date;
  seen_at: Date;
  ends_at: Date;
}

/** Citizens and representatives: sealed, nobody but the cookie's owner opens it. */
export interface ApplicantSessionTable extends Omit<SessionTable, 'officer_id'> {
  subject_keys: string[];
}
