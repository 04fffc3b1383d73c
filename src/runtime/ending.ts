/**
 * When a service is asked to end: by a signal, sent once or several times (a terminal, npm and a service manager each send their own),
 * or because whoever started it is gone without a word. From the first wish on it ends in good order; the others change nothing.
 */

/** What of `process` is listened to; a test brings its own. */
export interface Surrounding {
  on(event: string, listener: () => void): unknown;
  /** there is a channel to the process that started this one */
  readonly connected?: boolean | undefined;
  readonly ppid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { on(event: 'error', listener: () => void): unknown };
  readonly stderr: { on(event: 'error', listener: () => void): unknown };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_LOOK_MILLISECONDS = 2_000;

/** To be called first thing: what comes before it ends the process at once, as there is nothing yet to put in order. */
export function askedToEnd(surrounding: Surrounding = process): AbortSignal {
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of SIGNALS) surrounding.on(signal, end);
  // the channel closes when the process at its other end is killed (scripts/start-process.mjs)
  if (surrounding.connected) surrounding.on('disconnect', end);
  else watchNpm(surrounding, end);
  // a closed terminal or pipe takes the last words, it must not take the clean stop as well
  for (const stream of [surrounding.stdout, surrounding.stderr]) stream.on('error', () => {});
  return ending.signal;
}

/** npm passes signals on, but cannot when it is killed. Who started us otherwise may end before us, as a shell does. */
function watchNpm({ ppid, env }: Surrounding, end: () => void): void {
  if (env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  setInterval(() => process.ppid !== ppid && end(), PARENT_LOOK_MILLISECONDS).unref();
}

/** Returns at once when the wish has come already. */
export function whenAsked(ending: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ending.aborted) resolve();
    else ending.addEventListener('abort', () => resolve(), { once: true });
  });
}
