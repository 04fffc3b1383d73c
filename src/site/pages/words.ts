/** Small phrases that several pages use. */

import { day, type Html, html } from '#kernel/markup/html.ts';
import type { Duration, Policy } from '#kernel/policy/policy.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { ListName } from '../database.ts';

export const LIST_NAMES: Readonly<Record<ListName, string>> = { red: '红榜', black: '黑榜' };

export const listTag = (list: ListName): Html => html`<span class="tag ${list}">${LIST_NAMES[list]}</span>`;

const UNITS: Readonly<Record<Duration['unit'], string>> = {
  'working-days': '个工作日',
  days: '日',
  months: '个月',
  years: '年',
};

export const duration = ({ amount, unit }: Duration): string => `${amount}${UNITS[unit]}`;

/** A code in groups that an eye can follow; copied text has no spaces in it, the groups are only spans. */
export function code(uscc: string): Html {
  const groups = [uscc.slice(0, 2), uscc.slice(2, 8), uscc.slice(8, 17), uscc.slice(17)];
  return html`<span class="code">${groups.map((group) => html`<span>${group}</span>`)}</span>`;
}

export const until = (date: string | null): Html => (date === null ? html`长期` : html`至${day(date)}`);

export const objectionTag = (open: boolean): Html | '' =>
  open ? html` <span class="objection">异议处理中</span>` : '';

/** How to object, with the periods in force on the day. */
export function objectionGuide(policy: Policy, today: LocalDate): Html {
  const own = policy.timerOn('objection-own', today);
  const withProvider = policy.timerOn('objection-with-provider', today);
  return html`<p>认为公示内容有错误、遗漏，或者侵犯合法权益的，可以向<strong>认定部门</strong>提出，也可以直接向<strong>${policy.names.creditOffice}</strong>提出。</p>
<ul>
<li>受理后立即在该条信息旁标注“异议处理中”，直到处理完毕。</li>
<li>能够自行核实的，${duration(own)}内答复；需要信息提供单位核实的，${duration(withProvider)}内答复。</li>
<li>核实有误的，予以更正或撤下，并通知所有接收过该信息的系统。</li>
</ul>
<p><small>依据：${own.citation}</small></p>`;
}
