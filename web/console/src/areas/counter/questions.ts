/**
 * What the counter asks and does for somebody who appears. Each question carries what they showed, so nothing is kept once it is off the
 * screen, and no question of one appearance is answered with what another's was.
 */
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  AssistedMending,
  AssistedOwnReport,
  AssistedWithdrawal,
  OwnReportOutcome,
} from '#contracts/own-reports.ts';
import type { ApplicantActionRequest, AssistedIdentity, OwnResponse, RightsRequest } from '#contracts/rights.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import type { Appeared } from './appeared.ts';

const reportsKey = (visit: string) => ['counter-reports', visit];
const requestsKey = (visit: string) => ['counter-requests', visit];
const guidanceKey = (visit: string, caseId: string) => ['counter-guidance', visit, caseId];

/** gone with the page that shows it */
const KEPT_NOWHERE = { gcTime: 0 } as const;
/** every look is logged: none is made for nothing */
const LOOKED_ONCE = { ...KEPT_NOWHERE, staleTime: Number.POSITIVE_INFINITY } as const;

/** Checks who appears, and asks what the platform knows about them. */
export function useAppearance(onAppeared: (appeared: Appeared) => void) {
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: async (identity: AssistedIdentity): Promise<Appeared> => ({
      identity,
      data: await call('POST /assisted/data', { body: { identity } }),
      visit: newIdempotencyKey(),
    }),
    onSuccess: onAppeared,
  });
}

/** What was just done has changed what is known; looking again is logged like the first look. */
export function useLookAgain(onSeen: (seen: Appeared) => void, onError: (error: unknown) => void) {
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: async (appeared: Appeared): Promise<Appeared> => ({
      ...appeared,
      data: await call('POST /assisted/data', { body: { identity: appeared.identity } }),
    }),
    onSuccess: onSeen,
    onError,
  });
}

export function useCounterReports({ identity, visit }: Appeared) {
  return useQuery({
    ...LOOKED_ONCE,
    queryKey: reportsKey(visit),
    queryFn: () => call('POST /assisted/own-reports/standing', { body: { identity } }),
  });
}

export function useCounterReportsChanged({ visit }: Appeared): () => void {
  const askAnew = useAskAnew();
  return () => askAnew(reportsKey(visit));
}

export function useCounterRequests({ identity, visit }: Appeared) {
  return useQuery({
    ...LOOKED_ONCE,
    queryKey: requestsKey(visit),
    queryFn: () => call('POST /assisted/standing', { body: { identity } }),
  });
}

/** What may be asked about one of their cases. */
export function useGuidance({ identity, visit }: Appeared, caseId: string) {
  return useQuery({
    ...LOOKED_ONCE,
    queryKey: guidanceKey(visit, caseId),
    queryFn: () => call('POST /assisted/guidance', { body: { identity, caseId } }),
  });
}

/** What a report asks of anybody. */
export function useCounterReportForm() {
  return useQuery({
    queryKey: ['counter-report-form'],
    queryFn: ({ signal }) => call('GET /assisted/own-reports/form', { signal }),
  });
}

type Asked = { readonly request: RightsRequest } | { readonly response: OwnResponse };

/** A request about a case, or the answer to a prior notice. */
export function useAsk({ identity, visit }: Appeared, caseId: string, onDone: () => void) {
  const askAnew = useAskAnew();
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: async (asked: Asked): Promise<void> => {
      if ('response' in asked) await call('POST /assisted/responses', { body: { identity, caseId, ...asked } });
      else await call('POST /assisted/requests', { body: { identity, ...asked } });
    },
    onSuccess: () => {
      askAnew(requestsKey(visit), guidanceKey(visit, caseId));
      onDone();
    },
  });
}

interface Request {
  readonly requestId: string;
  readonly caseId: string;
}

/** A step of a request that is the applicant's to take. */
export function useApplicantStep({ identity, visit }: Appeared, { requestId, caseId }: Request, onDone: () => void) {
  const askAnew = useAskAnew();
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (step: ApplicantActionRequest) =>
      call('POST /assisted/requests/:id/actions', { params: { id: requestId }, body: { identity, step } }),
    onSuccess: () => {
      askAnew(requestsKey(visit), guidanceKey(visit, caseId));
      onDone();
    },
  });
}

/** `onDone` learns whether the same paper was on record already. */
export function usePaperProof({ identity }: Appeared, { requestId }: Request, onDone: (known: boolean) => void) {
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (paper: { readonly kind: string; readonly note: string }) =>
      call('POST /assisted/requests/:id/evidence/paper', { params: { id: requestId }, body: { identity, paper } }),
    onSuccess: ({ known }) => onDone(known),
  });
}

export function useReport(onDone: (outcome: OwnReportOutcome) => void, onError: (error: unknown) => void) {
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (report: AssistedOwnReport) => call('POST /assisted/own-reports', { body: report }),
    onSuccess: onDone,
    onError,
  });
}

export function useMending(caseId: string, onDone: () => void) {
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (body: AssistedMending) =>
      call('POST /assisted/own-reports/:id/mending', { params: { id: caseId }, body }),
    onSuccess: onDone,
  });
}

export function useReportWithdrawal(caseId: string, onDone: () => void) {
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (body: AssistedWithdrawal) =>
      call('POST /assisted/own-reports/:id/withdrawal', { params: { id: caseId }, body }),
    onSuccess: onDone,
  });
}

function useAskAnew() {
  const queries = useQueryClient();
  return (...keys: QueryKey[]) => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
}
