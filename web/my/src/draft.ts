/**
 * What somebody typed outlives a broken connection, a sign-in that ran out, a page loaded anew; it ends with the browser tab or
 * at sign-out, and when somebody else signs in. Never put an identity number into a draft.
 */
import { useCallback, useState } from 'react';

const PREFIX = 'xinheng.my.draft.';

/** Like `useState`; `key` names the form. `forget` once it has been sent. */
export function useDraft<Value>(
  key: string,
  empty: Value,
): readonly [value: Value, change: (value: Value) => void, forget: () => void] {
  const [value, setValue] = useState<Value>(() => read(key, empty));
  const change = useCallback(
    (next: Value) => {
      setValue(next);
      sessionStorage.setItem(PREFIX + key, JSON.stringify(next));
    },
    [key],
  );
  const forget = useCallback(() => sessionStorage.removeItem(PREFIX + key), [key]);
  return [value, change, forget];
}

function read<Value>(key: string, empty: Value): Value {
  const kept = sessionStorage.getItem(PREFIX + key);
  return kept === null ? empty : (JSON.parse(kept) as Value);
}

const WHOSE = 'xinheng.my.drafts-of';

/** Drafts of somebody else who used this tab before are gone before any form reads them. */
export function keepDraftsOf(identity: string): void {
  if (sessionStorage.getItem(WHOSE) === identity) return;
  if (sessionStorage.getItem(WHOSE) !== null) forgetDrafts();
  sessionStorage.setItem(WHOSE, identity);
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
