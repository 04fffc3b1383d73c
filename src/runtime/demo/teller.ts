/** Who tells the demo's story: its people, each signed in when first needed, how far it has come, and the steps that several chapters share. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { BatchStep } from '#contracts/vocabulary.ts';
import { writePrivate } from '../secrets.ts';
import { DEMO_DEPARTMENTS } from './accounts.ts';
import type { Cast } from './cast.ts';
import type { DemoClock } from './clock.ts';
import type { DemoFile } from './files.ts';
import { Refused, Visitor } from './visitor.ts';

export interface Stage {
  readonly publicUrl: string;
  readonly clock: DemoClock;
  readonly dataDirectory: string;
  /** does at once what is done every hour */
  catchUp(): Promise<void>;
  confirmOnHost(): Promise<readonly string[]>;
  readonly cast: Cast;
}

const Progress = z.object({
  done: z.array(z.string()),
  /** batch ids by file name */
  batches: z.record(z.string(), z.string()),
  /** of March and April, by file name */
  earlier: z.record(z.string(), z.string()).default({}),
  /** under the second notice, by file name */
  volunteers: z.record(z.string(), z.string()).default({}),
  roundId: z.string().nullable(),
});
type Progress = z.infer<typeof Progress>;

export interface Step {
  readonly name: string;
  readonly title: string;
  /** when in 2020 it happens */
  readonly at: string;
  readonly act: (teller: Teller) => Promise<string | undefined>;
}

/** The demo's people, each signed in when first needed, and how far the story has come. */
export class Teller {
  readonly #stage: Stage;
  readonly #file: string;
  readonly #visitors = new Map<string, Promise<Visitor>>();
  readonly signal: AbortSignal | undefined;
  progress: Progress;

  constructor(stage: Stage, signal: AbortSignal | undefined) {
    this.#stage = stage;
    this.#file = join(stage.dataDirectory, 'demo-story.json');
    this.signal = signal;
    this.progress = existsSync(this.#file)
      ? Progress.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      : { done: [], batches: {}, earlier: {}, volunteers: {}, roundId: null };
  }

  keep(change: Partial<Progress>): void {
    this.progress = { ...this.progress, ...change };
    writePrivate(this.#file, `${JSON.stringify(this.progress, null, 2)}\n`);
  }

  as(account: string, system: 'platform' | 'platform/my' | 'points' = 'platform'): Promise<Visitor> {
    const known = this.#visitors.get(account) ?? new Visitor(this.#stage.publicUrl).signIn(system, account);
    this.#visitors.set(account, known);
    return known;
  }

  confirmOnHost(): Promise<readonly string[]> {
    return this.#stage.confirmOnHost();
  }

  get cast(): Cast {
    return this.#stage.cast;
  }

  now(): Date {
    return this.#stage.clock.now();
  }

  /** Asks again until `ready` says yes. */
  async until<Answer>(ask: () => Promise<Answer>, ready: (answer: Answer) => boolean, what: string): Promise<Answer> {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const answer = await ask();
      if (ready(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`${what}：等了两分钟仍未完成`);
      await sleep(150, undefined, this.signal ? { signal: this.signal } : {});
    }
  }

  /** Every delivery has arrived. */
  async settled(): Promise<void> {
    if (!this.progress.done.includes('appoint')) return;
    const office = await this.as('credit-office');
    const open = () => office.get<{ open: Record<string, number> }>('/api/platform/exchange/deliveries?limit=1');
    await this.until(open, (page) => Object.values(page.open).every((count) => count === 0), '推送');
  }

  get batches(): string[] {
    return Object.values(this.progress.batches);
  }
}

/** What was done before an interruption is no obstacle. */
export async function unless<T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refused && codes.includes(error.problem.code)) return undefined;
    throw error;
  }
}

interface BatchCounts {
  readonly state: string;
  readonly accepted: number;
  readonly duplicate: number;
  readonly suspect: number;
  readonly rejected: number;
}

export async function handIn(teller: Teller, file: DemoFile): Promise<{ batchId: string; batch: BatchCounts }> {
  const reporter = await teller.as(file.reporter);
  const notice = file.notice ?? teller.cast.notice;
  const query = new URLSearchParams({ kind: file.kind, fileName: file.name, notice });
  const { batchId } = await reporter.upload<{ batchId: string }>(`/api/platform/batches?${query}`, file.content);
  const batch = await teller.until(
    () => reporter.get<BatchCounts>(`/api/platform/batches/${batchId}`),
    ({ state }) => state === 'completed' || state === 'refused',
    file.name,
  );
  if (batch.state === 'refused') throw new Error(`${file.name} 未被接收`);
  return { batchId, batch };
}

/** Each department takes its own cases out of each batch; a batch that has none for it is not there for it. */
export async function approve(
  teller: Teller,
  step: BatchStep,
  batches: readonly string[] = teller.batches,
  departments: readonly { readonly prefix: string }[] = DEMO_DEPARTMENTS,
): Promise<string> {
  let done = 0;
  for (const { prefix } of departments) {
    const officer = await teller.as(`${prefix}-${step === 'review' ? 'reviewer' : 'determiner'}`);
    for (const batch of batches) {
      const outcome = await unless(
        ['batch.not_found'],
        officer.post<{ done: number }>(`/api/platform/batches/${batch}/${step}`),
      );
      done += outcome?.done ?? 0;
    }
  }
  return `${done} 件`;
}
