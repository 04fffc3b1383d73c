/** The tables of a log that its two systems have alike: the heads of its hash tree, and the digests of what was written with its entries. */
import type { ColumnType, GeneratedAlways } from 'kysely';

export interface AuditCheckpointTable {
  size: ColumnType<string, number, never>;
  first_entry: string;
  last_entry: string;
  entry_ids: string[];
  leaves: Buffer;
  peaks: Buffer;
  root: Buffer;
  key_version: number;
  seal: Buffer;
  at: Date;
}

/** Written by the tables' own triggers (keep_in_log) only, read by verification. */
export interface AuditDigestTable {
  audit_id: string;
  id: GeneratedAlways<string>;
  format: number;
  rows: number;
  digests: Buffer;
  keys: string[] | null;
}

export interface AuditDigestFormatTable {
  format: GeneratedAlways<number>;
  table_name: string;
  columns: string[];
  key_columns: string[];
}
