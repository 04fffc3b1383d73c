/** Handing a file in from the page of reporting: how much of it has been sent, what went wrong, and the way to its batch. */
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useRef, useState } from 'react';
import type { FileKind } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { handIn } from './hand-in.ts';

export function useHandIn(kind: FileKind, notice: string | undefined, file: File) {
  const t = useText();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const upload = useRef<AbortController | null>(null);

  const confirm = async (): Promise<void> => {
    setError(null);
    setSent(0);
    upload.current = new AbortController();
    try {
      const received = await handIn(kind, file, { notice, onSent: setSent, signal: upload.current.signal });
      const { batchId, known, resumed, renamed } = received;
      if (resumed) notification.success({ title: t('原批次在等这份文件，现在接着处理。') });
      else if (known) notification.info({ title: t('这份文件此前已经报送过，仍是原来的批次，没有重复处理。') });
      if (renamed) notification.warning({ title: t('文件名中有依法不得保存的内容，没有保存原名。') });
      await navigate({ to: '/batches/$id', params: { id: batchId } });
    } catch (thrown) {
      setSent(null);
      if (!(thrown instanceof DOMException)) setError(thrown); // stopping it is no fault
    }
  };

  /** `sent`: the share of the file that has left, 0 to 1; null while nothing is being sent */
  return { sent, error, confirm: () => void confirm(), stop: () => upload.current?.abort() };
}
