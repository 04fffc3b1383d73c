/** What may be asked for: a folder that is sound, versions that differ and follow what is enacted. */
import { Problem } from '#kernel/refusal/problem.ts';
import { CITY, type Draft } from './drafts.ts';
import type { EnactingContext } from './overview.ts';

/** @throws Problem `request.invalid` naming what is wrong with the folder */
export async function readSound(enacting: EnactingContext) {
  await enacting.learn();
  const folder = await enacting.folder();
  const errors = folder.findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0 && folder.packs.length > 0) return folder;
  const first = errors.slice(0, 5).map(({ file, line, zh }) => `${file}:${line} ${zh}`);
  throw new Problem('request.invalid', {
    said: {
      zh: `文件夹的检查有 ${errors.length} 处错误，改正后再提出：${first.join('；')}。`,
      en: `The check of the folder finds ${errors.length} errors; mend them first.`,
    },
    extra: { findings: errors.slice(0, 50) },
  });
}

/** The city's part stands in each of its notices: whoever enacts it enacts it in all of them. @throws Problem `request.invalid` */
export function chosen(drafts: readonly Draft[], scopes: readonly string[] | undefined): readonly Draft[] {
  if (drafts.length === 0)
    throw new Problem('request.invalid', {
      said: {
        zh: '文件夹与已施行的内容相同，没有可以施行的。',
        en: 'The folder says what is enacted; there is nothing to enact.',
      },
    });
  const unknown = scopes?.filter((scope) => !drafts.some((one) => one.scope === scope)) ?? [];
  if (unknown.length > 0)
    throw new Problem('request.invalid', {
      said: {
        zh: `${unknown.join('、')} 与已施行的内容相同，或者文件夹中没有。`,
        en: `${unknown.join(', ')}: as enacted, or not in the folder.`,
      },
    });
  const taken = drafts.filter(({ scope }) => scopes === undefined || scopes.includes(scope));
  const left = drafts.filter((one) => !taken.includes(one));
  const city = drafts.some(({ scope }) => scope === CITY);
  if (city && left.length > 0)
    throw new Problem('request.invalid', {
      said: {
        zh: `全市部分有改动，各份通知都含有它，须一并施行：还有 ${left.map(({ title }) => title).join('、')}。`,
        en: `The city's part changed, and every notice holds it: ${left.map(({ scope }) => scope).join(', ')} must be enacted together.`,
      },
    });
  return taken;
}

/** @throws Problem `request.invalid` for a day that is not after the version it follows, or of a notice that was repealed */
export function requireFollows({ rules }: EnactingContext, drafts: readonly Draft[], day: string): void {
  for (const { scope, title } of drafts) {
    const latest = rules.all.findLast(({ notice }) => notice === scope);
    if (latest && latest.untilDay !== null)
      throw new Problem('request.invalid', {
        said: { zh: `${title}已经废止，不能再施行新的版本。`, en: `${scope} is repealed; no version follows.` },
      });
    if (latest && latest.fromDay >= day)
      throw new Problem('request.invalid', {
        said: {
          zh: `${title}第 ${latest.version} 版自 ${latest.fromDay} 起施行，新的版本须在其后。`,
          en: `${scope} version ${latest.version} begins on ${latest.fromDay}; a new one begins later.`,
        },
      });
  }
}
