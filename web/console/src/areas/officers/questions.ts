/** What the pages of officers, departments and their systems ask, and what is asked anew when a registration has changed. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewMachineClient, NewOfficer, Officer } from '#contracts/officers.ts';
import type { AppointmentDecision, OfficerStanding } from '#contracts/vocabulary.ts';
import { call } from '../../api.ts';
import { DELEGATIONS } from '../../parts/delegations.ts';

const OFFICERS = ['officers'];
const DEPARTMENTS = ['departments'];
const CLIENTS = ['machine-clients'];
const APPOINTMENTS = ['appointments'];
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

/** Proposes somebody, other roles for an officer, or that one comes back; tells whether another administrator has to confirm. */
export function useAppointment(
  officer: Officer | undefined,
  restores: boolean,
  onDone: (name: string, waits: boolean) => void,
) {
  const changed = useOfficersChanged();
  return useMutation({
    mutationFn: async (values: NewOfficer) => {
      if (!officer) return { ...(await call('POST /officers', { body: values })), waits: true };
      const body = { roles: values.roles };
      const params = { id: officer.id };
      if (restores) return { ...(await call('POST /officers/:id/restore', { params, body })), waits: true };
      const { appointment } = await call('POST /officers/:id/roles', { params, body });
      return { name: officer.name, waits: appointment !== null };
    },
    onSuccess: async ({ name, waits }) => {
      await changed();
      onDone(name, waits);
    },
  });
}

/** What waits for a second administrator, or all of late. */
export function useAppointments(standing: 'open' | 'all') {
  return useQuery({
    queryKey: [...APPOINTMENTS, standing],
    queryFn: ({ signal }) => call('GET /appointments', { query: { standing }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useAppointmentDecision(
  id: string,
  onDone: (decision: AppointmentDecision) => void,
  onError: (error: unknown) => void,
) {
  const [changed, clients] = [useOfficersChanged(), useClientsChanged()];
  return useMutation({
    mutationFn: (decision: AppointmentDecision) =>
      call('POST /appointments/:id/decision', { params: { id }, body: { decision } }),
    onSuccess: (_, decision) => onDone(decision),
    onError,
    onSettled: () => Promise.all([changed(), clients()]),
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
  const changed = useOfficersChanged();
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

/** Proposes that a system comes back; another administrator confirms. */
export function useClientRestoring(client: string, onDone: () => void, onError: (error: unknown) => void) {
  const changed = useOfficersChanged();
  return useMutation({
    mutationFn: () => call('POST /machine-clients/:id/restore', { params: { id: client } }),
    onSuccess: async () => {
      await changed();
      onDone();
    },
    onError,
  });
}

/** Departments say how many officers they have. */
function useOfficersChanged(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all([OFFICERS, DEPARTMENTS, APPOINTMENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

function useClientsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: CLIENTS });
}
