/** What the notice and its lists rest on, with days and with what is not confirmed: on the policy page and beside each list. */

import { type Html, html } from '#kernel/markup/html.ts';
import { type Basis, basisGap } from '#kernel/policy/list-basis.ts';
import type { SubjectList } from '#kernel/policy/policy.ts';
import type { Reading } from './reading.ts';
import { noticeOf } from './words.ts';

export function bases(reading: Reading): Html | '' {
  const { policy } = reading.context;
  if (policy.bases.length === 0) return '';
  const { say } = reading;
  return html`<section aria-labelledby="bases"><h2 id="bases">${say('依据的文件', 'What it rests on')}</h2>
<ul>${policy.bases.map((basis) => html`<li>${one(reading, basis)}</li>`)}</ul></section>`;
}

function one({ say, original, language, day }: Reading, basis: Basis): Html {
  const { title, titleEn, issuer, issuedOn, from, until, confirmed } = basis;
  const note = language === 'en' ? basis.noteEn : basis.note;
  const issued = issuedOn === null ? say('发文日期未核实', 'day of issue not confirmed') : day(issuedOn);
  const said: (Html | string)[] = [original(issuer), issued];
  if (from !== null) said.push(html`${say('', 'in force from ')}${day(from)}${say('起施行', '')}`);
  if (until !== undefined) said.push(html`${say('', 'until ')}${day(until)}${say('失效', '')}`);
  const doubt = html`${say('；', '; ')}<strong>${say('未核实', 'not confirmed')}</strong>`;
  return html`${language === 'en' ? titleEn : original(title)}<small>${say('（', ' (')}${said.map((words, index) => html`${index > 0 ? say('，', ', ') : ''}${words}`)}${confirmed ? '' : doubt}${note ? html`${say('：', ': ')}${note}` : ''}${say('）', ')')}</small>`;
}

/** What the list itself rests on, or what is missing; nothing where no law asks for any. */
export function basisOfList(reading: Reading, list: SubjectList | undefined): Html | '' {
  if (!list?.requires.legalBasis) return '';
  const { today, say } = reading;
  const { legalBasis } = list.requires;
  const basis = noticeOf(reading, list.clause).bases.find(({ id }) => id === legalBasis.basis);
  const gap = basisGap(list, today);
  const name = say(list.plainTitle, list.plainTitleEn);
  if (gap === 'missing')
    return html`<p>${say(`列入${name}须有法律、法规依据，依据登记之前不会发布。`, `A ${name} needs a law or regulation of its own; until one is recorded, none is published.`)}</p>`;
  const words = {
    'not-yet': say('依据尚未施行，不会发布。', 'It is not in force yet, and nothing is published.'),
    ended: say('依据已经失效，不再列入、发布。', 'It has ended: nobody is listed any more.'),
  };
  return html`<p>${say('设列依据：', 'The list rests on: ')}${basis ? one(reading, basis) : reading.original(legalBasis.citation ?? '')} ${gap === null ? '' : words[gap]}</p>`;
}
