/**
 * A policy that is asked anew at every question: whoever holds it goes by what is in force then, also when another version began meanwhile.
 * What must stay the same for the length of a piece of work takes the rules of its row (`Policies.at`).
 */
import type { Policy } from './policy.ts';

/** @param current answers the same policy for as long as it is in force */
export const livePolicy = (current: () => Policy): Policy =>
  new Proxy({} as Policy, {
    get: (_, key) => Reflect.get(current(), key),
    has: (_, key) => Reflect.has(current(), key),
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor(_, key) {
      const found = Reflect.getOwnPropertyDescriptor(current(), key);
      return found && { ...found, configurable: true };
    },
  });
