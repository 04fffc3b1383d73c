/** The thread that re-encodes one piece of evidence; started by cleaning-thread.ts. Knows nothing but the file. */

import { parentPort, workerData } from 'node:worker_threads';
import type { EvidenceMediaType } from '#contracts/vocabulary.ts';
import { isProblem, type ProblemCode } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { cleanImage } from './clean-image.ts';
import { formatOf } from './content-type.ts';
import type { EvidenceLimits } from './limits.ts';

export interface CleaningRequest {
  readonly content: Uint8Array;
  readonly limits: EvidenceLimits;
}

export interface CleanFile {
  readonly mediaType: EvidenceMediaType;
  readonly content: Uint8Array;
  readonly pages: number;
}

export type CleaningMessage =
  | { readonly type: 'clean'; readonly file: CleanFile }
  | {
      readonly type: 'problem';
      readonly code: ProblemCode;
      readonly said: Said | undefined;
    }
  | { readonly type: 'failed'; readonly message: string };

async function clean({ content, limits }: CleaningRequest): Promise<CleanFile> {
  const format = formatOf(content);
  if (format === 'pdf') {
    const { cleanPdf } = await import('./clean-pdf.ts'); // most of the thread's start-up, and most files are pictures
    return { mediaType: 'application/pdf', ...(await cleanPdf(content, limits)) };
  }
  return { mediaType: 'image/jpeg', content: await cleanImage(content, format, limits), pages: 1 };
}

async function answer(request: CleaningRequest): Promise<CleaningMessage> {
  try {
    const { content, ...file } = await clean(request);
    return { type: 'clean', file: { ...file, content: new Uint8Array(content) } };
  } catch (error) {
    if (isProblem(error)) return { type: 'problem', code: error.code, said: error.said };
    return { type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

if (!parentPort) throw new Error('cleaning-worker.ts is a thread, not a program');
const message = await answer(workerData as CleaningRequest);
parentPort.postMessage(message, message.type === 'clean' ? [message.file.content.buffer as ArrayBuffer] : []);
