/** What a page says of an edition that is no longer the newest, and of entries that have ended: how many and how, never who. */
import type { EndingClass } from '#contracts/vocabulary.ts';
import { type Html, html } from '#kernel/markup/html.ts';
import type { Edition } from '../lists/store.ts';
import type { Reading } from './reading.ts';
import { listName } from './words.ts';

const ENDED: Readonly<Record<EndingClass, readonly [string, string]>> = {
  expired: ['到期', 'expired'],
  repaired: ['已修复', 'repaired'],
  revoked: ['已撤销', 'revoked'],
  corrected: ['已更正', 'corrected'],
  'left-out': ['后一期不再列入', 'not on a later edition'],
  withdrawn: ['撤下', 'withdrawn'],
};

/** Stands in the title of the page, so that a bookmark or a search result says so too; empty for the newest. */
export function supersededTitle({ say }: Reading, { number }: Edition, newest: number): string {
  return newest > number ? say(`（已由第${newest}期取代）`, ` (superseded by No. ${newest})`) : '';
}

/** On top of the page of an older edition. */
export function supersededNote(reading: Reading, { list, number }: Edition, newest: number): Html | '' {
  if (newest <= number) return '';
  const { say, to } = reading;
  return html`<p class="superseded" role="note">${say(
    `本期是旧期，已由第${newest}期取代，不能用来说明谁现在在榜。现行名单见`,
    `This is an old edition, superseded by No. ${newest}; it does not say who is listed now. The list in force: `,
  )}<a href="${to(`/lists/${list}`)}">${listName(reading, list)}${say(`第${newest}期`, `, No. ${newest}`)}</a>${say('。', '.')}</p>`;
}

/** Entries that have ended are counted by how; their names are not shown again. */
export function endedNote(
  { say }: Reading,
  { entry_count }: Edition,
  endings: readonly { readonly why: EndingClass; readonly count: number }[],
): Html | '' {
  if (endings.length === 0) return '';
  const all = endings.reduce((sum, { count }) => sum + count, 0);
  return html`<p class="ended">${say(
    `发布时 ${entry_count} 家，到今天已有 ${all} 家不再有效：${endings.map(({ why, count }) => `${ENDED[why][0]} ${count} 家`).join('，')}。依法不再列出名称。`,
    `${entry_count} when published; ${all} of them have ended until today: ${endings.map(({ why, count }) => `${count} ${ENDED[why][1]}`).join(', ')}. They are not named again.`,
  )}</p>`;
}
