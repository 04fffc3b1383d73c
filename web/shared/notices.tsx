/** Which notices are in force: with one, nothing on the pages says that there could be more. */
import { createContext, type ReactNode, useContext } from 'react';
import type { NoticeInForce } from '#contracts/policy.ts';
import { localId, noticeOfRef } from '#kernel/policy/refs.ts';

const NoticesContext = createContext<readonly NoticeInForce[]>([]);

interface Props {
  /** none until they are known */
  readonly inForce: readonly NoticeInForce[] | undefined;
  readonly children: ReactNode;
}

export function NoticesProvider({ inForce = [], children }: Props) {
  return <NoticesContext value={inForce}>{children}</NoticesContext>;
}

export const useNotices = (): readonly NoticeInForce[] => useContext(NoticesContext);

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
