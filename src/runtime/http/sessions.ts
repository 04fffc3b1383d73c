/**
 * Server-side sessions and the short trip to the provider and back. The browser holds a random 256-bit token; the
 * database holds its SHA-256 and the holder sealed under a key derived from the token, so neither opens the other.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import { deriveKey, type Keyring } from '#kernel/seal/keyring.ts';
import { sealPlace } from '#kernel/seal/place.ts';

interface SessionRow {
  token_hash: Buffer;
  holder: Buffer;
  started_at: Date;
  seen_at: Date;
  whose?: Buffer | null;
  browser?: string | null;
  officer_id?: string;
  subject_keys?: string[];
  about?: Buffer;
  ends_at?: Date;
}

/** What the database is told of a session, so that a transaction can enter by it: whose it is, or about whom. */
type Entering = { readonly officer_id: string } | { readonly subject_keys: string[] } | { readonly about: Buffer };

interface SessionTables {
  session: SessionRow;
  applicant_session: SessionRow;
  provider_session: SessionRow;
  sign_in_attempt: {
    token_hash: Buffer;
    state: string;
    nonce: string;
    code_verifier: string;
    return_to: string;
    started_at: Date;
  };
}

/** A door's own table of sessions. */
type SessionTable = Exclude<keyof SessionTables, 'sign_in_attempt'>;

export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
}

export interface OpenSession<Holder extends object> {
  readonly holder: Holder;
  readonly idToken?: string;
}

/** A session as its owner sees it. */
export interface ShownSession {
  /** the digest of the token: it opens nothing */
  readonly id: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly browser: string | null;
  readonly current: boolean;
}

interface SessionsOptions<Holder> {
  readonly table?: SessionTable;
  /** says in the clear whose session it is, or by keyed digests about whom, where the database itself lets in by it (055) */
  readonly entering?: (holder: Holder, token: string) => Entering;
  /** the same for all sessions of one account: by it somebody finds their own */
  readonly whose?: (holder: Holder) => Buffer;
}

export interface SessionLimits {
  /** minutes without a request */
  readonly idleMinutes: number;
  /** minutes after sign-in, whatever happens */
  readonly absoluteMinutes: number;
}

const MINUTE = 60_000;
const ATTEMPT_MINUTES = 10;
/**
 * How stale `seen_at` may become before it is written again: reading a page must not cost a write each time. It is the minute, not the
 * instant, so that no session is tied to what a log says was done at that very moment.
 */
const SEEN_STEP = MINUTE;
const minuteOf = (at: Date) => new Date(Math.floor(at.getTime() / MINUTE) * MINUTE);

export const newToken = () => randomBytes(32).toString('base64url');
const hashOf = (token: string) => createHash('sha256').update(token).digest();

export class Sessions<Holder extends object> {
  readonly #database: Kysely<SessionTables>;
  readonly #limits: SessionLimits;
  readonly #now: () => Date;
  readonly #entering: ((holder: Holder, token: string) => Entering) | undefined;

  readonly #whose: ((holder: Holder) => Buffer) | undefined;

  readonly #table: SessionTable;

  /**
   * `database` is entered with the sign-in login. `now` is the wall clock: a session ages by it even where the business clock is a demo's.
   */
  constructor(
    database: unknown,
    limits: SessionLimits,
    now: () => Date,
    { table = 'session', entering, whose }: SessionsOptions<Holder> = {},
  ) {
    this.#table = table;
    this.#database = database as Kysely<SessionTables>;
    this.#limits = limits;
    this.#now = now;
    this.#entering = entering;
    this.#whose = whose;
  }

  async begin(attempt: SignInAttempt): Promise<string> {
    const token = newToken();
    const at = this.#now();
    await this.#database
      .deleteFrom('sign_in_attempt')
      .where('started_at', '<', new Date(at.getTime() - ATTEMPT_MINUTES * MINUTE))
      .execute();
    const { state, nonce, codeVerifier, returnTo } = attempt;
    await this.#database
      .insertInto('sign_in_attempt')
      .values({
        token_hash: hashOf(token),
        state,
        nonce,
        code_verifier: codeVerifier,
        return_to: returnTo,
        started_at: at,
      })
      .execute();
    return token;
  }

