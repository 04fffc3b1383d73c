/**
 * What the counter asks and does for somebody who appears. Each question carries what they showed, so nothing is kept once it is off the
 * screen, and no question of one appearance is answered with what another's was.
 */
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AssistedIdentity, PreparedAct } from '#contracts/counter.ts';
import type {
  AssistedMending,
  AssistedOwnReport,
  AssistedWithdrawal,
  OwnReportOutcome,
} from '#contracts/own-reports.ts';
import type { ApplicantActionRequest } from '#contracts/rights.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import type { Appeared } from './appeared.ts';

const reportsKey = (visit: string) => ['counter-reports', visit];
const actsKey = (visit: string) => ['counter-acts', visit];
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

/** A request about a case, or the answer to a prior notice: prepared, it waits for the person's word. */
export function useAsk({ identity, visit }: Appeared, caseId: string, onDone: () => void) {
  const askAnew = useAskAnew();
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (act: PreparedAct) => call('POST /assisted/acts', { body: { identity, act } }),
    onSuccess: () => {
      askAnew(requestsKey(visit), guidanceKey(visit, caseId), actsKey(visit));
      onDone();
    },
  });
}

interface Request {
  readonly requestId: string;
  readonly caseId: string;
}

/** A step of a request that is the applicant's to take; withdrawing waits for their word. */
export function useApplicantStep({ identity, visit }: Appeared, { requestId, caseId }: Request, onDone: () => void) {
  const askAnew = useAskAnew();
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: async (step: ApplicantActionRequest): Promise<void> => {
      if (step.action !== 'withdraw') {
        await call('POST /assisted/requests/:id/actions', { params: { id: requestId }, body: { identity, step } });
        return;
      }
      const { payload, action: kind, ...known } = step;
      await call('POST /assisted/acts', { body: { identity, act: { kind, requestId, ...payload, ...known } } });
    },
    onSuccess: () => {
      askAnew(requestsKey(visit), guidanceKey(visit, caseId), actsKey(visit));
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

/** Kinds of proof that the pack names. */
export function useProofs() {
  return useQuery({
    queryKey: ['counter-proofs'],
    queryFn: ({ signal }) => call('GET /assisted/proofs', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What waits for the word of who appears; asked anew by hand, for every question is logged. */
export function useCounterActs({ identity, visit }: Appeared) {
  return useQuery({
    ...LOOKED_ONCE,
    queryKey: actsKey(visit),
    queryFn: () => call('POST /assisted/acts/standing', { body: { identity } }),
  });
}

/** Confirmed on their own page meanwhile, an act may have become a request. */
export function useStandingAnew({ visit }: Appeared): () => void {
  const askAnew = useAskAnew();
  return () => askAnew(actsKey(visit), requestsKey(visit));
}

/** Whatever is done with an act, the requests may stand differently afterwards. */
function useActOf<Given, Answer>({ visit }: Appeared, act: (given: Given) => Promise<Answer>) {
  const askAnew = useAskAnew();
  return useMutation({
    ...KEPT_NOWHERE,
    mutationFn: act,
    onSuccess: () => askAnew(actsKey(visit), requestsKey(visit)),
  });
}

export const usePrepare = (appeared: Appeared) =>
  useActOf(appeared, (kind: 'full-report' | 'see-held') =>
    call('POST /assisted/acts', {
      body: { identity: appeared.identity, act: { kind, idempotencyKey: newIdempotencyKey() } },
    }),
  );

export const useTypedCode = (appeared: Appeared, id: string) =>
  useActOf(appeared, (code: string) =>
    call('POST /assisted/acts/:id/code', { params: { id }, body: { identity: appeared.identity, code } }),
  );

/** Shown on this screen alone: nothing else changes by it. */
export const useDeskNumber = ({ identity }: Appeared, id: string) =>
  useMutation({
    ...KEPT_NOWHERE,
    mutationFn: () => call('POST /assisted/acts/:id/desk', { params: { id }, body: { identity } }),
  });

export const useSignedForm = (appeared: Appeared, id: string) =>
  useActOf(appeared, (file: Blob) => call('POST /assisted/acts/:id/form', { params: { id }, file }));

export const useCompletion = (appeared: Appeared, id: string) =>
  useActOf(appeared, () =>
    call('POST /assisted/acts/:id/completion', { params: { id }, body: { identity: appeared.identity } }),
  );

export const usePrint = (appeared: Appeared, id: string) =>
  useActOf(appeared, async () => {
    const { identity } = appeared;
    const { file, headers } = await call.file('POST /assisted/acts/:id/full-report', {
      params: { id },
      body: { identity },
    });
    const address = URL.createObjectURL(file);
    const download = `credit-report-${headers.get('x-report-code') ?? ''}.pdf`;
    Object.assign(document.createElement('a'), { href: address, download }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });

/** The second officer, in a session of their own: first what the number leads to, then a word on it. */
export const useActByNumber = () =>
  useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (number: string) => call('POST /counter-acts/at-desk', { body: { number } }),
  });

export const useAnswerAtDesk = (number: string) =>
  useMutation({
    ...KEPT_NOWHERE,
    mutationFn: (answer: 'confirmed' | 'refused') =>
      call('POST /counter-acts/at-desk/answer', { body: { number, answer } }),
  });

function useAskAnew() {
  const queries = useQueryClient();
  return (...keys: QueryKey[]) => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
}
