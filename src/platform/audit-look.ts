/**
 * What is sealed opens with a look that is in the log, for the person themself, or for a use that shows nobody anything. The three are
 * values that this file alone makes: an asserted one is refused when it is used (looked-is-logged, decision 065).
 */
import { Problem } from '#kernel/refusal/problem.ts';
import { endingOf } from '#log/log-watch.ts';
import type { Actor, Role } from './access/actor.ts';
import { type Applicant, subjectsOf } from './access/applicant.ts';
import { type AuditEntry, writeEntries } from './audit.ts';
import type { Look } from './audit-actions.ts';
import type { PlatformTx } from './database.ts';

/** Whose data is opened: subjects, everybody with a row in a batch, or the log itself. Never on whose behalf. */
export type LookedAt =
  | { readonly subjects: readonly [string, ...string[]] }
  | { readonly batchId: string }
  | { readonly log: true; readonly subject?: string | undefined };

export interface LookEntry<Action extends Look = Look>
  extends Pick<AuditEntry<Action>, 'at' | 'objectType' | 'objectId' | 'detail'> {
  readonly action: Action;
  /** why; the person reads it. What the act itself says is purpose enough where it can be for nothing else */
  readonly purpose: string;
  readonly of: LookedAt;
  /** the stored file that is opened by it, by its digest */
  readonly file?: Uint8Array;
}

let enter: (tx: PlatformTx, entry: LookEntry) => LoggedLook;
let own: (subjectKey: string, file?: Uint8Array) => OwnLook;
let named: (use: SystemUseName) => SystemUse;

/** Somebody else's look, written in a transaction: it opens what the entry names, a stored file only after the commit. */
class LoggedLook {
  readonly #tx: PlatformTx;
  readonly #of: LookedAt;
  readonly #file: string | undefined;

  private constructor(tx: PlatformTx, { of, file }: LookEntry) {
    this.#tx = tx;
    this.#of = of;
    this.#file = hexOf(file);
  }

  static {
    enter = (tx, entry) => new LoggedLook(tx, entry);
  }

  static is(value: object): value is LoggedLook {
    return #tx in value;
  }

  opens(subjectKey: string): boolean {
    return this.#stands() && 'subjects' in this.#of && this.#of.subjects.includes(subjectKey);
  }

  opensBatch(batchId: string): boolean {
    return this.#stands() && 'batchId' in this.#of && this.#of.batchId === batchId;
  }

  opensLog(): boolean {
    return this.#stands() && 'log' in this.#of;
  }

  reads(file: string): boolean {
    return endingOf(this.#tx) === 'committed' && this.#file === file;
  }

  #stands(): boolean {
    return endingOf(this.#tx) !== 'undone';
  }
}

/** The person at their own data, without anybody beside them: no look of somebody else, so nothing is told them. */
class OwnLook {
  readonly #subjectKey: string;
  readonly #file: string | undefined;

  private constructor(subjectKey: string, file?: Uint8Array) {
    this.#subjectKey = subjectKey;
    this.#file = hexOf(file);
  }

  static {
    own = (subjectKey, file) => new OwnLook(subjectKey, file);
  }

  static is(value: object): value is OwnLook {
    return #subjectKey in value;
  }

  opens(subjectKey: string): boolean {
    return this.#subjectKey === subjectKey;
  }

  reads(file: string): boolean {
    return this.#file === file;
  }
}

/** What is opened to compute with and is shown to nobody. A closed set: whoever adds one says here why nobody sees anything. */
const SYSTEM_USES = {
  'age-checked': 'a corrected day is held against the day of birth; what comes out is yes or no',
  'number-kept': 'a name is corrected: the number is sealed again beside the new name',
  'request-repeated':
    'a repeated request is held against what was done; what comes out is the same answer or a refusal',
  'batch-checked': 'a file that was handed in is read by the job that checks its rows',
} as const;

export type SystemUseName = keyof typeof SYSTEM_USES;

class SystemUse {
  readonly #use: SystemUseName;

