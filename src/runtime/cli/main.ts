/** The command line: every command registers itself here. Exit code 2 means the command was not understood. */
import { Command, CommanderError } from 'commander';
import { policyFolder } from '../config.ts';
import { DEFAULT_POLICY_FOLDER } from '../default-policy.ts';
import { registerAdministrator } from './administrator.ts';
import { registerAdopt } from './adopt.ts';
import { registerAudit } from './audit.ts';
import { registerCheck } from './check.ts';
import { type CommandIo, endInSilence, processIo } from './command-io.ts';
import { registerDirectory } from './directory.ts';
import { registerEdition } from './edition.ts';
import { registerEpoch } from './epoch.ts';
import { registerKeyring } from './keyring.ts';
import { registerNotice } from './notice.ts';
import { registerPolicy } from './policy-check.ts';
import { registerPoints } from './rehearse.ts';
import { registerReport } from './report.ts';
import { registerServe } from './serve.ts';

export function buildProgram(io: CommandIo = processIo): Command {
  const program = new Command('xinheng')
    .description('信衡：面向城市的开放公共信用平台')
    .helpOption('-h, --help', '显示用法')
    .helpCommand('help [命令]', '显示某个命令的用法')
    .showHelpAfterError('（加 --help 查看用法）');
  registerAdministrator(program, io);
  registerAdopt(program, io);
  registerAudit(program, io);
  registerCheck(program, io, policyFolder(process.env));
  registerDirectory(program, io);
  registerEdition(program, io);
  registerEpoch(program, io);
  registerKeyring(program, io);
  registerNotice(program, io, DEFAULT_POLICY_FOLDER);
  registerPoints(program, io);
  registerPolicy(program, io);
  registerReport(program, io);
  registerServe(program, io);
  return throwInsteadOfExit(program);
}

/** `argv` as in `process.argv`. */
export async function main(argv: readonly string[], io: CommandIo = processIo): Promise<void> {
  if (io === processIo) endInSilence(process.stdout, process.stderr);
  try {
    await buildProgram(io).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    io.exit(error.exitCode === 0 ? 0 : 2);
  }
}

/** Commander ends the process on its own unless every command is told not to. */
function throwInsteadOfExit(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
  return command;
}