  /** Taken out as it is read: the same answer of the provider works once. */
  async takeAttempt(token: string): Promise<SignInAttempt | null> {
    const row = await this.#database
      .deleteFrom('sign_in_attempt')
      .where('token_hash', '=', hashOf(token))
      .returningAll()
      .executeTakeFirst();
    if (!row || this.#now().getTime() - row.started_at.getTime() > ATTEMPT_MINUTES * MINUTE) return null;
    return { state: row.state, nonce: row.nonce, codeVerifier: row.code_verifier, returnTo: row.return_to };
  }

  /**
   * @param idToken the provider's word, kept with the holder under the same seal; it names the session to end when signing out
   * @param browser its kind
   */
  async start(holder: Holder, idToken?: string, browser: string | null = null): Promise<string> {
    const token = newToken();
    const at = this.#now();
    await this.#removeEnded(at);
    await this.#database
      .insertInto(this.#table)
      .values({
        token_hash: hashOf(token),
        holder: seal(token, { holder, ...(idToken ? { idToken } : {}) }),
        started_at: at,
        seen_at: minuteOf(at),
        browser,
        whose: this.#whose?.(holder) ?? null,
        ...(this.#entering ? { ...this.#entering(holder, token), ends_at: this.#endOf(at, at) } : {}),
      })
      .execute();
    return token;
  }

  async find(token: string): Promise<Holder | null> {
    return (await this.open(token))?.holder ?? null;
  }

  async open(token: string): Promise<OpenSession<Holder> | null> {
    const at = this.#now();
    const token_hash = hashOf(token);
    const row = await this.#database
      .selectFrom(this.#table)
      .select(['holder', 'started_at', 'seen_at'])
      .where('token_hash', '=', token_hash)
      .executeTakeFirst();
    if (!row || this.#ended(row, at)) return null;
    if (at.getTime() - row.seen_at.getTime() > SEEN_STEP) {
      const ends = this.#entering ? { ends_at: this.#endOf(row.started_at, at) } : {};
      await this.#database
        .updateTable(this.#table)
        .set({ seen_at: minuteOf(at), ...ends })
        .where('token_hash', '=', token_hash)
        .execute();
    }
    return unseal<Holder>(token, row.holder);
  }

  /** Those of whoever holds this one, itself among them, newest first; none where it is over. */
  async own(token: string): Promise<ShownSession[]> {
    const at = this.#now();
    const own = await this.#rowOf(token);
    if (!own || this.#ended(own, at)) return [];
    const others = own.whose
      ? await this.#database
          .selectFrom(this.#table)
          .select(['token_hash', 'started_at', 'seen_at', 'browser'])
          .where('whose', '=', own.whose)
          .orderBy('started_at', 'desc')
          .execute()
      : [own];
    return others
      .filter((row) => !this.#ended(row, at))
      .map((row) => ({
        id: row.token_hash.toString('hex'),
        startedAt: row.started_at,
        seenAt: row.seen_at,
        browser: row.browser ?? null,
        current: row.token_hash.equals(own.token_hash),
      }));
  }

  /** Ends one other session of whoever holds this one, or all others; answers how many. Somebody else's are out of reach. */
  async endOthers(token: string, id?: string): Promise<number> {
    const own = await this.#rowOf(token);
    if (!own?.whose || this.#ended(own, this.#now())) return 0;
    let others = this.#database
      .deleteFrom(this.#table)
      .where('whose', '=', own.whose)
      .where('token_hash', '<>', own.token_hash);
    if (id !== undefined) others = others.where('token_hash', '=', Buffer.from(id, 'hex'));
    const { numDeletedRows } = await others.executeTakeFirst();
    return Number(numDeletedRows);
  }

  #rowOf(token: string) {
    return this.#database
      .selectFrom(this.#table)
      .select(['token_hash', 'started_at', 'seen_at', 'browser', 'whose'])
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst();
  }

  async end(token: string): Promise<void> {
    await this.#database.deleteFrom(this.#table).where('token_hash', '=', hashOf(token)).execute();
  }

  /** Unless it is used again before. */
  #endOf(started: Date, seen: Date): Date {
    const idle = seen.getTime() + this.#limits.idleMinutes * MINUTE;
    return new Date(Math.min(idle, started.getTime() + this.#limits.absoluteMinutes * MINUTE));
  }

  #ended(row: { started_at: Date; seen_at: Date }, at: Date): boolean {
    return (
      at.getTime() - row.seen_at.getTime() > this.#limits.idleMinutes * MINUTE ||
      at.getTime() - row.started_at.getTime() > this.#limits.absoluteMinutes * MINUTE
    );
  }

  async #removeEnded(at: Date): Promise<void> {
    await this.#database
      .deleteFrom(this.#table)
      .where((row) =>
        row.or([
          row('seen_at', '<', new Date(at.getTime() - this.#limits.idleMinutes * MINUTE)),
          row('started_at', '<', new Date(at.getTime() - this.#limits.absoluteMinutes * MINUTE)),
        ]),
      )
      .execute();
  }
}

/** What a person is known by at every door: the document, not the account, of which the provider may give them several. */
export const documentOf = ({ documentType, documentNumber }: VouchedPerson): string =>
  `${documentType} ${documentNumber.normalize('NFKC').toUpperCase()}`;

/** Whose session it is, in a table that names nobody to whoever has not the token as well (points system, 092). */
export const aboutOf = (token: string, subjectKey: string): Buffer => hashOf(`${token} ${subjectKey}`);

/** @param account what the provider knows somebody by, at one door. In no other table, so that it ties a session to nothing else */
export const sessionOwner = ({ subjectKeys }: Pick<Keyring, 'subjectKeys'>, door: string, account: string): Buffer =>
  createHmac('sha256', deriveKey(subjectKeys.key, `session:whose:${door}`))
    .update(account)
    .digest();

function keyringOf(token: string): Keyring {
  const key = { version: 1, key: deriveKey(Buffer.from(token, 'base64url'), 'session:holder') };
  return {
    suite: 'aes-256-gcm',
    current: key,
    dataKey: (version) => (version === 1 ? key : undefined),
    subjectKeys: key,
  };
}

/** The key is the token's own, so the row need not be named. */
const PLACE = sealPlace('session', 'holder');

const seal = (token: string, session: OpenSession<object>) =>
  fieldCipher(keyringOf(token), randomBytes).seal(JSON.stringify(session), PLACE);

function unseal<Holder extends object>(token: string, sealed: Buffer): OpenSession<Holder> {
  const opened: object = JSON.parse(fieldCipher(keyringOf(token), randomBytes).open(sealed, PLACE));
  // sessions from before the provider's word was kept hold the bare holder; the last of them ends after twelve hours
  return 'holder' in opened ? (opened as OpenSession<Holder>) : { holder: opened as Holder };
}
