/** The page for what is not there. */

import { html } from '#kernel/markup/html.ts';
import type { ProblemDocument } from '#kernel/refusal/problem.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { searchForm } from './search-page.ts';
import { heading } from './words.ts';

export function problemBody(reading: Reading, problem: ProblemDocument): Page {
  const { say, to, original } = reading;
  const title = say(problem.title, problem.titleEn);
  const detail =
    reading.language === 'en' && problem.detailEn
      ? html`${problem.detailEn}`
      : problem.detail && original(problem.detail);
  return {
    title,
    section: 'none',
    refusal: true,
    body: html`<h1>${heading(title)}</h1>
${detail ? html`<p class="lead">${detail}</p>` : ''}
<p>${say(problem.remedy, problem.remedyEn)}</p>
${searchForm(reading)}
<p><a href="${to('/')}">${say('返回首页', 'Back to the front page')}</a></p>`,
  };
}
