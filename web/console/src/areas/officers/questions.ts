/** What the pages of officers, departments and their systems ask, and what is asked anew when a registration has changed. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewMachineClient, NewOfficer, Officer } from '#contracts/officers.ts';
import type { OfficerStanding } from '#contracts/vocabulary.ts';
import { call } from '../../api.ts';
import { DELEGATIONS } from '../../parts/delegations.ts';

const OFFICERS = ['officers'];
const DEPARTMENTS = ['departments'];
const CLIENTS = ['machine-clients'];
const sessionsKey = (officer: string) => ['sessions', officer];

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

interface DelegationFilter {
  readonly department: string | undefined;
  readonly standing: 'open' | 'all';
  readonly before: string | undefined;
}

export function useDelegations(filter: DelegationFilter) {
  return useQuery({
    queryKey: [DELEGATIONS, filter],
    queryFn: ({ signal }) => call('GET /delegations', { query: { ...filter, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Where an officer is signed in now. */
export function useSessions(officer: string) {
  return useQuery({
    queryKey: sessionsKey(officer),
    queryFn: ({ signal }) => call('GET /officers/:id/sessions', { params: { id: officer }, signal }),
    staleTime: 0,
  });
}

/** Ends one session, or all of them. */
export function useEndSessions(officer: string, onEnded: (ended: number) => void, onError: (error: unknown) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session: string | undefined) =>
      call('POST /officers/:id/sessions/end', { params: { id: officer }, body: session ? { session } : {} }),
    onSuccess: ({ ended }) => onEnded(ended),
    onError,
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsKey(officer) }),
  });
}

/** Appoints somebody, or gives an officer other roles. */
export function useAppointment(officer: Officer | undefined, onDone: (name: string) => void) {
  const changed = useOfficersChanged();
  return useMutation({
    mutationFn: (values: NewOfficer) =>
      officer
        ? call('POST /officers/:id/roles', { params: { id: officer.id }, body: { roles: values.roles } })
        : call('POST /officers', { body: values }),
    onSuccess: async ({ name }) => {
      await changed();
      onDone(name);
    },
  });
}

export function useDismissal(officer: string, onDone: () => void, onError: (error: unknown) => void) {
  const changed = useOfficersChanged();
  return useMutation({
    mutationFn: () => call('POST /officers/:id/dismiss', { params: { id: officer } }),
    onSuccess: async () => {
      onDone();
      await changed();
    },
    onError,
  });
}

export function useClientRegistration(onDone: () => void) {
  const changed = useClientsChanged();
  return useMutation({
    mutationFn: (values: NewMachineClient) =>
      call('POST /machine-clients', { body: { ...values, scopes: ['reporter'] } }),
    onSuccess: async () => {
      await changed();
      onDone();
    },
  });
}

export function useClientDismissal(client: string, onError: (error: unknown) => void) {
  const changed = useClientsChanged();
  return useMutation({
    mutationFn: () => call('POST /machine-clients/:id/dismiss', { params: { id: client } }),
    onSuccess: changed,
    onError,
  });
}

/** Departments say how many officers they have. */
function useOfficersChanged(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all([OFFICERS, DEPARTMENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

function useClientsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: CLIENTS });
}
