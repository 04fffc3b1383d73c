/** However the service is asked to end, it ends once, in good order, and nobody is left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../support/files.ts';

let folder: TempFolder;
let started: ChildProcess[] = [];
beforeEach(() => {
  folder = tempFolder();
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
  folder.remove();
});

const PARENT = join(import.meta.dirname, 'service-parent.mjs');

interface Running {
  /** the process that started the service, in a process group of its own */
  readonly parent: ChildProcess;
  readonly service: number;
  readonly words: () => string[];
  /** exit code or signal of the parent */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

async function start(env: NodeJS.ProcessEnv = {}, stdio: 'ignore' | 'pipe' = 'ignore'): Promise<Running> {
  const notes = folder.path(`notes-${started.length}`);
  const { npm_lifecycle_event: _unset, ...rest } = process.env;
  const parent = spawn(process.execPath, [PARENT, notes], {
    ...{ stdio: ['ignore', stdio, stdio], detached: true },
    env: { ...rest, ...env },
  });
  started.push(parent);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    parent.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const lines = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []);
  await until(() => lines()[0]?.startsWith('started') ?? false);
  const words = () => lines().map((line) => line.split(' ')[0]!);
  return { parent, service: Number(lines()[0]!.split(' ')[1]), words, ended };
}

/** Generous: the machine may be busy. */
async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !holds(); await sleep(20))
    if (Date.now() > deadline) throw new Error('it did not come about within 30 seconds');
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const IN_GOOD_ORDER = ['started', 'stopping', 'stopped'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

test.each(SIGNALS)('%s to the starting process alone', async (signal) => {
  const { parent, service, words, ended } = await start();
  process.kill(parent.pid!, signal);
  expect(await ended).toBe(0);
  expect(words()).toEqual(IN_GOOD_ORDER);
  expect(lives(service)).toBe(false);
});

test.each(SIGNALS)('%s to the service alone', async (signal) => {
  const { service, words, ended } = await start();
  process.kill(service, signal);
  expect(await ended).toBe(0);
  expect(words()).toEqual(IN_GOOD_ORDER);
});

test('Ctrl-C in a terminal: to both at once', async () => {
  const { parent, words, ended } = await start();
  process.kill(-parent.pid!, 'SIGINT');
  expect(await ended).toBe(0);
  expect(words()).toEqual(IN_GOOD_ORDER);
});

test('as npm does it: to both, and to the starting process once more; and an impatient hand', async () => {
  const { parent, words, ended } = await start();
  for (let times = 0; times < 4; times++) {
    process.kill(-parent.pid!, 'SIGINT');
    process.kill(parent.pid!, 'SIGINT');
    await until(() => words().length >= 2);
  }
  process.kill(parent.pid!, 'SIGTERM');
  expect(await ended).toBe(0);
  expect(words()).toEqual(IN_GOOD_ORDER);
});

test('the starting process is killed outright: the service notices', async () => {
  const { parent, service, words } = await start();
  process.kill(parent.pid!, 'SIGKILL');
  await until(() => !lives(service));
  expect(words()).toEqual(IN_GOOD_ORDER);
});

test('the service is killed outright: the starting process ends and says so', async () => {
  const { service, ended } = await start();
  process.kill(service, 'SIGKILL');
  expect(await ended).toBe(128 + 9);
});

test('the terminal goes away with everything it showed', async () => {
  const { parent, words, ended } = await start({}, 'pipe');
  parent.stdout!.destroy();
  parent.stderr!.destroy();
  process.kill(-parent.pid!, 'SIGHUP');
  expect(await ended).toBe(0);
  expect(words()).toEqual(IN_GOOD_ORDER);
});

test('npm is killed outright: who was started by it ends, too', async () => {
  const notes = folder.path('notes');
  const npm = spawn('sh', ['-c', '"$0" "$1" "$2" & wait', process.execPath, PARENT, notes], {
    ...{ stdio: 'ignore', detached: true },
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  started.push(npm);
  await until(() => existsSync(notes));
  const service = Number(readFileSync(notes, 'utf8').split(/\s/)[1]);
  npm.kill('SIGKILL');
  await until(() => !lives(service));
  expect(readFileSync(notes, 'utf8')).toContain('stopped');
});

test('a shell that ends after it started the service in the background does not take it along', async () => {
  const notes = folder.path('notes');
  const { npm_lifecycle_event: _unset, ...env } = process.env;
  const shell = spawn('sh', ['-c', '"$0" "$1" "$2" &', process.execPath, PARENT, notes], { stdio: 'ignore', env });
  await new Promise((resolve) => shell.once('exit', resolve));
  await until(() => existsSync(notes) && readFileSync(notes, 'utf8') !== '');
  const service = Number(readFileSync(notes, 'utf8').split(/\s/)[1]);
  await sleep(2_500); // longer than between two looks for the parent
  expect(lives(service)).toBe(true);
  process.kill(service, 'SIGTERM');
  await until(() => !lives(service));
});
