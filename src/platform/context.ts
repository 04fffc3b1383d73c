/** What the platform's use cases need from outside; made once by the runtime, so tests can bring their own clock and keys. */

import type { Kysely } from 'kysely';
import type { MadeUnder, Policies } from '#kernel/policy/in-force.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { LogMemory } from '#log/log-memory.ts';
import type { PlatformDatabase } from './database.ts';

export interface PlatformContext {
  readonly database: Kysely<PlatformDatabase>;
  /** of what is new: the rules in force today */
  readonly policy: Policy;
  /** of what is there: the rules a case, record, list or edition was made under */
  readonly policies: Policies;
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

/** The same under the rules a row was made under: for whoever has the row in hand. @throws RangeError as `Policies` */
export const under = <Context extends PlatformContext>(context: Context, row: MadeUnder): Context => ({
  ...context,
  policy: context.policies.at(row),
});
