/** Adding one piece of evidence to a case: the kind, the words beside it, and the file or the statement that is sent. */
import { App } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import type { EvidenceAdded } from '#contracts/evidence.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';

/** No kind of the catalogue: anything else that may help. */
export const OTHER = '';

export type EvidenceAdding = ReturnType<typeof useEvidenceAdd>;

export function useEvidenceAdd({ caseId, evidence: { kinds } }: CaseDetail, onAdded: () => void) {
  const missing = kinds.find(({ required, present }) => required && present === null) ?? kinds[0];
  const [kind, setKind] = useState(missing?.id ?? OTHER);
  const [note, setNote] = useState('');
  const [sent, setSent] = useState<number | null>(null);
  const { problem, send } = useSending(() => {
    setNote('');
    onAdded();
  });
  const words = note.trim() || undefined;

  async function upload(file: Blob): Promise<void> {
    setSent(0);
    const query = { kind: kind || undefined, note: words };
    await send(() => call('POST /cases/:id/evidence', { params: { id: caseId }, query, file, onProgress: setSent }));
    setSent(null);
  }

  /** Whether the statement was taken. */
  function keepOnPaper(): Promise<boolean> {
    const body = { kind, ...(words ? { note: words } : {}) };
    return send(() => call('POST /cases/:id/evidence/paper', { params: { id: caseId }, body }));
  }

  return {
    ...{ kind, setKind, note, setNote, problem, keepOnPaper },
    /** what is known of the kind that is chosen */
    chosen: kinds.find(({ id }) => id === kind),
    /** the share of the file that has left, 0 to 1; null while nothing is being sent */
    sent,
    upload: (file: Blob) => void upload(file),
  };
}

function useSending(onAdded: () => void) {
  const t = useText();
  const { notification } = App.useApp();
  const [problem, setProblem] = useState<unknown>(null);

  async function send(work: () => Promise<EvidenceAdded>): Promise<boolean> {
    setProblem(null);
    try {
      const { known } = await work();
      if (known) notification.info({ title: t('同样的材料已在其中，没有重复添加。') });
      onAdded();
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    }
  }

  return { problem, send };
}
