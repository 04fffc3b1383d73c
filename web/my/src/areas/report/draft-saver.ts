/**
 * Saves one draft: a moment after the last key, one save after another, again when the connection is back, and never over something newer
 * that another device saved. What the server has not confirmed stays in the tab, so that a page loaded anew goes on with it.
 */
import type { OwnReportContent } from '#contracts/own-reports.ts';
import { problemOf } from '../../../../shared/problem-words.ts';
import { newIdempotencyKey, platform } from '../../api.ts';

export type Saving =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  | { readonly state: 'offline' }
  | { readonly state: 'conflict'; readonly version: number }
  | { readonly state: 'refused'; readonly error: unknown };

const PAUSE = 1_200;
const RETRY = 4_000;
const kept = (id: string) => `xinheng.my.draft.report.${id}`;

interface Save {
  readonly content: OwnReportContent;
  readonly key: string;
}

export class DraftSaver {
  /** of what the server has, as far as this page knows */
  version = 0;
  readonly #id: string;
  readonly #tell: (saving: Saving) => void;
  #next: Save | null = null;
  #running: Promise<boolean> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string, tell: (saving: Saving) => void) {
    this.#id = id;
    this.#tell = tell;
  }

  /** What an earlier page of this tab had not yet told the server, where nothing newer stands there. */
  unsaved(): OwnReportContent | null {
    const text = sessionStorage.getItem(kept(this.#id));
    if (text === null) return null;
    const { version, content } = JSON.parse(text) as { version: number; content: OwnReportContent };
    return version === this.version ? content : null;
  }

  /** Keeps the content in the tab, and saves it once the keys are quiet. */
  later(content: OwnReportContent): void {
    sessionStorage.setItem(kept(this.#id), JSON.stringify({ version: this.version, content }));
    this.#next = { content, key: newIdempotencyKey() };
    this.#flushIn(PAUSE);
  }

  /** Saves what is not yet saved; true once the server has everything. */
  flush(): Promise<boolean> {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** As `flush`, where nobody waits and there may be nothing to save. */
  flushIfUnsaved(): void {
    if (this.#next) void this.flush();
  }

  /** Forgets what is not saved: what another device saved is taken. */
  drop(): void {
    this.#next = null;
    sessionStorage.removeItem(kept(this.#id));
  }

  /** Saves knowingly over the version that another device saved. */
  async replace(theirs: number): Promise<void> {
    this.version = theirs;
    if (this.#next) this.#next = { ...this.#next, key: newIdempotencyKey() };
    await this.flush();
  }

  #flushIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), milliseconds);
  }

  async #sendAll(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#next) {
      const save = this.#next;
      this.#tell({ state: 'saving' });
      try {
        await this.#send(save);
        if (this.#next === save) this.#next = null;
      } catch (error) {
        this.#failed(error);
        return false;
      }
    }
    sessionStorage.removeItem(kept(this.#id));
    this.#tell({ state: 'saved' });
    return true;
  }

  async #send({ content, key }: Save): Promise<void> {
    const { version } = await platform('PUT /report-drafts/:id', {
      params: { id: this.#id },
      body: { expectedVersion: this.version, idempotencyKey: key, content },
    });
    this.version = version;
  }

  #failed(error: unknown): void {
    const { code, status, version } = problemOf(error);
    if (status === 0) {
      this.#tell({ state: 'offline' });
      this.#flushIn(RETRY);
    } else if (code === 'draft.conflict') this.#tell({ state: 'conflict', version: Number(version) });
    else this.#tell({ state: 'refused', error });
  }
}
