/** What the pages of reporting and batches ask, and what is asked anew when something was done to a batch. */
import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FileKind, RowVerdict } from '#contracts/intake.ts';
import { call } from '../../api.ts';
import { isUnderWay, type Step } from './words.tsx';

const WAITING = ['waiting-batches'];
const batchKey = (id: string) => ['batch', id];
const previewKey = (id: string) => ['batch-preview', id];

/** batches shown at once */
const BATCHES_SHOWN = 30;
/** rows of a batch shown at once */
export const ROWS_SHOWN = 100;

/** The report form of a kind as the platform states it; it changes with the policy, not within a day. */
const formOf = (kind: FileKind, notice: string | undefined) => ({
  queryKey: ['form', kind, notice ?? ''],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('GET /forms/:kind', { params: { kind }, query: { notice }, signal }),
  staleTime: 600_000,
});

/** @param notice said where several are in force */
export const useReportForm = (kind: FileKind, notice: string | undefined, enabled = true) =>
  useQuery({ ...formOf(kind, notice), enabled });

/** Of every notice, to look for what was done without knowing whose it is. */
export const useReportForms = (kind: FileKind, notices: readonly { readonly id: string }[]) =>
  useQueries({ queries: notices.map(({ id }) => formOf(kind, id)) });

interface BatchFilter {
  readonly before: string | undefined;
  readonly mine: boolean;
  /** only those that wait for their stored file */
  readonly waiting: boolean;
}

export function useBatches({ before, mine, waiting }: BatchFilter) {
  return useQuery({
    queryKey: ['batches', before ?? '', mine, waiting],
    queryFn: ({ signal }) =>
      call('GET /batches', {
        query: {
          limit: BATCHES_SHOWN,
          before,
          ...(mine ? { mine: 'true' } : {}),
          ...(waiting ? { waiting: 'true' } : {}),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((batch) => isUnderWay(batch.state)) ? 2000 : false),
  });
}

export function useBatch(id: string) {
  return useQuery({
    queryKey: batchKey(id),
    queryFn: ({ signal }) => call('GET /batches/:id', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? 1000 : false),
  });
}

export function useBatchRows(id: string, verdict: RowVerdict | 'all', after: string | undefined) {
  return useQuery({
    queryKey: ['batch-rows', id, verdict, after ?? ''],
    queryFn: ({ signal }) =>
      call('GET /batches/:id/rows', {
        params: { id },
        query: { limit: ROWS_SHOWN, after, ...(verdict === 'all' ? {} : { verdict }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000, // every look is logged: none is made for nothing
  });
}

/** A row as it was sent, read from the stored file. */
export function useOriginalRow(id: string, row: number) {
  return useQuery({
    queryKey: ['original-row', id, row],
    queryFn: ({ signal }) =>
      call('GET /batches/:id/originals', { params: { id }, query: { rows: String(row) }, signal }),
    staleTime: Number.POSITIVE_INFINITY, // every look is logged: one is enough
    gcTime: 0, // nothing of it is kept once the page is left
  });
}

/** Batches out of which cases wait for this officer's department. */
export function useWaitingBatches(step: Step, before: string | undefined) {
  return useQuery({
    queryKey: [...WAITING, step, before ?? ''],
    queryFn: ({ signal }) => call('GET /waiting-batches', { query: { step, before }, signal }),
  });
}

/** What one decision over the whole batch would take in, and what not. */
export function useBatchPreview(id: string, step: Step) {
  return useQuery({
    queryKey: [...previewKey(id), step],
    queryFn: ({ signal }) => call('GET /batches/:id/preview', { params: { id }, query: { step }, signal }),
  });
}

export function useOwnFigures(months: string) {
  return useQuery({
    queryKey: ['own-figures', months],
    queryFn: ({ signal }) => call('GET /supervision/own', { query: { months }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The batch itself has changed: it was taken back, or is no longer what was shown. */
export function useBatchChanged(id: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: batchKey(id) });
}

/** Cases of the batch were decided: how many are left, and in which batches, is asked anew. */
export function useBatchDecided(id: string): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all([previewKey(id), WAITING, batchKey(id)].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
