/** `xinheng notice diff A B`: what differs between two folders of a city or of a notice, in words a lawyer reads. */
import { type Difference, differenceOf } from '#kernel/policy/difference/difference.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { loadWritten } from '../policy.ts';
import type { CommandIo } from './command-io.ts';

/** Exit code: 0 nothing differs, 1 something does, 2 a folder cannot be read or does not pass the check. */
export async function noticeDiff(
  before: string,
  after: string,
  options: { readonly json?: boolean; readonly en?: boolean },
  io: CommandIo,
): Promise<0 | 1 | 2> {
  let sides: readonly [readonly Policy[], readonly Policy[]];
  try {
    sides = await Promise.all([loadWritten(before), loadWritten(after)]);
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const compared = pairs(...sides).map(({ was, is }) => ({
    notice: (is ?? was)!.id,
    title: (is ?? was)!.title,
    state: was && is ? ('both' as const) : was ? ('removed' as const) : ('added' as const),
    differences: was && is ? differenceOf(was, is) : [],
  }));
  const differs = compared.some(({ state, differences }) => state !== 'both' || differences.length > 0);
  if (options.json) io.out(JSON.stringify(compared, null, 2));
  else for (const line of compared.flatMap((one) => linesOf(one, options.en === true))) io.out(line);
  return differs ? 1 : 0;
}

interface Compared {
  readonly notice: string;
  readonly title: string;
  readonly state: 'both' | 'removed' | 'added';
  readonly differences: readonly Difference[];
}

/** A notice with itself, by its id. */
function pairs(before: readonly Policy[], after: readonly Policy[]): { was?: Policy; is?: Policy }[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.map((id) => {
    const [was, is] = [before, after].map((side) => side.find((one) => one.id === id));
    return { ...(was ? { was } : {}), ...(is ? { is } : {}) };
  });
}

const SIGNS: Readonly<Record<Difference['kind'], string>> = { added: '+', removed: '-', changed: '~' };

function linesOf({ notice, title, state, differences }: Compared, english: boolean): string[] {
  const name = english ? `${notice} ${title}` : `《${title}》（${notice}）`;
  if (state === 'added') return [english ? `+ a new notice: ${name}` : `+ 新增通知${name}`];
  if (state === 'removed') return [english ? `- the notice is gone: ${name}` : `- 取消通知${name}`];
  if (differences.length === 0) return [english ? `${name}: no difference` : `${name}：没有不同`];
  return [
    english ? `${name}: ${differences.length} differences` : `${name}：${differences.length} 处不同`,
    ...differences.map(({ kind, zh, en }) => `${SIGNS[kind]} ${english ? en : zh}`),
  ];
}
