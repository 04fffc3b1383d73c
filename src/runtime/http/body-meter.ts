/**
 * A body on its way in, counted and timed. It is read only as fast as somebody takes it, and the sender's pace is judged only while
 * somebody waits for it: who is slow because we are is not cut off.
 */
import { Readable } from 'node:stream';
import { Problem } from '#kernel/refusal/problem.ts';

export interface Pace {
  /** fewer bytes than this within a period, while more are awaited: the sender has stalled */
  readonly leastBytes: number;
  readonly periodMilliseconds: number;
  /** the whole body, however steadily it comes; 0: as long as it takes */
  readonly wholeMilliseconds: number;
}

export interface MeterOptions {
  readonly pace: Pace;
  readonly mostBytes: number;
  readonly tooLarge: () => Problem;
  /** counts bytes as they come; false: there is no room for them */
  readonly take: (bytes: number) => boolean;
  readonly noRoom: () => Problem;
}

export class BodyMeter extends Readable {
  readonly #source: Readable;
  readonly #options: MeterOptions;
  #bytes = 0;
  #ofPeriod = 0;
  #reading = false;
  #awaiting = false;
  #ended = false;
  #period: NodeJS.Timeout | undefined;
  #whole: NodeJS.Timeout | undefined;

  constructor(source: Readable, options: MeterOptions) {
    super();
    this.#source = source;
    this.#options = options;
    source.on('error', this.#onBroken);
    source.on('close', this.#onBroken);
    // a connection may break off before anybody has begun to read: whoever reads later is told then
    this.on('error', () => {});
  }

  override _read(): void {
    this.#awaiting = true;
    this.#watchPace();
    if (this.#reading) {
      this.#source.resume();
      return;
    }
    this.#reading = true;
    const { wholeMilliseconds } = this.#options.pace;
    if (wholeMilliseconds > 0) this.#whole = setTimeout(() => this.destroy(stalled()), wholeMilliseconds);
    this.#source.on('data', this.#onData);
    this.#source.on('end', this.#onEnd);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#period);
    clearTimeout(this.#whole);
    const source = this.#source;
    source.off('data', this.#onData);
    source.off('end', this.#onEnd);
    source.off('close', this.#onBroken);
    // what still happens to the connection is no longer this body's concern
    source.off('error', this.#onBroken);
    source.on('error', () => {});
    if (this.#reading && !this.#ended) source.pause();
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    this.#ofPeriod += chunk.length;
    if (this.#bytes > this.#options.mostBytes) this.destroy(this.#options.tooLarge());
    else if (!this.#options.take(chunk.length)) this.destroy(this.#options.noRoom());
    else if (!this.push(chunk)) {
      this.#awaiting = false;
      this.#source.pause();
    }
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    clearTimeout(this.#period);
    clearTimeout(this.#whole);
    this.push(null);
  };

  readonly #onBroken = (cause?: unknown): void => {
    if (!this.#ended) this.destroy(brokenOff(cause));
  };

  #watchPace(): void {
    if (this.#period !== undefined) return;
    const { periodMilliseconds, leastBytes } = this.#options.pace;
    this.#ofPeriod = 0;
    this.#period = setTimeout(() => {
      this.#period = undefined;
      if (this.#ended || !this.#awaiting) return;
      if (this.#ofPeriod < leastBytes) this.destroy(stalled());
      else this.#watchPace();
    }, periodMilliseconds);
  }
}

const stalled = (): Problem =>
  new Problem('request.incomplete', {
    said: {
      zh: '发送得太慢或者已经停下，没有收完，未作任何处理。',
      en: 'The body came too slowly or stopped; it was not received whole and nothing was done.',
    },
  });

const brokenOff = (cause: unknown): Problem =>
  new Problem('request.incomplete', {
    said: {
      zh: '连接中断，没有收完，未作任何处理。',
      en: 'The connection broke off; the body was not received whole and nothing was done.',
    },
    cause,
  });
