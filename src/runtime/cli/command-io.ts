/** What a command may do to the outside: print and name its exit code. Tests bring their own. */

export interface CommandIo {
  /** A line of the result, to standard output. */
  out(line: string): void;
  /** Progress and complaints, to standard error. */
  err(line: string): void;
  /** Part of a long result, to standard output as it stands; await it so that a slow reader does not fill the memory. */
  write?(text: string): Promise<void>;
  /** Text without a line feed for a terminal; absent where nobody watches. */
  progress?: ((text: string) => void) | undefined;
  /** The process ends with this code once the command is finished. */
  exit(code: number): void;
}

/** The reader has had enough (`… | head`): nothing is wrong and nobody is left to tell. */
const isClosedPipe = (error: Error): boolean =>
  ['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * Output whose reader has gone ends in silence, as with other tools, instead of ending the process with a stack trace; a command
 * still runs to its end and keeps its exit code, and a server goes on serving.
 */
export function endInSilence(...streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams)
    stream.on('error', (error: Error) => {
      if (!isClosedPipe(error)) throw error;
    });
}

export const processIo: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error && !isClosedPipe(error) ? reject(error) : resolve()));
    }),
  progress: process.stderr.isTTY ? (text) => void process.stderr.write(text) : undefined,
  exit: (code) => {
    process.exitCode = code;
  },
};
