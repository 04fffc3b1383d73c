/** `xinheng serve`: all three systems or one of them, for operation, configured by the environment (docs/operations.md). */
import type { Command } from 'commander';
import type { Application } from '../application.ts';
import { ConfigError } from '../config-error.ts';
import { askedToEnd, whenAsked } from '../ending.ts';
import { PolicyInvalid } from '../policy.ts';
import type { System } from '../postgres/migrate.ts';
import type { CommandIo } from './command-io.ts';

const SYSTEMS: readonly System[] = ['platform', 'points', 'site'];

export function registerServe(program: Command, io: CommandIo): void {
  program
    .command('serve')
    .description('启动服务；不写系统名则三个系统同在一个进程')
    .argument('[系统]', SYSTEMS.join(' | '))
    .action((name: string | undefined) => explain(io, () => serve(name, io)));
}

async function serve(name: string | undefined, io: CommandIo): Promise<void> {
  const system = SYSTEMS.find((one) => one === name);
  if (name !== undefined && !system) throw new ConfigError(`没有名为“${name}”的系统，可选：${SYSTEMS.join('、')}。`);
  const systems: readonly System[] = system ? [system] : SYSTEMS;
  // the server's libraries are loaded only here: the other commands start in a fraction of the time without them
  const { readConfig } = await import('../config.ts');
  const { startApplication } = await import('../application.ts');
  const config = readConfig(process.env, { demo: false, systems });
  const ending = askedToEnd();
  let application: Application;
  try {
    application = await startApplication(config, { log: io.err, signal: ending });
  } catch (error) {
    if (!ending.aborted) throw error;
    io.err('已停止。');
    return;
  }
  io.err(`已启动：${systems.join('、')}，地址 ${config.publicUrl}（监听 ${config.host}:${config.port}）`);
  await whenAsked(ending);
  await application.stop();
  io.err('已停止。');
}

/** What the person at the keyboard can put right is told without a stack. */
async function explain(io: CommandIo, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof PolicyInvalid)) throw error;
    io.err(error.message);
    io.exit(2);
  }
}
