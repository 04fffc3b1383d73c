/** What intake needs beyond the platform's context: where files are kept, and connections that can COPY. */
import type { Pool } from 'pg';
import type { PlatformContext } from '../context.ts';
import type { FileStore } from '../files/index.ts';

export interface IntakeContext extends PlatformContext {
  readonly files: FileStore;
  /** COPY and the lock of a batch need a connection of their own, and longer statements than a request */
  readonly pool: Pool;
}

/** A file holds rows that were refused, too; after this many days only what was accepted remains (PIPL 19). */
export const FILE_KEPT_DAYS = 30;
