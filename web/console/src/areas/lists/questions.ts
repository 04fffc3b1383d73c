/** What the pages of lists and rounds ask, and what is asked anew when something was done to them. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Round } from '#contracts/lists.ts';
import { call } from '../../api.ts';

interface Page {
  readonly after: string | undefined;
}

const LISTS = ['list'];
const roundKey = (id: string) => ['round', id];
const previewKey = (id: string) => ['preview', id];

export function useList(list: string) {
  return useQuery({
    queryKey: [...LISTS, list],
    queryFn: ({ signal }) => call('GET /lists/:list', { params: { list }, signal }),
  });
}

export function useConflicts(list: string) {
  return useQuery({
    queryKey: [...LISTS, list, 'conflicts'],
    queryFn: ({ signal }) => call('GET /lists/:list/conflicts', { params: { list }, signal }),
  });
}

export function useNominable(list: string, { batch, after }: Page & { readonly batch: string | undefined }) {
  return useQuery({
    queryKey: [...LISTS, list, 'nominable', batch, after],
    queryFn: ({ signal }) =>
      call('GET /lists/:list/nominable', { params: { list }, query: { batch, after, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useNominations(
  list: string,
  { department, zone, after }: Page & { readonly department: string | undefined; readonly zone: string | undefined },
) {
  return useQuery({
    queryKey: [...LISTS, list, 'nominations', department, zone, after],
    queryFn: ({ signal }) =>
      call('GET /lists/:list/nominations', { params: { list }, query: { department, zone, after, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useRounds(list: string, before: string | undefined) {
  return useQuery({
    queryKey: [...LISTS, list, 'rounds', before],
    queryFn: ({ signal }) => call('GET /lists/:list/rounds', { params: { list }, query: { before }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useRound(id: string) {
  return useQuery({
    queryKey: roundKey(id),
    queryFn: ({ signal }) => call('GET /rounds/:id', { params: { id }, signal }),
  });
}

/** The edition as it would be published now, against the last. */
export function useEditionPreview({ roundId, edition }: Pick<Round, 'roundId' | 'edition'>) {
  return useQuery({
    queryKey: [...previewKey(roundId), edition],
    queryFn: ({ signal }) => call('GET /rounds/:id/preview', { params: { id: roundId }, signal }),
  });
}

/** Nominations, rounds or what publication rests on have changed: whatever is shown of any list is asked anew. */
export function useListsChanged(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: LISTS });
}

/** Something was done to a round: it stands as the answer says, or is asked anew where there is none. */
export function useRoundChanged(roundId: string): (after?: Round) => void {
  const queries = useQueryClient();
  const listsChanged = useListsChanged();
  return (after) => {
    if (after) queries.setQueryData(roundKey(roundId), after);
    else void queries.invalidateQueries({ queryKey: roundKey(roundId) });
    void queries.invalidateQueries({ queryKey: previewKey(roundId) });
    listsChanged();
  };
}
