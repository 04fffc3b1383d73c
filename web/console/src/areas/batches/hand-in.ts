/** Hands a file in, saying how much of it has been sent: a large table takes a while on an office line. */
import type { FileKind, Receipt } from '#contracts/intake.ts';
import { ApiProblem, call, type ProblemDocument } from '../../api.ts';

interface Details {
  /** said where several are in force */
  readonly notice?: string | undefined;
  readonly onSent?: (share: number) => void;
  readonly signal?: AbortSignal;
  readonly corrects?: string;
}

export async function handIn(
  kind: FileKind,
  file: File,
  { notice, onSent, signal, corrects }: Details = {},
): Promise<Receipt> {
  try {
    return await call('POST /batches', {
      query: { kind, fileName: file.name, notice, corrects },
      file,
      onProgress: (part) => onSent?.(part),
      signal,
    });
  } catch (error) {
    throw error instanceof ApiProblem && error.document.status === 0 ? new ApiProblem(UNREACHED) : error;
  }
}

const UNREACHED: ProblemDocument = {
  code: 'network',
  status: 0,
  title: '文件没有送达',
  titleEn: 'The file did not arrive',
  remedy: '请检查网络后再交一次；同一份文件交两次也只算一次。',
};
