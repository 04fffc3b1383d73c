/** Deadlines kept, by month and by department, on the page of statistics: a table whose rows carry a bar, like every chart here. */
import { FEWEST_TOLD } from '#contracts/exchange.ts';
import type { PunctualityStep } from '#contracts/vocabulary.ts';
import { type Html, html } from '#kernel/markup/html.ts';
import { API } from '../opendata/datasets.ts';
import { listMonths, listPunctuality, type PunctualityRow } from '../punctuality/store.ts';
import { monthIn, type Reading } from './reading.ts';
import { duration } from './words.ts';

const MONTHS_SHOWN = 12;

const STEPS = [
  ['check', '报送事项的核对', 'Checks of what was reported'],
  ['request', '异议、信用修复、暂不纳入申请的办理', 'Objections, repair and relief'],
] as const;

export async function punctualitySection(reading: Reading): Promise<Html> {
  const { context, today, say, original } = reading;
  const months = await listMonths(context.database, MONTHS_SHOWN);
  const rows = months.length === 0 ? [] : await listPunctuality(context.database, months.at(-1));
  const check = context.policy.timerOn('data-check', today);
  return html`<section aria-labelledby="deadlines"><h2 id="deadlines">${say('期限遵守情况', 'Deadlines kept')}</h2>
<p>${say(
    `各部门办事有没有守住期限。期限届满日在哪个月就计入哪个月：按期办结的为按期，逾期办结和没有办结的都为逾期。报送事项须在${duration(reading, check)}内核对完毕。`,
    `Whether departments keep their own deadlines. Each counts in the month of its last day: done by then is kept, done later or not at all is missed. What is reported must be checked within ${duration(reading, check)}.`,
  )}<small>${say('依据：', 'Basis: ')}${original(check.citation)}</small></p>
${
  months.length === 0
    ? html`<p class="empty">${say('还没有统计过。每月结束后公布上月情况。', 'Not counted yet. Each month is published after its end.')}</p>`
    : STEPS.map(([step, zh, en]) =>
        stepTables(
          reading,
          say(zh, en),
          months,
          rows.filter((row) => row.step === step),
          step,
        ),
      )
}
<p class="note">${say(
    `只有数，没有单位，没有个人。一个部门一个月不足 ${FEWEST_TOLD} 件的不单列，几个部门合起来仍不足的不公布，以免从数字推知个案。每月结束后统计一次。`,
    `Counts only: no organisation, no person. A department with fewer than ${FEWEST_TOLD} in a month is not shown by itself, and several that together have fewer not at all, so that no figure tells of a single case. Each month is counted once, after its end.`,
  )} ${say('逐月逐部门的数据：', 'By month and department: ')}<a href="${API}/punctuality.csv">CSV</a> <a href="${API}/punctuality.json">JSON</a> <a href="${API}/punctuality.xlsx">XLSX</a></p>
</section>`;
}

interface Line {
  readonly key: string;
  readonly words: Html;
  readonly kept: number;
  readonly missed: number;
}

function stepTables(
  reading: Reading,
  title: string,
  months: readonly string[],
  rows: readonly PunctualityRow[],
  step: PunctualityStep,
): Html {
  const { say } = reading;
  const heading = html`<h3 id="deadlines-${step}">${title}</h3>`;
  if (rows.length === 0) {
    return html`${heading}<p class="empty">${say(
      `${spanOf(reading, months)}，每月都不足 ${FEWEST_TOLD} 件，不公布。`,
      `${spanOf(reading, months)}: fewer than ${FEWEST_TOLD} in every month, not published.`,
    )}</p>`;
  }
  const byMonth = months.map((month) => ({
    key: month,
    words: html`${monthIn(reading, month)}`,
    ...total(rows.filter((row) => row.month === month)),
  }));
  return html`${heading}
${table(reading, say(`${title}，按月`, `${title}, by month`), say('月份', 'Month'), byMonth)}
${table(reading, say(`${title}，按部门`, `${title}, by department`), say('部门', 'Department'), byDepartment(reading, rows))}
<details class="more"><summary>${say('逐月逐部门', 'By month and department')}</summary>${months.map((month) => monthTable(reading, month, rows))}</details>`;
}

function monthTable(reading: Reading, month: string, rows: readonly PunctualityRow[]): Html | '' {
  const of = rows.filter((row) => row.month === month);
  if (of.length === 0) return '';
  return table(reading, monthIn(reading, month), reading.say('部门', 'Department'), byDepartment(reading, of));
}

function spanOf(reading: Reading, months: readonly string[]): string {
  const [newest = '', oldest = newest] = [months[0], months.at(-1)];
  if (newest === oldest) return monthIn(reading, newest);
  return `${monthIn(reading, oldest)}${reading.say('至', ' to ')}${monthIn(reading, newest)}`;
}

/** The department with most deadlines first; those too small to be told apart, last. */
function byDepartment({ say, original }: Reading, rows: readonly PunctualityRow[]): Line[] {
  return [...Map.groupBy(rows, (row) => row.department)]
    .map(([department, of]) => ({
      key: department ?? '',
      words: department === null ? html`${say('其他部门合计', 'Other departments together')}` : original(department),
      ...total(of),
    }))
    .sort((a, b) => Number(a.key === '') - Number(b.key === '') || sizeOf(b) - sizeOf(a) || (a.key < b.key ? -1 : 1));
}

const total = (rows: readonly PunctualityRow[]) => ({
  kept: rows.reduce((sum, row) => sum + row.kept, 0),
  missed: rows.reduce((sum, row) => sum + row.missed, 0),
});

const sizeOf = ({ kept, missed }: Pick<Line, 'kept' | 'missed'>): number => kept + missed;

function table({ say }: Reading, caption: string, column: string, lines: readonly Line[]): Html {
  const [due, missed, share] = [say('到期', 'Due'), say('逾期', 'Missed'), say('按期率', 'Kept')];
  return html`<div class="table"><table class="chart kept"><caption>${caption}</caption>
<thead><tr><th scope="col">${column}</th><th scope="col" class="amount">${due}</th><th scope="col" class="amount">${missed}</th><th scope="col">${share}</th></tr></thead>
<tbody>${lines.map((line) =>
    sizeOf(line) === 0
      ? html`<tr><th scope="row">${line.words}</th><td colspan="3" class="few">${say(`不足 ${FEWEST_TOLD} 件，不公布`, `fewer than ${FEWEST_TOLD}, not published`)}</td></tr>`
      : html`<tr><th scope="row">${line.words}</th><td data-label="${due}" class="amount">${sizeOf(line).toLocaleString('en-US')}</td><td data-label="${missed}" class="amount">${line.missed.toLocaleString('en-US')}</td><td data-label="${share}">${bar(line)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Never rounded up to 100%: one that was missed stays to be seen. In tenths of a percent. */
export function shareKept({ kept, missed }: Pick<Line, 'kept' | 'missed'>): string {
  const tenths = Math.floor((kept * 1000) / (kept + missed));
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}%`;
}

function bar(line: Line): Html {
  const width = Math.floor((line.kept * 1000) / sizeOf(line)) / 10;
  return html`<span class="bar kept"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${width}" height="10"/></svg><b>${shareKept(line)}</b></span>`;
}
