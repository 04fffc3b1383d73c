/** Statistics of what is shown today. Every chart is a table whose rows carry a bar: it reads the same without eyes for the bars. */
import { type Html, html } from '#kernel/markup/html.ts';
import { countShown, type Grouping, type Tally, tallyShown } from '../search/figures.ts';
import type { Page } from './layout.ts';
import { punctualitySection } from './punctuality.ts';
import { monthIn, type Reading } from './reading.ts';
import { areaName, figure, groundTitle, listHeading } from './words.ts';

const GROUPINGS: readonly (readonly [Grouping, string, string, string, string])[] = [
  ['department', '按认定部门', 'By department', '部门', 'Department'],
  ['area', '按区域', 'By area', '区域', 'Area'],
  ['ground', '按列入理由和信息类别', 'By ground and kind', '理由、类别', 'Ground or kind'],
  ['month', '按认定月份', 'By month of determination', '月份', 'Month'],
];

export async function statisticsPage(reading: Reading): Promise<Page> {
  const { context, today, say, day } = reading;
  const [counts, deadlines, ...tallies] = await Promise.all([
    countShown(context.database, today),
    punctualitySection(reading),
    ...GROUPINGS.map(([by]) => tallyShown(context.database, today, by)),
  ]);
  return {
    title: say('统计', 'Statistics'),
    section: 'statistics',
    description: say(
      '名单和良好信息按部门、区域、理由、月份的统计，各部门遵守期限的情况。',
      'Entries and good records by department, area, ground and month; how departments kept their deadlines.',
    ),
    body: html`<h1>${say('统计', 'Statistics')}</h1>
<p class="lead">${say('以下是', 'What is shown on ')}${day(today)}${say('正在公示的内容。到期和撤下的不再计入，因此数字会变小。', '. What expires or is withdrawn no longer counts, so figures may fall.')}</p>
<div class="figures">
${figure(counts.organisations, say('家可查单位', 'organisations'))}
${figure(counts.records, say('条良好信息', 'good records'))}
${reading.lists.all.map(({ id, plainTitle, plainTitleEn }) => figure(counts.lists[id] ?? 0, say(`家在${plainTitle}`, `on the ${plainTitleEn}`)))}
</div>
<nav class="contents" aria-label="${say('本页内容', 'On this page')}"><ul>${GROUPINGS.map(([by, zh, en]) => html`<li><a href="#${by}">${say(zh, en)}</a></li>`)}
<li><a href="#deadlines">${say('期限遵守情况', 'Deadlines kept')}</a></li></ul></nav>
${GROUPINGS.map(
  ([by, zh, en, columnZh, columnEn], index) => html`<section aria-labelledby="${by}"><h2 id="${by}">${say(zh, en)}</h2>
${chart(reading, say(zh, en), say(columnZh, columnEn), tallies[index] ?? [], (key) => keyWords(reading, by, key))}</section>`,
)}
${deadlines}`,
  };
}

function keyWords(reading: Reading, by: Grouping, key: string | null): Html {
  const { context, say, original } = reading;
  if (key === null) return html`${say('其他或未注明', 'Elsewhere or not stated')}`;
  if (by === 'area') return original(areaName(context.policy, key) ?? key);
  if (by === 'month') return html`${monthIn(reading, key)}`;
  if (by === 'ground') {
    const ground = context.policy.lists.flatMap(({ grounds }) => grounds).find(({ id }) => id === key);
    return ground ? groundTitle(reading, ground) : original(context.policy.findKind(key)?.plainTitle ?? key);
  }
  return original(key);
}

function chart(
  reading: Reading,
  caption: string,
  column: string,
  tallies: readonly Tally[],
  words: (key: string | null) => Html,
): Html {
  const { say, lists } = reading;
  if (tallies.length === 0)
    return html`<p class="empty">${say('目前没有可以统计的内容。', 'Nothing to count at present.')}</p>`;
  const most = Math.max(...tallies.flatMap((tally) => [tally.records, ...Object.values(tally.lists)]));
  const columns: readonly Counted[] = [
    { title: say('良好信息', 'Good records'), look: 'records', of: ({ records }) => records },
    ...lists.all
      .filter(({ id, polarity }) => polarity === 'good' || tallies.some((tally) => tally.lists[id]))
      .map(({ id, polarity }) => ({
        ...{ title: listHeading(reading, id), look: polarity },
        of: (tally: Tally) => tally.lists[id] ?? 0,
      })),
  ];
  return html`<div class="table"><table class="chart"><caption>${caption}</caption>
<thead><tr><th scope="col">${column}</th>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${tallies.map(
    (tally) =>
      html`<tr><th scope="row">${words(tally.key)}</th>${columns.map(({ title, look, of }) => html`<td data-label="${title}">${bar(of(tally), most, look)}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

interface Counted {
  readonly title: string;
  readonly look: string;
  readonly of: (tally: Tally) => number;
}

/** Drawn by the server: no script, and no style in the markup that the content policy would have to allow. */
function bar(count: number, most: number, look: string): Html {
  const width = most === 0 ? 0 : Math.round((count / most) * 1000) / 10;
  return html`<span class="bar ${look}"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${width}" height="10"/></svg><b>${count.toLocaleString('en-US')}</b></span>`;
}
