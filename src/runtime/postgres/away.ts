/**
 * Tells whether an error means that the database is away: down, going down, moving to another server, full or out of reach.
 * Such an error says nothing about the request; the same request will do later. Used for answers to people (503), for waiting at
 * start and for background jobs.
 */

/**
 * SQLSTATE: connection exceptions (08), no such login or database (28, 3D000: a successor that is not set up yet), no room left (53),
 * a server that is a standby now (25006), time-outs of the server (25P03, 25P04, 57014), shutdown and start (57P01 to 57P05),
 * trouble of the machine (58).
 */
const STATE = /^(08...|25006|25P0[34]|28...|3D000|53...|57014|57P0[1-5]|58...)$/;

const SYSTEM = new Set([
  ...[
    'EAI_AGAIN',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTDOWN',
    'EHOSTUNREACH',
    'EMFILE',
    'ENETDOWN',
    'ENETRESET',
  ],
  ...['ENETUNREACH', 'ENOTCONN', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
]);

/** What `pg` and `pg-pool` throw without a code; a test looks each of them up in the installed packages. */
export const DISCONNECTS = [
  'Connection terminated unexpectedly',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'There was an error establishing an SSL connection',
  'The server does not support SSL connections',
] as const;

const MESSAGES: ReadonlySet<string> = new Set(DISCONNECTS);
/** A message of the protocol came where none was due: whoever stands between cut the stream in the middle. */
const OUT_OF_STEP = /^Received unexpected \w+ message from backend\.$/;
/** A query was given up on a standby because replication went on: asked of the primary, it is answered. */
const STANDBY_CONFLICT = /conflict with recovery/;

/** @param depth how many causes are looked at: a library may have wrapped what the driver threw */
export function isDatabaseAway(error: unknown, depth = 5): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === 'string' && (STATE.test(code) || SYSTEM.has(code))) return true;
  if (typeof message === 'string') {
    if (MESSAGES.has(message) || OUT_OF_STEP.test(message)) return true;
    if (code === '40001' && STANDBY_CONFLICT.test(message)) return true;
  }
  return isDatabaseAway(cause, depth - 1);
}
