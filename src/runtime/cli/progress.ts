/** One line on a terminal that says how far a long command is; nothing where the output is not read by a person. */
import type { CommandIo } from './command-io.ts';

const INTERVAL = 200;

export interface ProgressLine {
  show(what: string, at: { readonly bytesRead: number; readonly bytesTotal: number }): void;
  clear(): void;
}

export function progressLine(io: CommandIo): ProgressLine {
  const terminal = io.progress;
  if (terminal === undefined) return { show: () => undefined, clear: () => undefined };
  let last = 0;
  let shown = false;
  return {
    show(what, { bytesRead, bytesTotal }) {
      const now = performance.now();
      if (now - last < INTERVAL) return;
      last = now;
      shown = true;
      const percent = bytesTotal === 0 ? 100 : Math.min(100, Math.floor((bytesRead / bytesTotal) * 100));
      terminal(`\r${what} ${percent}%`);
    },
    clear() {
      if (shown) terminal('\r\x1b[K');
      shown = false;
    },
  };
}
