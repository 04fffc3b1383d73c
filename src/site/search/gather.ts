/**
 * Look-ups that arrive together travel together: while the database answers one question, those who ask meanwhile are gathered into the
 * next; who asks alone waits for nobody. Nothing is kept, so an answer is never older than its question.
 */

/** Questions to the database at once; more would only divide the gathering. */
const AT_ONCE = 1;
/** Keys in one question. */
const MOST = 500;

interface Waiting<Answer> {
  readonly resolve: (answer: Answer | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class Gathering<Key, Answer> {
  readonly #load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Answer>>;
  #waiting = new Map<Key, Waiting<Answer>[]>();
  #running = 0;
  #scheduled = false;

  constructor(load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Answer>>) {
    this.#load = load;
  }

  /** Undefined when there is none. */
  ask(key: Key): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      const others = this.#waiting.get(key);
      if (others) others.push({ resolve, reject });
      else this.#waiting.set(key, [{ resolve, reject }]);
      this.#schedule();
    });
  }

  /** After everything that has already arrived at the sockets was read. */
  #schedule(): void {
    if (this.#scheduled || this.#running >= AT_ONCE || this.#waiting.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const asked = this.#take();
    this.#running++;
    try {
      const answers = await this.#load([...asked.keys()]);
      for (const [key, waiting] of asked) for (const { resolve } of waiting) resolve(answers.get(key));
    } catch (error) {
      for (const waiting of asked.values()) for (const { reject } of waiting) reject(error);
    } finally {
      this.#running--;
      this.#schedule();
    }
  }

  #take(): Map<Key, Waiting<Answer>[]> {
    const all = this.#waiting;
    if (all.size <= MOST) {
      this.#waiting = new Map();
      return all;
    }
    const asked = new Map([...all].slice(0, MOST));
    for (const key of asked.keys()) all.delete(key);
    return asked;
  }
}
