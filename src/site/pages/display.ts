/**
 * Large type and high contrast without JavaScript. The choice is a cookie that only one small style sheet reads: every page stays the
 * same for everybody, so a cache in front may keep pages, and nobody is known by what they chose.
 */
import { CONTRASTS, TYPE_SIZES } from '#contracts/site-pages.ts';
import { html } from '#kernel/markup/html.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';

export const DISPLAY_COOKIE = 'display';

export interface Display {
  readonly type: (typeof TYPE_SIZES)[number];
  readonly contrast: (typeof CONTRASTS)[number];
}

/** Anything unexpected in the cookie means: as designed. */
export function displayOf(cookie: string | undefined): Display {
  const [type, contrast] = (cookie ?? '').split('.');
  return {
    type: TYPE_SIZES.find((one) => one === type) ?? 'normal',
    contrast: CONTRASTS.find((one) => one === contrast) ?? 'normal',
  };
}

export const cookieOf = ({ type, contrast }: Display): string => `${type}.${contrast}`;

const SIZES: Readonly<Record<Display['type'], string>> = {
  normal: '',
  large: 'html{font-size:125%}\n',
  larger: 'html{font-size:150%}\n',
};
const HIGH_CONTRAST = `:root{--paper:#fff;--ink:#000;--soft:#000;--line:#000;--wash:#fff;--red:#8b0000;--link:#00008b}
a{text-decoration-thickness:2px}.tag,.objection,.new,.empty,.note,.contents{border:2px solid #000}
`;

export const displayStyle = ({ type, contrast }: Display): string =>
  SIZES[type] + (contrast === 'high' ? HIGH_CONTRAST : '');

/** Only a page of this site: never another host, whatever stands in the address. */
export function safeReturn(address: string | undefined): string {
  return address && /^\/(?![/\\])[^\s\\\u0000-\u001f]*$/.test(address) ? address : '/';
}

export function displayPage(reading: Reading, now: Display): Page {
  const { say, to } = reading;
  const choice = (name: 'type' | 'contrast', value: string, words: string) =>
    html`<label class="choice"><input type="radio" name="${name}" value="${value}"${now[name] === value ? html` checked` : ''}> ${words}</label>`;
  return {
    title: say('显示设置', 'Display'),
    section: 'none',
    body: html`<h1>${say('显示设置', 'Display')}</h1>
<p class="lead">${say('选好后，本站所有页面都按此显示，直到您再次更改。', 'All pages of this site follow your choice until you change it.')}</p>
<form class="display" action="${to('/display/set')}" method="get">
<fieldset><legend>${say('字号', 'Type size')}</legend>${choice('type', 'normal', say('标准', 'Normal'))}${choice('type', 'large', say('大字', 'Large'))}${choice('type', 'larger', say('特大字', 'Very large'))}</fieldset>
<fieldset><legend>${say('对比度', 'Contrast')}</legend>${choice('contrast', 'normal', say('标准', 'Normal'))}${choice('contrast', 'high', say('高对比', 'High'))}</fieldset>
<p><button type="submit">${say('按此显示', 'Apply')}</button></p>
</form>
<p><small>${say('您的选择只记在您自己的浏览器里（一个名为 display 的 Cookie，不含任何身份信息）。浏览器自带的缩放同样有效。', 'Your choice is kept in your own browser only (a cookie named display that says nothing about you). The zoom of your browser works as well.')}</small></p>`,
  };
}

export function accessibilityPage(reading: Reading): Page {
  const { context, say, to } = reading;
  return {
    title: say('无障碍说明', 'Accessibility'),
    section: 'none',
    body: html`<article><h1>${say('无障碍说明', 'Accessibility')}</h1>
<p class="lead">${say('本站按《Web 内容无障碍指南》（WCAG 2.2）AA 级和 GB/T 37668 的要求制作，任何人、任何设备都应能读到全部内容。', 'This site is made to WCAG 2.2, level AA: everybody should be able to read all of it, on any device.')}</p>
<section aria-labelledby="does"><h2 id="does">${say('已经做到的', 'What works')}</h2>
<ul>
<li>${say('全部功能不依赖脚本，只用键盘即可操作；每页第一个链接可直接跳到正文。', 'Nothing needs scripts; everything works by keyboard; the first link of each page leads to its content.')}</li>
<li>${say('标题、表格、列表都有结构标记，读屏软件可以逐项朗读；图表同时是表格。', 'Headings, tables and lists are marked up for screen readers; every chart is a table as well.')}</li>
<li>${say('文字与背景对比度不低于 4.5:1；颜色从不单独承担含义，榜单、异议都有文字。', 'Text has a contrast of at least 4.5:1; colour never carries a meaning alone.')}</li>
<li>${say('可以选择', 'You may choose ')}<a href="${to('/display')}">${say('大字、特大字和高对比显示', 'large type and high contrast')}</a>${say('，放大到 400% 不需要左右滚动。', '; at 400% zoom nothing scrolls sideways.')}</li>
<li>${say('中英文页面标明语言，发布的原文保持中文。', 'Pages in Chinese and English say which language they are in; what was published stays in Chinese.')}</li>
<li>${say('页面可以直接打印。', 'Pages print as they are.')}</li>
</ul></section>
<section aria-labelledby="limits"><h2 id="limits">${say('还没有做到的', 'What does not yet')}</h2>
<p>${say('没有手语和语音版本；部门和单位名称、具体事项没有英文。', 'There is no sign-language or audio version; names and matters are in Chinese only.')}</p></section>
<section aria-labelledby="report"><h2 id="report">${say('遇到障碍怎么办', 'If something is in your way')}</h2>
<p>${say(`请告诉${context.policy.names.creditOffice}在哪一页、遇到什么障碍，也可以要求以纸质等其他方式提供同样的内容。`, 'Please tell the credit office which page and what; you may also ask for the same content on paper.')}</p></section>
</article>`,
  };
}
