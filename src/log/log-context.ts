/** What sealing and verifying a log need of the system whose log it is: its entries' columns, its keys, and ways into its database. */
import type { QueryExecutorProvider, RawBuilder } from 'kysely';
import type { Keyring } from '#kernel/seal/keyring.ts';
import type { LogMemory } from './log-memory.ts';

export type LogTx = QueryExecutorProvider;

export interface LogContext {
  readonly keyring: Pick<Keyring, 'current' | 'dataKey'>;
  readonly clock: () => Date;
  readonly logMemory?: LogMemory | undefined;
  /** columns of `audit_entry e` that a leaf covers after number and time, as text; never fewer or others for the same log */
  readonly fields: RawBuilder<unknown>;
  /** for sealing */
  inTransaction<T>(work: (tx: LogTx) => Promise<T>): Promise<T>;
  /** for verifying: everything is seen as of one instant */
  inOneSnapshot<T>(work: (tx: LogTx) => Promise<T>): Promise<T>;
}
