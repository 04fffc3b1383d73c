/** Filters and pages of a list live in the address: what one sees can be sent to a colleague and survives a reload. */
import { useNavigate, useSearch } from '@tanstack/react-router';

export type Address = Readonly<Record<string, string | undefined>>;

/** What the address says, and a way to change some of it; `undefined` takes a word out. */
export function useAddress(): [Address, (change: Address) => void] {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  return [address, (change) => void navigate({ to: '.', search: { ...address, ...change } })];
}

/** A word of the address where it is one of those a filter knows; anything else filters nothing. */
export const oneOf = <Word extends string>(known: Readonly<Record<Word, unknown>>, word: string | undefined) =>
  word !== undefined && Object.hasOwn(known, word) ? (word as Word) : undefined;
