/** Checking a report by its code: what was issued, when, whether it still holds, what has changed since. */
import { type Html, html } from '#kernel/markup/html.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { verifyReport } from '../reports/service.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { code as codeGroups } from './words.ts';

export function verifyForm(reading: Reading): Page {
  const { say } = reading;
  return {
    title: say('核验报告', 'Check a report'),
    section: 'none',
    body: html`<h1>${say('核验报告', 'Check a report')}</h1>
<p class="lead">${say('输入报告上的 20 位编码，可以知道报告是否由本网站出具、何时出具、所载内容至今有无变化。', 'Enter the 20 characters printed on the report to learn whether this site issued it, when, and whether it still holds.')}</p>
${form(reading)}
${offline(reading)}`,
  };
}

export async function verifyPage(reading: Reading, typed: string): Promise<Page> {
  const { say, to, day, original } = reading;
  const report = await verifyReport(reading, typed);
  const { gone, changed, added } = report.since;
  const lines = [
    gone > 0
      ? say(`${gone} 项已到期、修复或者撤下，不再展示`, `${gone} no longer shown: expired, repaired or withdrawn`)
      : '',
    changed > 0
      ? say(
          `${changed} 项的内容或者异议标注有变化`,
          `${changed} changed, or were marked with an objection, or no longer are`,
        )
      : '',
    added > 0 ? say(`新增 ${added} 项`, `${added} new`) : '',
    !report.holds && gone + changed + added === 0
      ? say('名称、区域等登记信息有变化', 'name, area or registration changed')
      : '',
  ].filter((line) => line !== '');
  return {
    title: say('核验报告', 'Check a report'),
    section: 'none',
    body: html`<article>
<header class="title">
<p class="kicker">${say('核验报告', 'Check a report')}</p>
<h1>${report.holds ? say('由本网站出具，至今没有变化', 'Issued by this site, and still holds') : say('由本网站出具，之后有变化', 'Issued by this site; things have changed since')}</h1>
</header>
<dl class="facts">
<div><dt>${say('编码', 'Code')}</dt><dd><code>${report.code}</code></dd></div>
<div><dt>${say('出具日期', 'Issued on')}</dt><dd>${day(localDateAt(new Date(report.issuedAt)))}</dd></div>
<div><dt>${say('统一社会信用代码', 'Unified social credit code')}</dt><dd>${codeGroups(report.uscc)}</dd></div>
${report.name === null ? html`<div><dt>${say('目前', 'Today')}</dt><dd>${say('本网站没有该代码的公开信息。', 'Nothing about this code is public.')}</dd></div>` : html`<div><dt>${say('名称', 'Name')}</dt><dd><a href="${to(`/organisations/${report.uscc}`)}">${original(report.name)}</a></dd></div>`}
${lines.length > 0 ? html`<div><dt>${say('之后的变化', 'Since then')}</dt><dd><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></dd></div>` : ''}
</dl>
<p>${say('请核对报告上的名称、代码和编码与本页是否一致。不再展示的内容，任何单位不得继续使用。', 'Compare name, code and number of the report with this page. What is no longer shown may not be used by anybody.')}</p>
${offline(reading)}
</article>`,
  };
}

const form = ({ say, to }: Reading): Html => html`<form class="search" action="${to('/verify')}" method="get">
<label for="code">${say('报告编码', 'Code of the report')}</label>
<div><input id="code" name="code" type="text" maxlength="40" autocomplete="off" required>
<button type="submit">${say('核验', 'Check')}</button></div>
</form>`;

const offline = ({ say, to }: Reading): Html =>
  html`<p><small>${say('报告文件本身带有数字签名，不联网也能核验：', 'The file is signed and can be checked without a network: ')}<code>npx xinheng report verify ${say('文件', 'FILE')} --key ${say('公钥', 'KEY')}</code>${say('，公钥见', '. The key is under ')}<a href="${to('/open-data#signature')}">${say('开放数据', 'open data')}</a>${say('。', '.')}</small></p>`;
