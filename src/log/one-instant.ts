/**
 * One transaction, one instant: what is written together bears one time, however many functions ask for it. The clock of a use case stands
 * still, from its first reading within a transaction, until that is over.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const transactions = new AsyncLocalStorage<{ instant?: Date; over?: true }>();

/** A clock that is read once in a transaction; outside of one it runs. */
export function standingStill(clock: () => Date): () => Date {
  return () => {
    const transaction = transactions.getStore();
    if (!transaction || transaction.over) return clock();
    transaction.instant ??= clock();
    return new Date(transaction.instant);
  };
}

/** For transactions alone. What is begun in one and goes on afterwards finds the clock running again. */
export async function atOneInstant<T>(work: () => Promise<T>): Promise<T> {
  const transaction: { over?: true } = {};
  try {
    return await transactions.run(transaction, work);
  } finally {
    transaction.over = true;
  }
}
