/** What the pages of officers, departments and their systems ask, and what is asked anew when a registration has changed. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OfficerStanding } from '#contracts/vocabulary.ts';
import { call } from '../../api.ts';

const OFFICERS = ['officers'];
const DEPARTMENTS = ['departments'];
const CLIENTS = ['machine-clients'];

interface OfficerFilter {
  readonly department: string | undefined;
  readonly name?: string | undefined;
  readonly standing: OfficerStanding;
  readonly after?: string | undefined;
}

export function useDepartments() {
  return useQuery({ queryKey: DEPARTMENTS, queryFn: ({ signal }) => call('GET /departments', { signal }) });
}

export function useOfficers(filter: OfficerFilter, limit: number) {
  const query = { ...filter, limit };
  return useQuery({
    queryKey: [...OFFICERS, query],
    queryFn: ({ signal }) => call('GET /officers', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useMachineClients() {
  return useQuery({ queryKey: CLIENTS, queryFn: ({ signal }) => call('GET /machine-clients', { signal }) });
}

/** An officer was appointed, changed or dismissed; departments say how many they have. */
export function useOfficersChanged(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all([OFFICERS, DEPARTMENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

export function useClientsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: CLIENTS });
}
