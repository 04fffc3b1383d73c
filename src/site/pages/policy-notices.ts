/** The way to the rules: straight to the notice where one is in force, to a choice of them where there are several; and to earlier versions. */
import { type Html, html } from '#kernel/markup/html.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { NoticeVersion } from '../context.ts';
import { floorsToday } from './floor.ts';
import type { Page } from './layout.ts';
import { noticePolicyPage, repair } from './policy-page.ts';
import type { Reading } from './reading.ts';
import { heading, listTag, objectionGuide } from './words.ts';

/** The one notice in force, or which there are, with what is the city's and the same under all of them. */
export function policyPage(reading: Reading): Page {
  const [only, ...more] = reading.inForce;
  if (only && more.length === 0) return noticePolicyPage(reading, only, otherVersions(reading, only.id, only.version));
  const { context, say, to } = reading;
  const { names } = context.policy;
  return {
    title: say('政策说明', 'The policy'),
    section: 'policy',
    description: say(
      `${names.city}现行的各份信用通知：什么算、谁认定、有什么后果。`,
      `The notices on public credit in force in ${names.cityEn}: what counts, who decides, what follows.`,
    ),
    body: html`<article class="policy">
<header class="title"><h1>${heading(say('政策说明', 'The policy'))}</h1></header>
<p class="lead">${say(`现行的通知有 ${reading.inForce.length} 份，各管各的事，条号相同的也互不相干。请选一份查看。`, `${reading.inForce.length} notices are in force. Each has its own kinds, lists and measures; equal clause numbers have nothing to do with each other.`)}</p>
<section aria-labelledby="notices"><h2 id="notices">${say('现行的通知', 'Notices in force')}</h2>
<ul class="ways">${reading.inForce.map((one) => noticeCard(reading, one))}</ul></section>
<section aria-labelledby="objection"><h2 id="objection">${say('如何提出异议', 'How to object')}</h2>${objectionGuide(reading)}</section>
<section aria-labelledby="repair"><h2 id="repair">${say('信用修复', 'Repair')}</h2>${repair(reading, floorsToday(reading))}</section>
<p><a href="${to('/questions')}">${say('常见问题', 'Questions')}</a></p>
</article>`,
  };
}

function noticeCard(reading: Reading, { id, title, titleEn, document, lists }: Policy): Html {
  const { say, to, original, day } = reading;
  return html`<li><a href="${to(`/policy/${id}`)}"><b>${say(title, titleEn)}</b><span>${original(`《${document.title}》（${document.number}）`)}${say('，', ', ')}${day(document.issuedOn)}</span>
<span>${lists.map((list) => listTag(reading, list.id))}</span></a></li>`;
}

/** A notice in force, or one that was and is not any more. @throws Problem `not_found` */
export function oneNoticePage(reading: Reading, notice: string): Page {
  const shown = reading.inForce.find(({ id }) => id === notice) ?? versionsOf(reading, notice)[0]?.policy;
  if (!shown) throw noSuchNotice();
  return noticePolicyPage(reading, shown, otherVersions(reading, notice, shown.version));
}

/** A version as it was enacted: rows that were made under it are explained by it. @throws Problem `not_found` */
export function noticeVersionPage(reading: Reading, notice: string, version: number): Page {
  const { policy } = versionOf(reading, notice, version);
  const page = noticePolicyPage(reading, policy, otherVersions(reading, notice, version));
  return { ...page, title: reading.say(`${page.title}（第 ${version} 版）`, `${page.title} (version ${version})`) };
}

/** @throws Problem `not_found` */
export function versionOf(reading: Reading, notice: string, version: number): NoticeVersion {
  const found = versionsOf(reading, notice).find((one) => one.policy.version === version);
  if (!found) throw noSuchNotice();
  return found;
}

const noSuchNotice = (): Problem =>
  new Problem('not_found', { said: { zh: '没有这份通知或者这一版。', en: 'There is no such notice or version.' } });

/** Newest first. */
const versionsOf = ({ context }: Reading, notice: string): readonly NoticeVersion[] =>
  (context.versions?.() ?? []).filter(({ policy }) => policy.id === notice).toReversed();

/** Nothing where there has been one version only. */
function otherVersions(reading: Reading, notice: string, shown: number): Html | '' {
  const versions = versionsOf(reading, notice);
  if (versions.length < 2) return '';
  const { say, to, day } = reading;
  return html`<nav aria-label="${say('各版', 'Versions')}"><ul class="editions">${versions.map(
    ({ policy: { version }, from }) => {
      const words = html`${say(`第 ${version} 版，自`, `Version ${version}, from `)}${day(from)}${say('起', '')}`;
      if (version === shown) return html`<li><b>${words}</b></li>`;
      const difference = html`<a href="${to(`/policy/${notice}/${version}/diff/${shown}`)}">${say('与本版的不同', 'What differs from this one')}</a>`;
      return html`<li><a href="${to(`/policy/${notice}/${version}`)}">${words}</a> ${difference}</li>`;
    },
  )}</ul></nav>`;
}
