/** Of access: departments, officers, their delegations and sessions, machine clients. */
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { AppointmentDecision, AppointmentKind, DepartmentLevel } from '#contracts/vocabulary.ts';
import type { DateColumn, FreeText, LogEntryId } from './columns.ts';

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
  audit_office: ColumnType<boolean, boolean | undefined>;
  /** since when the pack no longer names it */
  retired_on: ColumnType<string | null, string | null | undefined>;
}

export interface OfficerTable {
  id: string;
  issuer: string;
  external_id: string;
  name: FreeText;
  /** where the officer is registered */
  department_id: string;
  active_from: Date;
  active_until: Date | null;
}

/** Pairs of roles that never meet in one person. */
export interface RolesApartTable {
  one: string;
  other: string;
  floor: ColumnType<boolean, never, never>;
}

/** A role is held in a department. */
export interface OfficerRoleTable {
  id: GeneratedAlways<string>;
  officer_id: string;
  department_id: string;
  role: string;
  held_from: Date;
  /** an end that was fixed when the role was given */
  held_until: ColumnType<Date | null, Date | null | undefined>;
  /** officer; null: set up with the installation */
  proposed_by: string | null;
  confirmed_by: ColumnType<string | null, string | null | undefined>;
  noted_at: ColumnType<Date, never>;
  ended_at: ColumnType<Date | null, never, Date>;
  ended_by: ColumnType<string | null, never, string>;
}

export interface DelegationTable {
  id: string;
  department_id: string;
  from_officer: string;
  to_officer: string;
  role: string;
  starts_on: DateColumn;
  ends_on: DateColumn;
  reason: FreeText;
  given_by: string;
  given_at: Date;
  revoked_by: string | null;
  revoked_at: Date | null;
}

export interface MachineClientTable {
  client_id: string;
  issuer: string;
  name: FreeText;
  department_id: string;
  officer_id: string;
  scopes: string[];
  active_until: Date | null;
  /** officer who proposed it; null: set up with the installation */
  registered_by: string | null;
  confirmed_by: ColumnType<string | null, never>;
}

/** Written by the runtime's sessions; access lists and ends them. */
export interface SessionTable {
  token_hash: Buffer;
  holder: Buffer;
  officer_id: string;
  started_at: Date;
  seen_at: Date;
  ends_at: Date;
  whose: Buffer | null;
  browser: string | null;
}

/** Citizens and representatives: sealed, nobody but the cookie's owner opens it. */
export interface ApplicantSessionTable {
  token_hash: Buffer;
  holder: Buffer;
  subject_keys: string[];
  started_at: Date;
  seen_at: Date;
  ends_at: Date;
  whose: Buffer | null;
  browser: string | null;
}

/** What one administrator wants given; it gives nothing until another confirms it. */
export interface AppointmentProposalTable {
  proposal_id: string;
  kind: AppointmentKind;
  officer_id: string;
  department_id: string;
  roles: string[];
  issuer: ColumnType<string | null, string | undefined>;
  external_id: ColumnType<string | null, string | undefined>;
  name: FreeText | null;
  client_id: ColumnType<string | null, string | undefined>;
  client_name: FreeText | null;
  proposed_by: string;
  proposed_at: Date;
  noted_at: ColumnType<Date, never>;
  audit_id: LogEntryId;
  /** of a restoration, by the trigger */
  dismissed_at: ColumnType<Date | null, never>;
}

/** How a proposal ended; a confirmation is carried out by the database. */
export interface AppointmentDecisionTable {
  proposal_id: string;
  decision: AppointmentDecision;
  /** null: confirmed on the host */
  decided_by: string | null;
  decided_at: Date;
  audit_id: LogEntryId;
}
