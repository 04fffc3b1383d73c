/**
 * What is kept of a file's name. A name is chosen by whoever saved the file, often for themselves: where it holds what may not be kept, the
 * file is taken in all the same, under a name that says so.
 */
import type { Policy } from '#kernel/policy/policy.ts';
import { mayBeKept, ownWords, type ScreenedText, screenedText } from '../screened.ts';

const MOST = 120;

const WITHOUT_NAME: Readonly<Record<string, ScreenedText>> = {
  csv: ownWords('文件（原名未保存）.csv'),
  txt: ownWords('文件（原名未保存）.txt'),
  xls: ownWords('文件（原名未保存）.xls'),
  xlsx: ownWords('文件（原名未保存）.xlsx'),
};
const UNNAMED = ownWords('文件（原名未保存）');

export interface KeptName {
  readonly name: ScreenedText;
  /** the name as given is not kept */
  readonly renamed: boolean;
}

/** Of a path only the last part, without characters nobody sees, of a length a table can show. */
export function nameToKeep(policy: Policy, given: string): KeptName {
  const bare = given
    .replace(/^.*[/\\]/u, '')
    .replace(/\p{C}/gu, '')
    .trim();
  const short = [...bare].slice(0, MOST).join('') || '未命名';
  const kind = /\.([a-z]{3,4})$/iu.exec(short)?.[1]?.toLowerCase() ?? '';
  // the whole of it is looked through: what is cut off must not make a number harmless that is still legible
  return mayBeKept(policy, bare) && mayBeKept(policy, short)
    ? { name: screenedText(policy, short), renamed: false }
    : { name: WITHOUT_NAME[kind] ?? UNNAMED, renamed: true };
}
