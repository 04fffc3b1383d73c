/** The rules' pages: with one notice in force nothing says that there could be more; earlier versions and what differs stay readable. */
import { describe, expect, test } from 'vitest';
import type { Policy } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { together } from '#kernel/policy/together.ts';
import { addDays, type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { DEMO_NOTICE_FOLDER } from '#runtime/demo/demo-notices.ts';
import { loadLaw } from '#runtime/law.ts';
import { loadPolicies } from '#runtime/policy.ts';
import type { NoticeVersion, SiteContext } from '../context.ts';
import { KnownLists } from '../lists/known-lists.ts';
import type { Page } from './layout.ts';
import { policyDifferencePage } from './policy-difference.ts';
import { noticeVersionPage, oneNoticePage, policyPage } from './policy-notices.ts';
import { type Reading, readingOf } from './reading.ts';
import { clauseLink } from './words.ts';

/** As it is read: headings may break between words. */
const read = ({ body }: Page): string => body.text.replaceAll('<wbr>', '');

const [first, second] = await loadPolicies(DEFAULT_POLICY_FOLDER, [DEMO_NOTICE_FOLDER]);
if (!second) throw new Error('the demo has a second notice');
const law = await loadLaw();
const on = toLocalDate('2020-06-01');
const later = withQuestions({ ...first, version: 2, title: '修订后的名称' });
const since = (policy: Policy, days: number): NoticeVersion => ({
  policy,
  from: addDays(policy.effectiveFrom, days) as LocalDate,
});

function reading(policy: Policy, versions: readonly NoticeVersion[], language: 'zh' | 'en' = 'zh'): Reading {
  const context = { policy, law, versions: () => versions } as unknown as SiteContext;
  const sources = { lists: new KnownLists(policy, []) } as Parameters<typeof readingOf>[1];
  return readingOf(context, sources, on, language, '/policy');
}

describe('with one notice in force', () => {
  const one = reading(first, [since(first, 0)]);

  test('its page is the page of the policy', () => {
    expect(read(policyPage(one))).toContain(first.title);
    expect(read(policyPage(one))).toBe(read(oneNoticePage(one, first.id)));
  });

  test('neither page nor link says that there could be more', () => {
    const [kind] = first.catalogue;
    const link = clauseLink(one, kind?.clause ?? 'x/1').text;
    expect(link).toContain('href="/policy#clause-');
    for (const text of [link, policyPage(one).body.text]) {
      expect(text).not.toContain(`/policy/${first.id}`);
      expect(text).not.toMatch(/第 \d+ 版|现行的通知有/);
    }
  });
});

describe('with two', () => {
  const both = reading(together([first, second]), [since(first, 0), since(second, 0)]);

  test('the page lists them and says what holds under all', () => {
    const text = read(policyPage(both));
    for (const { id, title, document } of [first, second]) {
      expect(text).toContain(`href="/policy/${id}"`);
      expect(text).toContain(title);
      expect(text).toContain(document.number);
    }
    expect(text).toContain('id="objection"');
    expect(text).toContain('id="repair"');
  });

  test('a clause is named and led to with its notice', () => {
    const [kind] = second.catalogue;
    const { text } = clauseLink(both, kind?.clause ?? 'x/1');
    expect(text).toContain(`href="/policy/${second.id}#clause-1.1"`);
    expect(text).toContain(second.document.number);
  });

  test('there is no page of a notice that never was', () => {
    for (const notice of ['2099-1', 'x']) expect(() => oneNoticePage(both, notice)).toThrow(/没有这份通知/);
  });
});

describe('of two versions', () => {
  const amended = reading(later, [since(first, 0), since(later, 60)]);

  test('each stands under its number, and leads to the other and to what differs', () => {
    const text = read(noticeVersionPage(amended, first.id, 1));
    expect(text).toContain(first.title);
    expect(text).toContain(`href="/policy/${first.id}/2"`);
    expect(text).toContain(`href="/policy/${first.id}/2/diff/1"`);
    expect(read(noticeVersionPage(amended, first.id, 2))).toContain(later.title);
    expect(() => noticeVersionPage(amended, first.id, 3)).toThrow(/没有这份通知/);
  });

  test.each(['zh', 'en'] as const)(
    'what differs is told in words, from the earlier to the later, whichever is named first (%s)',
    (language) => {
      const amendment = reading(later, [since(first, 0), since(later, 60)], language);
      const [down, up] = [
        policyDifferencePage(amendment, first.id, 2, 1),
        policyDifferencePage(amendment, first.id, 1, 2),
      ];
      expect(down.body.text).toBe(up.body.text);
      expect(down.body.text).toContain(first.title);
      expect(down.body.text).toContain('修订后的名称');
    },
  );

  test('a version beside itself says so', () => {
    expect(policyDifferencePage(amended, first.id, 1, 1).body.text).toContain('两版没有不同');
  });
});
