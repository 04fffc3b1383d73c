/** Hands a file in, saying how much of it has been sent: a large table takes a while on an office line. */
import type { FileKind, Receipt } from '#contracts/intake.ts';
import { ApiProblem, addressOf, type ProblemDocument } from '../api.ts';

export function handIn(
  kind: FileKind,
  file: File,
  { onSent, signal, corrects }: { onSent?: (share: number) => void; signal?: AbortSignal; corrects?: string } = {},
): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf('/batches', { kind, fileName: file.name, corrects }));
    request.setRequestHeader('x-xinheng-csrf', '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onSent?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const accepted = request.status >= 200 && request.status < 300;
      const answer = answerOf(request);
      if (accepted && answer) resolve(answer as Receipt);
      else reject(new ApiProblem((answer as ProblemDocument | null) ?? UNREACHED));
    };
    request.onerror = () => reject(new ApiProblem(UNREACHED));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

const UNREACHED: ProblemDocument = {
  code: 'network',
  status: 0,
  title: '文件没有送达',
  titleEn: 'The file did not arrive',
  remedy: '请检查网络后再交一次；同一份文件交两次也只算一次。',
};

function answerOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}
