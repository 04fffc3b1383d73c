/** A draft as it is being written: what the server has, what is typed on top of it, and how saving stands. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { OwnReportContent } from '#contracts/own-reports.ts';
import { platform } from '../../api.ts';
import { DraftSaver, type Saving } from './draft-saver.ts';

const queryOf = (id: string) => ({
  queryKey: ['report-draft', id],
  queryFn: () => platform('GET /report-drafts/:id', { params: { id } }),
});

export function useOwnDraft(id: string) {
  const queries = useQueryClient();
  const loaded = useQuery(queryOf(id));
  const [content, setContent] = useState<OwnReportContent | null>(null);
  const [saving, setSaving] = useState<Saving>({ state: 'saved' });
  const [saver] = useState(() => new DraftSaver(id, setSaving));

  const change = useCallback(
    (part: Partial<OwnReportContent>) =>
      setContent((before) => {
        const after = withoutEmpty({ ...before, ...part });
        saver.later(after);
        return after;
      }),
    [saver],
  );

  // what the server has, or what this tab had not yet told it when it was loaded anew
  useEffect(() => {
    if (!loaded.data || content !== null) return;
    saver.version = loaded.data.version;
    const unsaved = saver.unsaved();
    if (unsaved) change(unsaved);
    else setContent(loaded.data.content);
  }, [loaded.data, content, saver, change]);

  useFlushWhenOnline(saver);

  /** Drops what is on this screen for what another device saved. */
  const takeTheirs = useCallback(async () => {
    saver.drop();
    const fresh = await queries.fetchQuery(queryOf(id));
    saver.version = fresh.version;
    setContent(fresh.content);
    setSaving({ state: 'saved' });
  }, [id, queries, saver]);

  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: queryOf(id).queryKey }), [id, queries]);
  return { loaded, content, change, saving, saver, takeTheirs, refresh };
}

/** Saves when the connection is back, and when the page is left. */
function useFlushWhenOnline(saver: DraftSaver): void {
  useEffect(() => {
    const again = () => saver.flushIfUnsaved();
    addEventListener('online', again);
    return () => {
      removeEventListener('online', again);
      again();
    };
  }, [saver]);
}

const withoutEmpty = (content: OwnReportContent): OwnReportContent =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined && value !== ''));
