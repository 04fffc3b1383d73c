/** What a command may do to the outside: print and name its exit code. Tests bring their own. */

export interface CommandIo {
  /** A line of the result, to standard output. */
  out(line: string): void;
  /** Progress and complaints, to standard error. */
  err(line: string): void;
  /** The process ends with this code once the command is finished. */
  exit(code: number): void;
}

export const processIo: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  exit: (code) => {
    process.exitCode = code;
  },
};
