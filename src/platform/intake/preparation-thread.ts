/**
 * Runs the preparation in a thread of its own: the service goes on answering while a large file is read, and reading the next
 * chunk overlaps with merging the last. At most two chunks are ready ahead of the merge.
 */

import { Worker } from 'node:worker_threads';
import type { PolicyData } from '#kernel/policy/policy.ts';
import { Problem, type ProblemCode } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';
import type { DataKey, SubjectKeys } from '#kernel/seal/keyring.ts';
import type { SuiteName } from '#kernel/seal/suite.ts';
import type { FileTold } from './file-notes.ts';
import type { FileDescription, PreparationOptions } from './prepare.ts';

/** The options in a form that can be handed to another thread: data only. */
export interface PreparationRequest extends Omit<PreparationOptions, 'policy' | 'keyring' | 'randomBytes' | 'signal'> {
  readonly policy: PolicyData;
  readonly suite: SuiteName;
  readonly current: DataKey;
  readonly subjectKeys: SubjectKeys;
}

export interface PreparedChunk {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly rejected: number;
  readonly bytesRead: number;
}

export type PreparationMessage =
  | { readonly type: 'opened'; readonly file: FileDescription }
  | { readonly type: 'read'; readonly told: FileTold }
  | ({ readonly type: 'chunk' } & PreparedChunk)
  | { readonly type: 'end' }
  | {
      readonly type: 'problem';
      readonly code: ProblemCode;
      readonly said: Said | undefined;
      readonly extra?: object | undefined;
    }
  /** `code` and `syscall` of an error of the operating system: a disk that fails is not a fault of the file */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly code?: string | undefined;
      readonly syscall?: string | undefined;
    };

export interface Preparation {
  readonly file: FileDescription;
  chunks(): AsyncIterable<PreparedChunk>;
  /** what the whole file told; after the last chunk */
  told(): FileTold | undefined;
  close(): Promise<void>;
}

/** @throws Problem what the readers throw about the file */
export async function startPreparation(options: Omit<PreparationOptions, 'randomBytes'>): Promise<Preparation> {
  const { policy, keyring, signal, ...rest } = options;
  signal?.throwIfAborted();
  const request: PreparationRequest = {
    ...rest,
    policy: dataOf(policy),
    suite: keyring.suite,
    current: keyring.current,
    subjectKeys: keyring.subjectKeys,
  };
  const worker = new Worker(new URL('./preparation-worker.ts', import.meta.url), {
    workerData: request,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const inbox = new Inbox();
  worker.on('message', (message: PreparationMessage) => inbox.put(message));
  worker.on('error', (error) =>
    inbox.put({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
  worker.on('exit', (code) => inbox.put({ type: 'failed', message: `preparation thread ended with code ${code}` }));
  const abort = () => inbox.fail(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const close = async () => {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  };
  try {
    const first = await inbox.take();
    if (first.type !== 'opened') throw new Error(`unexpected first message: ${first.type}`);
    let told: FileTold | undefined;
    return {
      file: first.file,
      close,
      told: () => told,
      async *chunks() {
        for (;;) {
          const message = await inbox.take();
          if (message.type === 'end') return;
          if (message.type === 'read') {
            told = message.told;
            continue;
          }
          if (message.type !== 'chunk') throw new Error(`unexpected message: ${message.type}`);
          yield message;
          worker.postMessage('more');
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Functions cannot be sent to a thread; the policy's answers are built again from its data there. */
function dataOf(policy: PolicyData): PolicyData {
  return Object.fromEntries(
    Object.entries(policy).filter(([, value]) => typeof value !== 'function'),
  ) as unknown as PolicyData;
}

/** Messages in order; what went wrong in the thread is thrown to whoever waits. */
class Inbox {
  readonly #messages: PreparationMessage[] = [];
  #wake: (() => void) | undefined;
  #failure: { readonly reason: unknown } | undefined;

  put(message: PreparationMessage): void {
    this.#messages.push(message);
    this.#wake?.();
  }

  fail(reason: unknown): void {
    this.#failure = { reason };
    this.#wake?.();
  }

  async take(): Promise<PreparationMessage> {
    while (this.#messages.length === 0 && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure) throw this.#failure.reason;
    const message = this.#messages.shift()!;
    if (message.type === 'problem')
      throw new Problem(message.code, {
        said: message.said,
        extra: message.extra as Record<string, unknown> | undefined,
      });
    if (message.type === 'failed')
      throw Object.assign(new Error(message.message), { code: message.code, syscall: message.syscall });
    return message;
  }
}
