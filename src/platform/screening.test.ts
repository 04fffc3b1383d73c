/** What the sender of a refused text is told: the words that offended and where, never a digit; and what anybody else could keep of it. */
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Problem } from '#kernel/refusal/problem.ts';
import { inventedResidentId } from '../../tests/support/people.ts';
import { loadPolicy } from '../runtime/policy.ts';
import { requireScreened } from './screening.ts';

const policy = await loadPolicy(join(import.meta.dirname, '../../cities/zhengzhou'));
const number = inventedResidentId('1985-06-15', 12);

function refusalOf(text: string): Problem {
  try {
    requireScreened(policy, [undefined, '捐赠口罩5000只', text]);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('words', () => {
  const text = '本人 确\u200b诊 后居家；信仰佛教';
  const problem = refusalOf(text);

  test('the sender is told every one of them as it was written, with its place', () => {
    const { words, positions } = problem.toAnswer() as unknown as {
      words: string[];
      positions: { from: number; to: number; words: string }[];
    };
    expect(words).toEqual(['确\u200b诊', '信仰']);
    expect(positions.map(({ from, to }) => text.slice(from, to))).toEqual(words);
  });

  test('nothing that keeps or logs the problem has them', () => {
    for (const kept of [
      JSON.stringify(problem),
      JSON.stringify(problem.toDocument()),
      inspect(problem, { showHidden: true, depth: 9 }),
      JSON.stringify(Object.getOwnPropertyDescriptors(problem)),
    ])
      expect(kept).not.toMatch(/确|诊|居家|佛教/u);
  });

  test('digits of a number that stands in them are covered', () => {
    const { words } = refusalOf(`确诊；患有${number}病`).toAnswer() as unknown as { words: string[] };
    expect(words.join()).not.toMatch(/\d/u);
  });
});

test('of a number only its kind and its place are told', () => {
  const problem = refusalOf(`赵某${number}捐赠口罩`);
  expect(problem.toAnswer()).toMatchObject({ reason: 'matter.document_number', kinds: ['identity-number'], words: [] });
  expect(problem.said?.zh).toContain('身份证号码');
  expect(JSON.stringify(problem.toAnswer())).not.toContain(number.slice(0, 6));
});
