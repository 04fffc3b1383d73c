/**
 * Re-encodes a file in a thread of its own with bounded heap and time: what is sent may be made to harm. Two at once; the others
 * wait their turn, and when too many wait the next one is told to come back.
 */
import { Worker } from 'node:worker_threads';
import { Problem } from '#kernel/refusal/problem.ts';
import type { CleanFile, CleaningMessage, CleaningRequest } from './cleaning-worker.ts';
import { EVIDENCE_LIMITS, type EvidenceLimits } from './limits.ts';

const AT_ONCE = 2;
/** each waits with its whole file in memory */
const MOST_WAITING = 10;

let running = 0;
const waiting: (() => void)[] = [];

/** @throws Problem `evidence.format`, `evidence.unreadable`, `evidence.too_large`, `unavailable` */
export async function cleanEvidence(content: Uint8Array, limits: EvidenceLimits = EVIDENCE_LIMITS): Promise<CleanFile> {
  await takeTurn();
  try {
    return await inThread(content, limits);
  } finally {
    passTurn();
  }
}

async function takeTurn(): Promise<void> {
  if (running < AT_ONCE) {
    running++;
    return;
  }
  if (waiting.length >= MOST_WAITING)
    throw new Problem('unavailable', {
      said: {
        zh: '正在处理的材料较多，请过一会儿再上传。',
        en: 'Many files are being processed. Try again in a moment.',
      },
    });
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Straight to who waited longest, so that nobody slips in between. */
function passTurn(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}

function inThread(content: Uint8Array, limits: EvidenceLimits): Promise<CleanFile> {
  const request: CleaningRequest = { content: new Uint8Array(content), limits };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./cleaning-worker.ts', import.meta.url), {
      workerData: request,
      transferList: [request.content.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMebibytes },
      // nothing of the parent's start-up flags (test runners add their own) belongs in the thread
      execArgv: [],
    });
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      void worker.terminate();
      settle();
    };
    const timer = setTimeout(() => finish(() => reject(tooDemanding('处理时间过长'))), limits.milliseconds);
    worker.on('message', (message: CleaningMessage) => {
      if (message.type === 'clean') finish(() => resolve(message.file));
      else if (message.type === 'problem') finish(() => reject(new Problem(message.code, { said: message.said })));
      else finish(() => reject(damaged(message.message)));
    });
    worker.on('error', (error: Error & { code?: string }) =>
      finish(() =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooDemanding('占用内存过多') : damaged(error.message)),
      ),
    );
    worker.on('exit', () => finish(() => reject(damaged('the thread ended without an answer'))));
  });
}

const tooDemanding = (what: string): Problem =>
  new Problem('evidence.too_large', {
    said: {
      zh: `文件过于复杂，${what}。请导出为图片，或者打印为新的 PDF 后上传。`,
      en: `The file is too complex. Export it as pictures, or print it to a new PDF.`,
    },
  });

const damaged = (cause: string): Problem =>
  new Problem('evidence.unreadable', {
    said: {
      zh: '文件不完整或者已损坏，打不开。请重新导出或者拍摄后上传。',
      en: 'The file is incomplete or damaged. Export it or take the picture again.',
    },
    cause: new Error(cause),
  });
