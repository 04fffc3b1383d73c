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

export const processIo: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  progress: process.stderr.isTTY ? (text) => void process.stderr.write(text) : undefined,
  exit: (code) => {
    process.exitCode = code;
  },
};
