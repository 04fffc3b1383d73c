/** `xinheng notice try FILE`: a report against a draft, without a database: what is taken and refused, what follows of it. */
import type { FileKind } from '#contracts/vocabulary.ts';
import { INDIVIDUALS, ORGANISATIONS, openTable } from '#platform/intake/index.ts';
import { Trial } from '../authoring/trial.ts';
import { type CheckOptions, check } from './check.ts';
import type { CommandIo } from './command-io.ts';

type TryOptions = Omit<CheckOptions, 'kind' | 'json' | 'out' | 'onTaken'> & { readonly kind?: FileKind };

/** Exit code: as `check`. */
export async function noticeTry(file: string, options: TryOptions, io: CommandIo, now: Date): Promise<0 | 2> {
  let trial: Trial | undefined;
  const kind = options.kind ?? (await kindOf(file));
  const code = await check(
    file,
    {
      ...options,
      kind,
      onTaken: (taken, policy, today) => {
        trial ??= new Trial(policy, today);
        trial.add(taken);
      },
    },
    io,
    now,
  );
  if (code !== 0) return code;
  io.out('');
  for (const line of trial?.report() ?? ['没有可以受理的行，不会产生记录。']) io.out(line);
  return 0;
}

/** Whose table it is, by its header; what reads as neither is refused as a table of persons is. */
async function kindOf(file: string): Promise<FileKind> {
  for (const [kind, form] of [
    ['individuals', INDIVIDUALS],
    ['organisations', ORGANISATIONS],
  ] as const) {
    const table = await openTable<string>({ path: file }, form).catch(() => undefined);
    await table?.close();
    if (table) return kind;
  }
  return 'individuals';
}
