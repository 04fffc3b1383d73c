/**
 * One decision over a large batch, taken in parts, so that it can be watched and stopped: what a part decided stays decided, and whoever
 * comes again goes on from there.
 */
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api.ts';
import type { Step } from './words.tsx';

/** Decided in two or three seconds. */
const PART = 20_000;

export interface Decision {
  readonly state: 'idle' | 'running' | 'stopping' | 'ended';
  /** cases decided since the start */
  readonly done: number;
  /** cases the decision was meant for and did not reach yet */
  readonly left: number;
}

interface Listener {
  readonly onProblem: (error: unknown) => void;
  readonly onEnd: () => Promise<unknown>;
}

export function useBatchDecision(batchId: string, step: Step, { onProblem, onEnd }: Listener) {
  const [decision, setDecision] = useState<Decision>({ state: 'idle', done: 0, left: 0 });
  const stopped = useRef(false);
  // leaving the page stops it
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  /** @param ready cases it is meant for */
  const start = async (ready: number): Promise<void> => {
    stopped.current = false;
    const decide = (given: { params: { id: string }; query: { atMost: number } }) =>
      step === 'review' ? call('POST /batches/:id/review', given) : call('POST /batches/:id/determine', given);
    let [done, left] = [0, ready];
    setDecision({ state: 'running', done, left });
    try {
      while (left > 0 && !stopped.current) {
        const outcome = await decide({ params: { id: batchId }, query: { atMost: PART } });
        done += outcome.done;
        left = outcome.left;
        setDecision((now) => ({ ...now, done, left }));
        if (outcome.done === 0) break;
      }
    } catch (error) {
      onProblem(error);
    }
    setDecision({ state: done > 0 ? 'ended' : 'idle', done, left });
    await onEnd();
  };

  const stop = (): void => {
    stopped.current = true;
    setDecision((now) => ({ ...now, state: 'stopping' }));
  };

  return { ...decision, start, stop };
}
