/**
 * Opens the only kind of transaction the platform's stores accept: one that has entered the database as somebody. Who asks is told by the
 * database itself, from the session they signed in with or from the name of the task; nothing that is said here alone is believed (055).
 */
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PoolClient } from 'pg';
import { Problem } from '#kernel/refusal/problem.ts';
import { noteCommit, noteUndone } from '#log/log-watch.ts';
import { atOneInstant } from '#log/one-instant.ts';
import type { PlatformDatabase, PlatformTx } from '../database.ts';
import type { Actor } from './actor.ts';
import { type Applicant, subjectsOf } from './applicant.ts';

type Database = Kysely<PlatformDatabase>;

/** The other logins of a database, beside the one requests are answered with. */
interface OtherLogins {
  /** of background work, also where a request sets it off: what it needs to see, no officer does */
  readonly worker: Database;
  /** of the doors: who may come in, and what happened there */
  readonly signIn: Database;
}

const otherLogins = new WeakMap<Database, OtherLogins>();

/** A handle whose transactions take the login that fits who acts. One without others is the login for everything it does. */
export function withLogins(web: Database, others: OtherLogins): Database {
  otherLogins.set(web, others);
  return web;
}

/**
 * Runs `work` in one transaction as `who`: row-level security shows an officer the own departments only, an applicant what
 * is about the applicant only (also where an officer assists: the counter gives no wider view).
 * Everything a use case changes, its audit entry and its outbox rows belong inside one call.
 * @throws Problem `session.required` when the session has ended meanwhile
 */
export async function transact<T>(
  database: Database,
  who: Actor | Applicant,
  work: (tx: PlatformTx) => Promise<T>,
): Promise<T> {
  const handle = who.kind === 'system' ? (otherLogins.get(database)?.worker ?? database) : database;
  return noted(database, handle, async (tx) => {
    await enter(tx, who);
    return work(tx);
  });
}

/** A task reads all of it as it stood at one moment; nothing is written. */
export async function readAtOneMoment<T>(
  database: Database,
  task: Actor,
  work: (tx: PlatformTx) => Promise<T>,
): Promise<T> {
  const handle = otherLogins.get(database)?.worker ?? database;
  return handle
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const tx = transaction as PlatformTx;
      await enter(tx, task);
      return work(tx);
    });
}

/** In one transaction; what was written to the log in it is told, once it is committed, to whoever seals the log of `database`. */
async function noted<T>(database: Database, handle: Database, work: (tx: PlatformTx) => Promise<T>): Promise<T> {
  let opened: PlatformTx | undefined;
  const run = handle.transaction().execute((transaction) => {
    const tx = transaction as PlatformTx;
    opened = tx;
    return atOneInstant(() => work(tx));
  });
  const result = await run.catch((error) => {
    noteUndone(opened);
    throw error;
  });
  noteCommit(database, opened);
  return result;
}

/** At a door nobody has come in yet, or they are just leaving: the transaction is nobody's, and sees no case and no record. */
export async function atDoor<T>(database: Database, work: (tx: PlatformTx) => Promise<T>): Promise<T> {
  const handle = otherLogins.get(database)?.signIn ?? database;
  return noted(database, handle, work);
}

async function enter(tx: PlatformTx, who: Actor | Applicant): Promise<void> {
  if (who.kind === 'system') {
    await sql`SELECT enter_task(${who.id})`.execute(tx);
    return;
  }
  const assistant = who.kind === 'applicant' && !who.ownSession ? who.assistedBy : null;
  const pass = assistant ? assistant.pass : who.pass;
  if (!pass) return withoutPass(tx, who);
  const assisted = who.kind === 'applicant' && assistant ? [...subjectsOf(who)] : null;
  // own-jurisdiction: what a role does not see, no other role of the same officer shows it
  const acting = who.kind === 'officer' && who.actsIn ? [...who.actsIn] : null;
  await sql`SELECT enter(${pass.door}, ${pass.token}, ${assisted}::uuid[]), act_in(${acting}::text[])`.execute(tx);
}

/** On a connection of one's own, whose transaction has begun: for what is copied in bulk. */
export async function enterOver(client: PoolClient, who: Actor | Applicant): Promise<void> {
  const connection = { query: client.query.bind(client), release: () => {} } as unknown as PoolClient;
  const pool = { options: {}, connect: async () => connection, end: async () => {} };
  const one = new Kysely<PlatformDatabase>({ dialect: new PostgresDialect({ pool }) });
  await enter(one as unknown as PlatformTx, who);
}

type Entrance = (tx: PlatformTx, who: Actor | Applicant) => Promise<void>;

let withoutPass: Entrance = () => {
  throw new Problem('session.required');
};

/** For tests, whose officers never signed in: their databases have a function that lets anybody in as anybody, and no other has. */
export function enterWithoutPass(entrance: Entrance): void {
  withoutPass = entrance;
}