  private constructor(use: SystemUseName) {
    this.#use = use;
  }

  static {
    named = (use) => new SystemUse(use);
  }

  static is(value: object): value is SystemUse {
    return #use in value;
  }

  opens(): boolean {
    return this.#use !== 'batch-checked';
  }

  reads(): boolean {
    return this.#use === 'batch-checked';
  }
}

export type { LoggedLook, OwnLook, SystemUse };
export type Looked = LoggedLook | OwnLook | SystemUse;

/**
 * Writes a look, an entry for each subject, before anything of it is read; if it cannot be written, nothing is shown.
 * @throws Problem `purpose.required`
 */
export async function writeLook<Action extends Look>(
  tx: PlatformTx,
  who: Actor | Applicant,
  look: LookEntry<Action>,
): Promise<LoggedLook> {
  const { of, file: _file, ...entry } = look;
  const purpose = look.purpose.trim();
  if (purpose.length < 2) throw new Problem('purpose.required');
  const subjects = 'subjects' in of ? [...new Set(of.subjects)] : ['log' in of ? of.subject : undefined];
  await writeEntries(
    tx,
    who,
    subjects.map((subjectKey) => ({ ...entry, purpose, ...(subjectKey === undefined ? {} : { subjectKey }) })),
    rolesOf(who),
  );
  return enter(tx, look);
}

/** In which roles an officer looks: the person is told those, where the city does not say the name. */
function rolesOf(who: Actor | Applicant): { roles?: readonly Role[] } {
  const officer = who.kind === 'applicant' ? who.assistedBy : who;
  if (officer?.kind !== 'officer') return {};
  if (who.kind === 'applicant') return { roles: ['assistant'] };
  const acts = officer.roles.filter((role) => officer.actsIn?.includes(role) ?? true);
  return { roles: acts };
}

/** @throws RangeError at a counter, where an officer looks with them, and for a subject the applicant may not act for */
export function ownLook(who: Applicant, subjectKey: string, file?: Uint8Array): OwnLook {
  if (who.assistedBy) throw new RangeError('at a counter an officer looks as well: the look belongs into the log');
  if (!subjectsOf(who).some((one) => one === subjectKey)) throw new RangeError('not the own data of who asks');
  return own(subjectKey, file);
}

export const systemUse = (use: SystemUseName): SystemUse => named(use);

/**
 * @param whose what is opened is all of theirs: a look at one of them opens it
 * @throws RangeError where what is opened is not what the look is of, or the look is none
 */
export function requireLook(look: Looked, ...whose: readonly [string, ...string[]]): void {
  if (!isLooked(look) || !whose.some((subjectKey) => look.opens(subjectKey)))
    throw new RangeError('looked-is-logged: nothing in the log opens this');
}

/** Rows of a batch, before they are decided or as they were sent. @throws RangeError */
export function requireLookAtBatch(look: LoggedLook, batchId: string): void {
  if (!LoggedLook.is(look) || !look.opensBatch(batchId))
    throw new RangeError('looked-is-logged: no look at this batch');
}

/** The log, taken away as a file. @throws RangeError */
export function requireLookAtLog(look: LoggedLook): void {
  if (!LoggedLook.is(look) || !look.opensLog()) throw new RangeError('looked-is-logged: no look at the log');
}

/** @throws RangeError where the file is not what the look is of, or its entry is not committed */
export function requireLookAtFile(look: Looked, sha256: Uint8Array): void {
  const file = Buffer.from(sha256).toString('hex');
  if (!isLooked(look) || !look.reads(file))
    throw new RangeError('looked-is-logged: nothing in the log opens this file');
}

const isLooked = (value: Looked): boolean => LoggedLook.is(value) || OwnLook.is(value) || SystemUse.is(value);

function hexOf(file: Uint8Array | undefined): string | undefined {
  return file && Buffer.from(file).toString('hex');
}
