/**
 * Seals the log about a second after something was committed to it, and remembers outside the database what was sealed: the newest head in
 * a file, and in memory every entry that this process committed and no head covers yet. So neither the newest entry nor the end of the log
 * with its heads can be taken away unnoticed (054).
 */
import type { LogContext } from './log-context.ts';
import type { HeadFile, LogMemory, Remembered } from './log-memory.ts';
import { watchLog } from './log-watch.ts';
import { type Sealed, sealLog } from './verify.ts';

/** milliseconds */
const SOON = 1000;
const AFTER_A_FAULT = 5000;

export class LogKeeper implements LogMemory {
  readonly #context: LogContext;
  readonly #file: HeadFile;
  readonly #soon: number;
  /** entries this process has committed and not seen under a head */
  readonly #unsealed = new Set<string>();
  readonly #watched: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(context: LogContext, file: HeadFile, soon = SOON) {
    this.#context = context;
    this.#file = file;
    this.#soon = soon;
  }

  /** From now on, what is committed through these connections is sealed soon. */
  watch(database: object): void {
    this.#watched.push(
      watchLog(database, (ids) => {
        for (const id of ids) this.#unsealed.add(id);
        this.#wake(this.#soon);
      }),
    );
  }

  async recall(): Promise<Remembered> {
    const { head, committed } = await this.#file.recall();
    return { head, committed: [...committed, ...this.#unsealed] };
  }

  /** Seals what is there; also done by itself. A fault is tried again later: until then the entries stay in memory. */
  seal(): Promise<void> {
    this.#running = this.#running.then(() => this.#seal().catch(() => this.#wake(AFTER_A_FAULT)));
    return this.#running;
  }

  async stop(): Promise<void> {
    for (const unwatch of this.#watched) unwatch();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unsealed.size > 0) await this.seal();
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #wake(inMilliseconds: number): void {
    if (this.#timer || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.seal();
    }, inMilliseconds);
    this.#timer.unref();
  }

  async #seal(): Promise<void> {
    const noted = await this.#file.recall();
    const sealed = await sealLog(this.#context, { committed: [...this.#unsealed], head: noted.head }, false);
    if (sealed) await this.#remember(noted, sealed);
    if (!sealed || this.#unsealed.size > 0) this.#wake(this.#soon);
  }

  /** A head that does not continue the one we have is not taken for newer: the one we have is what verification needs to tell. */
  async #remember(noted: Remembered, { head, continues, lastEntry, missing }: Sealed): Promise<void> {
    const committed = [...new Set([...noted.committed, ...missing])];
    const newer = head !== null && continues && head.size !== noted.head?.size;
    if (newer || committed.length > noted.committed.length)
      await this.#file.write({ head: newer ? head : noted.head, committed });
    const gone = new Set(missing);
    for (const id of this.#unsealed) if (gone.has(id) || BigInt(id) <= BigInt(lastEntry)) this.#unsealed.delete(id);
  }
}
