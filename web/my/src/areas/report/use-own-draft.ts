/**
 * A draft as it is being written: saved a moment after the last key, again when the connection is back, and never over something newer
 * that another device saved. What the server has not confirmed stays in the tab, so that a page loaded anew goes on with it.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OwnReportContent } from '#contracts/own-reports.ts';
import { problemOf } from '../../../../shared/problem-words.ts';
import { newIdempotencyKey, platform } from '../../api.ts';

export type Saving =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  | { readonly state: 'offline' }
  | { readonly state: 'conflict'; readonly version: number }
  | { readonly state: 'refused'; readonly error: unknown };

const PAUSE = 1_200;
const RETRY = 4_000;
const kept = (id: string) => `xinheng.my.draft.report.${id}`;

interface Save {
  readonly content: OwnReportContent;
  readonly key: string;
}

export function useOwnDraft(id: string) {
  const queries = useQueryClient();
  const loaded = useQuery({
    queryKey: ['report-draft', id],
    queryFn: () => platform('GET /report-drafts/:id', { params: { id } }),
  });
  const [content, setContent] = useState<OwnReportContent | null>(null);
  const [saving, setSaving] = useState<Saving>({ state: 'saved' });
  const work = useRef<{
    version: number;
    next: Save | null;
    running: Promise<boolean> | null;
    timer: ReturnType<typeof setTimeout> | undefined;
  }>({ version: 0, next: null, running: null, timer: undefined });

  const send = useCallback(async (): Promise<boolean> => {
    const now = work.current;
    clearTimeout(now.timer);
    while (now.next) {
      const save = now.next;
      setSaving({ state: 'saving' });
      try {
        const { version } = await platform('PUT /report-drafts/:id', {
          params: { id },
          body: {
            ...{ expectedVersion: now.version, idempotencyKey: save.key, content: save.content },
          },
        });
        now.version = version;
        if (now.next === save) now.next = null;
      } catch (error) {
        const { code, status, version } = problemOf(error);
        if (status === 0) {
          setSaving({ state: 'offline' });
          now.timer = setTimeout(() => void flushRef.current(), RETRY);
        } else if (code === 'draft.conflict') setSaving({ state: 'conflict', version: Number(version) });
        else setSaving({ state: 'refused', error });
        return false;
      }
    }
    sessionStorage.removeItem(kept(id));
    setSaving({ state: 'saved' });
    return true;
  }, [id]);

  /** Saves what is not yet saved; true once the server has everything. */
  const flush = useCallback((): Promise<boolean> => {
    const now = work.current;
    now.running ??= send().finally(() => {
      now.running = null;
    });
    return now.running;
  }, [send]);
  const flushRef = useRef(flush);
  flushRef.current = flush;

  const change = useCallback(
    (part: Partial<OwnReportContent>) => {
      setContent((before) => {
        const after = withoutEmpty({ ...before, ...part });
        sessionStorage.setItem(kept(id), JSON.stringify({ version: work.current.version, content: after }));
        work.current.next = { content: after, key: newIdempotencyKey() };
        return after;
      });
      clearTimeout(work.current.timer);
      work.current.timer = setTimeout(() => void flushRef.current(), PAUSE);
    },
    [id],
  );

  // what the server has, or what this tab had not yet told it when it was loaded anew
  useEffect(() => {
    if (!loaded.data || content !== null) return;
    work.current.version = loaded.data.version;
    const unsaved = unsavedOf(id);
    if (unsaved && unsaved.version === loaded.data.version) change(unsaved.content);
    else setContent(loaded.data.content);
  }, [loaded.data, content, id, change]);

  useEffect(() => {
    const again = () => {
      if (work.current.next) void flushRef.current();
    };
    addEventListener('online', again);
    return () => {
      removeEventListener('online', again);
      again();
    };
  }, []);

  /** Drops what is on this screen for what another device saved. */
  const takeTheirs = useCallback(async () => {
    work.current.next = null;
    sessionStorage.removeItem(kept(id));
    const fresh = await queries.fetchQuery({
      queryKey: ['report-draft', id],
      queryFn: () => platform('GET /report-drafts/:id', { params: { id } }),
    });
    work.current.version = fresh.version;
    setContent(fresh.content);
    setSaving({ state: 'saved' });
  }, [id, queries]);

  /** Keeps what is on this screen, knowing that it replaces the other. */
  const keepMine = useCallback(
    async (theirs: number) => {
      work.current.version = theirs;
      if (work.current.next) work.current.next = { ...work.current.next, key: newIdempotencyKey() };
      await flush();
    },
    [flush],
  );

  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: ['report-draft', id] }), [id, queries]);
  return { loaded, content, change, flush, saving, takeTheirs, keepMine, refresh, version: () => work.current.version };
}

const withoutEmpty = (content: OwnReportContent): OwnReportContent =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined && value !== ''));

function unsavedOf(id: string): { version: number; content: OwnReportContent } | null {
  const text = sessionStorage.getItem(kept(id));
  return text === null ? null : (JSON.parse(text) as { version: number; content: OwnReportContent });
}
