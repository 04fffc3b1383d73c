/** The law beside the policy's values (079): what no city may go below, who says so, and whether that was checked against the source. */
import { type BesideFloor, besideFloor, besideWords } from '#kernel/floor/beside.ts';
import { type Html, html } from '#kernel/markup/html.ts';
import type { Reading } from './reading.ts';

/** Asked once for a page. */
export const floorsToday = ({ context, today }: Reading): readonly BesideFloor[] =>
  besideFloor(context.policy, context.law, today);

/** Beside one value: what is wanted of it, and whose rule that is. The stricter of several stands first; each is named. */
export function floorsOf(reading: Reading, floors: readonly BesideFloor[], at: readonly (string | number)[]): Html {
  const { say } = reading;
  const here = floors.filter(({ path }) => at.every((step, index) => path[index] === step));
  if (here.length === 0) return html`${say('没有规定', 'none')}`;
  return html`${here.map((one) => html`<span class="floor">${wanted(reading, one)}<small>${source(reading, one)}</small></span>`)}`;
}

const wanted = ({ language, context }: Reading, one: BesideFloor): string =>
  besideWords(one, context.law).wanted[language];

function source({ say, original }: Reading, { rule, floor }: BesideFloor): Html {
  const whose =
    floor.origin === 'product' ? say('本平台自行选定', 'this platform’s own choice') : say('法律规定', 'law');
  const unconfirmed =
    floor.status === 'unconfirmed' ? html` <span class="unconfirmed">${say('未核实', 'not confirmed')}</span>` : '';
  return html`${original(floor.source)}${say('（', ' (')}${whose}${rule.region === '' ? '' : say(`，${rule.jurisdiction.name}`, `, ${rule.jurisdiction.nameEn}`)}${say('）', ')')}${unconfirmed}`;
}

/** Every rule that stands over these values, with what the city has there. */
export function floorSection(reading: Reading, floors: readonly BesideFloor[]): Html {
  const { say, original, language, context } = reading;
  const [here, least, basis] = [say('这里的规定', 'Here'), say('底线', 'The floor'), say('依据', 'Basis')];
  const rows = [...Map.groupBy(floors, ({ rule }) => rule.id).values()].map((same) => {
    const [one] = same as [BesideFloor];
    const values = [...new Set(same.map((each) => besideWords(each, context.law).here[language]))];
    const title = language === 'en' ? html`${one.rule.titleEn}` : original(one.rule.title);
    return html`<tr><th scope="row">${title}</th><td data-label="${here}">${language === 'en' ? html`${values.join(' / ')}` : original(values.join('；'))}</td><td data-label="${least}">${wanted(reading, one)}</td><td data-label="${basis}">${source(reading, one)}</td></tr>`;
  });
  return html`<p>${say('本市的规定可以更有利于当事人，不得低于下列底线；低于底线的规定不能施行，已经施行的按底线执行。标“未核实”的，出处没有核对原文，底线照样执行。', 'A city may be milder to those concerned, never below these floors: a rule below cannot be enacted, and one enacted before runs with the floor under it. “Not confirmed”: the source was not read in full, and the floor holds all the same.')}</p>
<div class="table"><table class="plain"><caption>${say('今天适用的底线', 'Floors in force today')}</caption>
<thead><tr><th scope="col">${say('事项', 'For')}</th><th scope="col">${here}</th><th scope="col">${least}</th><th scope="col">${basis}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
