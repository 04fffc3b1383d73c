/** The way through the queue a case was opened from: the cases before and after it there, and how one goes to them. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { CaseDetail } from '#contracts/determination.ts';
import { useMe } from '../../session.ts';
import { useNeighbours } from './questions.ts';
import { queueFilter } from './queue-filter.ts';

export type Way = ReturnType<typeof useWay>;

/** `state`: the case's own, once it is known: opened by its own address, it stands in the queue of that state. */
export function useWay(caseId: string, state: CaseDetail['state'] | undefined) {
  const navigate = useNavigate();
  const { data: me } = useMe();
  const search = useSearch({ from: '/cases/$id' });
  const filter = queueFilter(search, me?.roles ?? [], state);
  const beside = useNeighbours(caseId, filter, search.state !== undefined || state !== undefined);
  const { previous = null, next = null } = beside.data ?? {};
  const open = (id: string | null): void => {
    if (id !== null) void navigate({ to: '/cases/$id', params: { id }, search: filter });
  };
  return { filter, previous, next, open };
}
