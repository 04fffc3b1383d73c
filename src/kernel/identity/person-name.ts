/** Names of natural persons: Han in all its extensions, names with `·`, and Latin names of foreigners. */
import type { RemarkCode } from '../reasons.ts';
import { BLANKS } from './text.ts';

declare const personName: unique symbol;
export type PersonName = string & { readonly [personName]: true };

export type PersonNameVerdict =
  | { readonly ok: true; readonly name: PersonName; readonly remarks: readonly RemarkCode[] }
  | { readonly ok: false; readonly reason: 'name.missing' | 'name.invalid' };

const LONGEST = 50;
const HAN_ONLY = /^\p{Script=Han}{2,6}$/u;
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
/** dots seen between the parts of a name, the full stop only between Han characters */
const DOTS = /[·•‧∙⋅・･•∘]/gu;
const HAN_STOP = /(?<=\p{Script=Han})[.．。](?=\p{Script=Han})/gu;
const ALLOWED = /^[\p{L}\p{M}][\p{L}\p{M}·' ,.’-]*$/u;
const PLACEHOLDERS =
  /^(无|无名|无名氏|匿名|未知|不详|佚名|保密|测试|姓名|同上|本人|某人|test|null|none|n\/a|unknown|x+)$/iu;
/** 张某, 李某某, 王××: a name made unrecognisable matches nobody */
const ANONYMISED = /某|[×＊*?？]/u;

export function checkPersonName(raw: string): PersonNameVerdict {
  if (HAN_ONLY.test(raw) && !ANONYMISED.test(raw) && !PLACEHOLDERS.test(raw)) {
    return { ok: true, name: raw as PersonName, remarks: [] };
  }
  const remarks: RemarkCode[] = [];
  const halfWidth = raw.replaceAll(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
  const latin = /^[^\p{Script=Han}]*$/u.test(halfWidth);
  const spaced = latin ? halfWidth.replaceAll(BLANKS, ' ').trim() : halfWidth.replaceAll(BLANKS, '');
  if (spaced === '') return { ok: false, reason: 'name.missing' };
  const name = spaced.replaceAll(DOTS, '·').replaceAll(HAN_STOP, '·');
  if (halfWidth !== raw) remarks.push('text.fullwidth');
  if (spaced !== halfWidth) remarks.push('text.spaces');
  if (name !== spaced) remarks.push('name.dot_normalised');
  if (
    [...name].length > LONGEST ||
    [...name].length < 2 ||
    !ALLOWED.test(name) ||
    ANONYMISED.test(name) ||
    PLACEHOLDERS.test(name) ||
    /·$|··/u.test(name)
  ) {
    return { ok: false, reason: 'name.invalid' };
  }
  return { ok: true, name: name as PersonName, remarks };
}
