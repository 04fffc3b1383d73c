/** Waits with a limit that is fair to the other side: time in which this process itself was too busy to listen does not count. */

const STEP_MILLISECONDS = 100;

export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';
}

/** @throws NoAnswer after `milliseconds` in which the answer could have been heard */
export async function attentively<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  answer.catch(() => {}); // it may fail after we have stopped listening
  let timer: NodeJS.Timeout | undefined;
  // between two steps the process listens to its sockets, however late the step came
  const limit = new Promise<never>((_, reject) => {
    let left = Math.ceil(milliseconds / STEP_MILLISECONDS);
    timer = setInterval(() => {
      if (--left <= 0) reject(new NoAnswer(`no answer within ${milliseconds} ms`));
    }, STEP_MILLISECONDS);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearInterval(timer);
  }
}
