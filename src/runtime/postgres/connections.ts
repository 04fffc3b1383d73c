/**
 * Which connections of a pool are still worth keeping. A broken one fails the query it carries and leaves; so does one whose server
 * is going down or has become a standby, and one that has been silent for longer than any statement may take. None of it ends the process.
 */
import type pg from 'pg';

/** After one of these the session is over, or will answer nothing but this: it is a standby's now (25006). */
const SPENT = /^(08...|25006|25P0[34]|53300|57P0[1-5])$/;
/** The server is no longer the one that may be written to: what else is open to it is of no use either. */
const MOVED = '25006';
/** Past the server's own limit for a statement the answer cannot come any more. */
const GRACE_MILLISECONDS = 5_000;

/** What `pg` does not declare: the socket and the messages of the protocol. */
interface Wire {
  readonly connection: {
    readonly stream: import('node:net').Socket;
    on(event: 'errorMessage', listener: (message: { readonly code?: string }) => void): void;
  };
}
const wire = (client: pg.ClientBase) => (client as unknown as Wire).connection;

const open = new WeakMap<pg.Pool, Set<pg.ClientBase>>();

/** @param statementMilliseconds the server's limit for one statement; without it a silent connection is left alone */
export function tendConnections(pool: pg.Pool, statementMilliseconds?: number): void {
  const clients = new Set<pg.ClientBase>();
  const spent = new WeakSet<pg.ClientBase>();
  open.set(pool, clients);
  pool.on('error', () => {});
  pool.on('remove', (client) => void clients.delete(client));
  pool.on('connect', (client) => {
    clients.add(client);
    client.on('error', () => {});
    wire(client).on('errorMessage', ({ code = '' }) => {
      if (!SPENT.test(code)) return;
      spent.add(client);
      if (code !== MOVED) return;
      for (const other of clients) spent.add(other);
      leaveIdle(pool, spent);
    });
    const { stream } = wire(client);
    if (statementMilliseconds !== undefined) {
      stream.setTimeout(statementMilliseconds + GRACE_MILLISECONDS, () => stream.destroy(silent()));
    }
  });
  // told before the pool decides whether to keep the client: one that is being ended is not kept
  pool.on('release', (error, client) => {
    if (!error && (spent.has(client) || wire(client).stream.destroyed))
      void (client as pg.PoolClient & { end(): Promise<void> }).end();
  });
}

/** Takes each idle connection out once; those that are spent do not come back. */
function leaveIdle(pool: pg.Pool, spent: WeakSet<pg.ClientBase>): void {
  for (let left = pool.idleCount; left > 0; left--) {
    pool.connect().then(
      (client) => client.release(spent.has(client)),
      () => {},
    );
  }
}

/** The first statements of a connection: if they are not answered in time, the connection is dead. */
export async function within(
  milliseconds: number,
  client: pg.ClientBase,
  work: (client: pg.ClientBase) => Promise<unknown>,
): Promise<void> {
  const timer = setTimeout(() => wire(client).stream.destroy(silent()), milliseconds);
  try {
    await work(client);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends all connections at once, without a word to the server: whatever they carry fails now. The pool opens new ones when asked. */
export function cutConnections(pool: pg.Pool): void {
  for (const client of open.get(pool) ?? []) wire(client).stream.destroy(silent());
}

const silent = () => Object.assign(new Error('the database has not answered in time'), { code: 'ETIMEDOUT' });
