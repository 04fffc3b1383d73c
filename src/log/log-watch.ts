/**
 * Tells whoever seals the log which entries a transaction of this process has committed: what was committed a moment ago and is not
 * sealed yet is remembered here, outside the database. Where nobody listens nothing is kept.
 */
type Listener = (entryIds: readonly string[]) => void;

const listeners = new WeakMap<object, Listener>();
const written = new WeakMap<object, string[]>();
const endings = new WeakMap<object, 'committed' | 'undone'>();

/** Answers how to stop. */
export function watchLog(database: object, listener: Listener): () => void {
  listeners.set(database, listener);
  return () => void listeners.delete(database);
}

/** An entry was written in this transaction, which may still be rolled back. */
export function noteEntry(tx: object, id: string): void {
  const ids = written.get(tx);
  if (ids) ids.push(id);
  else written.set(tx, [id]);
}

/** How a transaction of this process ended; undefined while it is open. */
export const endingOf = (tx: object): 'committed' | 'undone' | undefined => endings.get(tx);

/** Nothing of the transaction is in the database. */
export function noteUndone(tx: object | undefined): void {
  if (tx) endings.set(tx, 'undone');
}

/** The transaction is in the database for good. */
export function noteCommit(database: object, tx: object | undefined): void {
  if (tx) endings.set(tx, 'committed');
  const ids = tx && written.get(tx);
  if (ids) listeners.get(database)?.(ids);
}
