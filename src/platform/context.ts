/** What the platform's use cases need from outside; made once by the runtime, so tests can bring their own clock and keys. */

import type { Kysely } from 'kysely';
import type { Policy } from '#kernel/policy/policy.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { PlatformDatabase } from './database.ts';
import type { LogMemory } from './oversight/index.ts';

export interface PlatformContext {
  readonly database: Kysely<PlatformDatabase>;
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
  readonly keyring: Keyring;
  /** the instant now */
  readonly clock: () => Date;
  /** a new uuid, version 7: sorts by time */
  readonly newId: () => string;
  /** for sealing */
  readonly randomBytes: RandomBytes;
  /** what is remembered of the log outside the database; without it verification knows what the database says */
  readonly logMemory?: LogMemory;
}
