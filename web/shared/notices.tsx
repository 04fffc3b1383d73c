/** Which notices are in force: with one, nothing on the pages says that there could be more. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { NoticeInForce } from '#contracts/policy.ts';
import { localId, noticeOfRef } from '#kernel/policy/refs.ts';

interface Known {
  readonly inForce: readonly NoticeInForce[];
  /** asked, and answered or not to be had */
  readonly settled: boolean;
}

const NoticesContext = createContext<Known>({ inForce: [], settled: false });

interface Props {
  /** none until they are known */
  readonly inForce: readonly NoticeInForce[] | undefined;
  readonly settled: boolean;
  readonly children: ReactNode;
}

export function NoticesProvider({ inForce, settled, children }: Props) {
  const known = useMemo(() => ({ inForce: inForce ?? [], settled }), [inForce, settled]);
  return <NoticesContext value={known}>{children}</NoticesContext>;
}

export const useNotices = (): readonly NoticeInForce[] => useContext(NoticesContext).inForce;

/**
 * Which notice something is for, where a page asks that. `notice` is said to the platform only where several are in force; `ready`: it is
 * known, or there is nothing to choose.
 */
export function useChosenNotice(asked: string | undefined): {
  readonly several: readonly NoticeInForce[] | null;
  readonly notice: string | undefined;
  readonly ready: boolean;
} {
  const { inForce, settled } = useContext(NoticesContext);
  if (inForce.length < 2) return { several: null, notice: undefined, ready: settled };
  const notice = inForce.find(({ id }) => id === asked)?.id;
  return { several: inForce, notice, ready: notice !== undefined };
}

/** What a kind or ground is numbered: by the notice itself, and with the notice's number before it where several are in force. */
export function useNumbered(): (ref: string) => string {
  const notices = useNotices();
  return (ref) => {
    const number = notices.length > 1 ? notices.find(({ id }) => id === noticeOfRef(ref))?.number : undefined;
    return number === undefined ? localId(ref) : `${number} ${localId(ref)}`;
  };
}

/** Where a clause is explained on the public site. */
export function useClauseAddress(): (clause: string) => string {
  const several = useNotices().length > 1;
  return (clause) => `/policy${several ? `/${noticeOfRef(clause)}` : ''}#clause-${localId(clause)}`;
}
