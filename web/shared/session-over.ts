/**
 * A session that ran out while somebody was writing (decision 071). The page stays as it is, with all that was typed in its memory; the
 * sign-in opens beside it, and says here when it is done. Only the same person goes on: for anybody else the page is emptied first.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { BACK, OVER } from './session-told.ts';

export interface Surroundings {
  /** who this page has been for; undefined before anybody was known */
  readonly known: string | undefined;
  /** asks the system anew who is signed in; fails where nobody is */
  readonly who: () => Promise<string>;
  /** the same person is back: what failed meanwhile is asked again */
  readonly onBack: () => void;
  /** somebody else: forgets everything and leaves the page */
  readonly onSomebodyElse: () => void;
}

export interface SessionOver {
  readonly over: boolean;
  /** asks whether somebody is signed in again */
  check(): void;
  /** to copy out what was typed, say: it comes back with the next refusal */
  later(): void;
}

export function useSessionOver(surroundings: Surroundings): SessionOver {
  const [over, setOver] = useState(false);
  const now = useRef(surroundings);
  now.current = surroundings;
  /** the first one stays: a page is one person's as long as it is open */
  const first = useRef<string | undefined>(undefined);
  first.current ??= surroundings.known;
  const settle = useCallback((who: string) => {
    if (first.current === undefined) return;
    if (who !== first.current) return now.current.onSomebodyElse();
    setOver(false);
    now.current.onBack();
  }, []);
  const check = useCallback(() => {
    now.current.who().then(settle, () => undefined);
  }, [settle]);
  const { known } = surroundings;
  useEffect(() => {
    if (known !== undefined && known !== first.current) now.current.onSomebodyElse();
  }, [known]);
  useEffect(() => {
    const ended = () => setOver(first.current !== undefined);
    addEventListener(OVER, ended);
    const channel = new BroadcastChannel(BACK);
    channel.onmessage = check;
    return () => {
      removeEventListener(OVER, ended);
      channel.close();
    };
  }, [check]);
  useEffect(() => {
    if (!over) return;
    // come back from the other page: also where that page could not say so
    const seen = () => document.visibilityState === 'visible' && check();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [over, check]);
  return { over, check, later: () => setOver(false) };
}
