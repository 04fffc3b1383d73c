/**
 * Runs the program under the pinned Node and passes on whatever ends it. A terminal sends Ctrl-C to everybody in the foreground, `kill` or a
 * service manager to one process only, npm to its child once more: so every signal is passed on, and the program takes a second one for
 * the same wish (src/runtime/ending.ts). Should this process be killed outright, the program notices by the closed channel.
 */
import { spawn } from 'node:child_process';

/** Where the program finds that its parent is gone, if it was npm that started us: npm itself can be killed, too. */
const PARENT_LOOK_MILLISECONDS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Answers the exit code when the program has ended; 128 + n when a signal ended it, as a shell says it. */
export function runUntilEnd(node, arguments_, { env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(node, arguments_, { stdio: [stdio, stdio, stdio, 'ipc'], env });
  const passOn = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, passOn);
  const watching = watchNpm(() => passOn('SIGTERM'));
  return new Promise((resolve) => {
    const ended = (code) => {
      clearInterval(watching);
      for (const signal of SIGNALS) process.off(signal, passOn);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`无法启动 ${node}：${error.message}`);
      ended(2);
    });
    child.on('exit', (code, signal) => ended(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  });
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

function watchNpm(lost) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && lost(), PARENT_LOOK_MILLISECONDS).unref();
}
