/** The thread that prepares a file for merging; started by preparation-thread.ts, speaks in its messages. */
import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { withQuestions } from '#kernel/policy/questions.ts';
import { isProblem } from '#kernel/refusal/problem.ts';
import type { DataKey, Keyring } from '#kernel/seal/keyring.ts';
import type { Pairing } from '#kernel/seal/pairing.ts';
import { isFileSystemError } from '../files/index.ts';
import type { PreparationMessage, PreparationRequest } from './preparation-thread.ts';
import { prepare } from './prepare.ts';

/** chunks that may be ready before the merge asks for them */
const AHEAD = 2;

async function run(request: PreparationRequest, port: NonNullable<typeof parentPort>): Promise<void> {
  let credit = AHEAD;
  let wake: (() => void) | undefined;
  port.on('message', () => {
    credit++;
    wake?.();
  });
  const send = (message: PreparationMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  try {
    for await (const prepared of prepare({
      ...request,
      policy: withQuestions(request.policy),
      keyring: keyringOf(request),
      randomBytes,
    })) {
      if (prepared.type !== 'chunk') {
        send(prepared);
        continue;
      }
      while (credit === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      credit--;
      const bytes = new Uint8Array(prepared.bytes); // a copy of exactly this size; it moves to the other thread
      send({ ...prepared, bytes }, [bytes.buffer]);
    }
    send({ type: 'end' });
  } catch (error) {
    if (isProblem(error)) {
      const { code, said, extra } = error;
      send({ type: 'problem', code, said, extra });
    } else {
      const { code, syscall } = (error ?? {}) as { code?: string; syscall?: string };
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send({ type: 'failed', message, ...(isFileSystemError(error) ? { code, syscall } : {}) });
    }
  } finally {
    port.close();
  }
}

/** Buffers arrive as plain byte arrays. */
function keyringOf({ suite, current, subjectKeys }: PreparationRequest): Keyring {
  const own = (key: DataKey): DataKey => ({ version: key.version, key: Buffer.from(key.key) });
  const paired = ({ suite: of, key, veil }: Pairing): Pairing => ({
    ...{ suite: of, key: Buffer.from(key) },
    ...(veil && { veil: Buffer.from(veil) }),
  });
  const sealing = own(current);
  return {
    suite,
    current: sealing,
    dataKey: (version) => (version === sealing.version ? sealing : undefined),
    subjectKeys: { ...own(subjectKeys), pairing: subjectKeys.pairing && paired(subjectKeys.pairing) },
  };
}

if (!parentPort) throw new Error('preparation-worker.ts is a thread, not a program');
await run(workerData as PreparationRequest, parentPort);
