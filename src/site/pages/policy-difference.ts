/** What one version of a notice says otherwise than another, in words: for whoever is judged by one and reads the other. */
import { html } from '#kernel/markup/html.ts';
import { type Difference, differenceOf } from '#kernel/policy/difference/difference.ts';
import type { Page } from './layout.ts';
import { versionOf } from './policy-notices.ts';
import type { Reading } from './reading.ts';
import { heading } from './words.ts';

/** @throws Problem `not_found` where there is no such notice or version */
export function policyDifferencePage(reading: Reading, notice: string, version: number, other: number): Page {
  const { say, to, original, day } = reading;
  const [before, after] = [version, other].toSorted((a, b) => a - b).map((one) => versionOf(reading, notice, one));
  if (!before || !after) throw new RangeError('two versions are compared');
  const { policy, from } = after;
  const differences = differenceOf(before.policy, policy);
  const title = say(
    `${policy.title}：第 ${before.policy.version} 版与第 ${policy.version} 版的不同`,
    `${policy.titleEn}: version ${before.policy.version} and version ${policy.version}`,
  );
  return {
    title,
    section: 'policy',
    body: html`<article class="policy">
<header class="title"><h1>${heading(title)}</h1>
<p class="dateline">${original(`《${policy.document.title}》（${policy.document.number}）`)}${say('，后一版自', '; the later from ')}${day(from)}${say('起', '')}</p></header>
${differences.length === 0 ? html`<p class="empty">${say('两版没有不同。', 'They say the same.')}</p>` : html`<ul class="differences">${differences.map((one) => html`<li>${words(reading, one)}</li>`)}</ul>`}
<p><a href="${to(`/policy/${notice}/${before.policy.version}`)}">${say(`第 ${before.policy.version} 版`, `Version ${before.policy.version}`)}</a> <a href="${to(`/policy/${notice}/${policy.version}`)}">${say(`第 ${policy.version} 版`, `Version ${policy.version}`)}</a></p>
</article>`,
  };
}

const words = ({ language, original }: Reading, { zh, en }: Difference) =>
  language === 'en' ? html`${en}` : original(zh);
