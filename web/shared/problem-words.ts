/** What a refusal says, in the language chosen: what is wrong, what to do, and the clause it rests on. */
import { citedAs } from '#kernel/policy/refs.ts';
import { ApiProblem, type ProblemDocument } from './api.ts';
import { useLanguage } from './language.tsx';

export interface ProblemWords {
  readonly title: string;
  readonly detail?: string;
  readonly remedy?: string;
  /** empty where no clause made the rule */
  readonly basis: string;
}

/** The problem's words in the language chosen; details that quote what somebody entered stay as they are. */
export function useProblemWords(): (error: unknown) => ProblemWords {
  const { language, t } = useLanguage();
  return (error) => {
    const { title, titleEn, detail, detailEn, remedy, remedyEn, clause, words } = problemOf(error);
    const english = language === 'en';
    const said = english ? (detailEn ?? detail) : detail;
    const chosenDetail = said === undefined ? undefined : `${said}${offending(words)}`;
    const chosenRemedy = english ? (remedyEn ?? remedy) : remedy;
    return {
      title: english ? (titleEn ?? t(title)) : title,
      ...(chosenDetail === undefined ? {} : { detail: chosenDetail }),
      ...(chosenRemedy === undefined ? {} : { remedy: t(chosenRemedy) }),
      basis: clause ? `${t('依据')} ${citedAs(clause, language)}` : '',
    };
  };

  /** Which of the sender's own words a screen refused, as the answer alone tells them. */
  function offending(words: unknown): string {
    if (!Array.isArray(words) || words.length === 0) return '';
    return t('涉及的文字：{words}。', { words: words.map((one) => `“${String(one)}”`).join('、') });
  }
}

export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.document;
  return { code: 'unexpected', status: 0, title: '页面出错了', remedy: '请刷新页面重试；如仍出错，请联系系统管理员。' };
}
