/** What a person states about themself when handing in an own report (5.2): one by one, never ticked beforehand. */

import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { saidTogether } from '#kernel/refusal/said.ts';

export interface Statement {
  readonly id: string;
  readonly version: string;
  readonly text: string;
  readonly textEn: string;
  readonly source: string;
}

/**
 * Every wording there ever was, the newest of each id last: what was stated years ago must still be readable in its own words.
 * Change a word: add a line with the next version, leave the old one.
 */
function everyStatement({ names, minimumAge }: Policy): readonly Statement[] {
  const { clause } = minimumAge;
  return [
    {
      id: 'resident',
      version: '1',
      text: `我是${names.city}常住居民。`,
      textEn: `I am a permanent resident of ${names.cityEn}.`,
      source: clause,
    },
    {
      id: 'capacity',
      version: '1',
      text: '我具有完全民事行为能力。',
      textEn: 'I have full civil capacity.',
      source: clause,
    },
    {
      id: 'truthful',
      version: '1',
      text: '我写的内容和上传的材料真实，是我本人的事；材料里别人的姓名、电话、证件号码已经遮住。',
      textEn:
        'What I wrote and uploaded is true and about myself; names, telephone and document numbers of other people in it are covered.',
      source: '个人信息保护法第六条、第七条',
    },
  ];
}

/** The wordings in use now, one per id. */
export function statementsInUse(policy: Policy): readonly Statement[] {
  return [...new Map(everyStatement(policy).map((statement) => [statement.id, statement])).values()];
}

export function statementAsMade(policy: Policy, made: { readonly id: string; readonly version: string }): Statement {
  const found = everyStatement(policy).find(({ id, version }) => id === made.id && version === made.version);
  if (!found) throw new RangeError(`statement ${made.id} ${made.version} was never in use`);
  return found;
}

/** A check of input: the form shows what is not yet stated. @throws Problem `request.invalid` when one is missing, unknown, or in words that are no longer those shown */
export function requireStatements(
  policy: Policy,
  made: readonly { readonly id: string; readonly version: string }[],
): void {
  const asked = statementsInUse(policy);
  const faults = asked
    .filter((statement) => !made.some(({ id, version }) => id === statement.id && version === statement.version))
    .map(({ id, text, textEn }) => ({
      field: 'statements',
      reason: `statement.${id}`,
      zh: `尚未声明：${text}`,
      en: `Not yet stated: ${textEn}`,
    }));
  if (faults.length === 0 && made.length === asked.length) return;
  throw new Problem('request.invalid', {
    said:
      faults.length > 0
        ? saidTogether(faults)
        : {
            zh: '声明的文本已经更新，请刷新页面后重新逐项确认。',
            en: 'The text of the statements has changed: reload the page and confirm each again.',
          },
    clause: policy.minimumAge.clause,
    extra: { faults },
  });
}
