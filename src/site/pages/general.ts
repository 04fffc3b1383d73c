/** The page for what is not there. */

import { html } from '#kernel/markup/html.ts';
import type { ProblemDocument } from '#kernel/problems.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { searchForm } from './search-page.ts';

export function problemBody(reading: Reading, problem: ProblemDocument): Page {
  const { say, to } = reading;
  return {
    title: problem.title,
    section: 'none',
    body: html`<h1>${reading.original(problem.title)}</h1>
${problem.detail ? html`<p class="lead">${reading.original(problem.detail)}</p>` : ''}
<p>${reading.original(problem.remedy)}</p>
${searchForm(reading)}
<p><a href="${to('/')}">${say('返回首页', 'Back to the front page')}</a></p>`,
  };
}
