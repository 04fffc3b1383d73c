/** Files on their way: each with its progress, another try when the line breaks, and a word about one that cannot be sent at all. */
import { useRef, useState } from 'react';
import type { OwnReportForm } from '#contracts/own-reports.ts';
import { useText } from '../../../../shared/language.tsx';
import type { ProofPlace } from './proof-place.ts';
import { sizeOf } from './size-of.ts';

/** what an input for files offers, and what is sent */
export const PROOF_TYPES = 'image/jpeg,image/png,image/webp,application/pdf';

export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly kind: string;
  /** 0 to 1 while it is on its way */
  readonly sent: number;
  readonly error: unknown;
}

export function useUploads(at: ProofPlace, limits: OwnReportForm['limits'], onChanged: () => Promise<unknown>) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [told, setTold] = useState<string | null>(null);
  const counter = useRef(0);
  const objectionTo = useObjection(limits);
  const change = (id: number, part: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const drop = (upload: Upload) => setUploads((all) => all.filter(({ id }) => id !== upload.id));

  async function send(upload: Upload): Promise<void> {
    change(upload.id, { sent: 0, error: null });
    try {
      await at.send(upload.kind, upload.file, (sent) => change(upload.id, { sent }));
      await onChanged();
      drop(upload);
    } catch (error) {
      change(upload.id, { error });
    }
  }

  function choose(kind: string, files: FileList | null): void {
    setTold(null);
    for (const file of files ?? []) {
      const objection = objectionTo(file);
      if (objection !== null) {
        setTold(objection);
        continue;
      }
      counter.current += 1;
      const upload: Upload = { id: counter.current, file, kind, sent: 0, error: null };
      setUploads((all) => [...all, upload]);
      void send(upload);
    }
  }

  return { uploads, told, choose, send, drop };
}

/** Why a file is not sent: known before it has left. */
function useObjection(limits: OwnReportForm['limits']): (file: File) => string | null {
  const t = useText();
  return ({ name, type, size }) => {
    if (!PROOF_TYPES.split(',').includes(type))
      return t('“{name}”不是照片或者 PDF，没有上传。可以用 JPG、PNG、WebP 或者 PDF。', { name });
    if (size > limits.evidenceBytes)
      return t('“{name}”有 {size}，超过了 {most} MB，没有上传。请拍小一点，或者只取需要的页。', {
        ...{ name, size: sizeOf(size), most: limits.evidenceBytes >> 20 },
      });
    return null;
  };
}
