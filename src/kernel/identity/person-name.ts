/** Names of natural persons: Han in all its extensions, names with `·`, and Latin names of foreigners. */
import type { RemarkCode } from '../reasons.ts';
import { type Obscured, obscuredPerson } from './obscured-name.ts';
import { type Several, severalPeople } from './several-names.ts';
import { BLANKS } from './text.ts';

declare const personName: unique symbol;
export type PersonName = string & { readonly [personName]: true };

export type PersonNameVerdict =
  | {
      readonly ok: true;
      readonly name: PersonName;
      readonly remarks: readonly RemarkCode[];
      /** `several`: perhaps two people (the blank between them is kept); `obscured`: perhaps a character left out on purpose */
      readonly doubt?: NameDoubt;
    }
  | { readonly ok: false; readonly reason: 'name.missing' | 'name.invalid' };

export type NameDoubt = 'several' | 'obscured';

const LONGEST = 50;
/** as typed, with blanks; whatever is longer is looked at no further */
const LONGEST_TYPED = 200;
const HAN_ONLY = /^\p{Script=Han}{2,6}$/u;
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
/** dots seen between the parts of a name, the full stop only between Han characters */
const DOTS = /[·•‧∙⋅・･•∘]/gu;
const HAN_STOP = /(?<=\p{Script=Han})[.．。](?=\p{Script=Han})/gu;
const ALLOWED = /^[\p{L}\p{M}][\p{L}\p{M}·' ,.’-]*$/u;
const PLACEHOLDERS =
  /^(无|无名|无名氏|匿名|未知|不详|佚名|保密|测试|姓名|同上|本人|某人|test|null|none|n\/a|unknown|x+)$/iu;
/** a character lost in conversion */
const LOST = /[?？]/u;
/** between Chinese characters only the dot separates, and a name ends in a character */
const HAN_PUNCTUATION = /,|[^\p{L}\p{M}]$|[^\p{L}\p{M}]{2}/u;

export function checkPersonName(raw: string): PersonNameVerdict {
  if (raw.length > LONGEST_TYPED) return { ok: false, reason: 'name.invalid' };
  const obscured = obscuredPerson(raw);
  const several = severalPeople(raw);
  if (obscured === 'certain' || several === 'certain') return { ok: false, reason: 'name.invalid' };
  if (HAN_ONLY.test(raw) && !PLACEHOLDERS.test(raw)) {
    return { ok: true, name: raw as PersonName, remarks: [], ...doubtOf(obscured, several) };
  }
  const remarks: RemarkCode[] = [];
  const halfWidth = raw.replaceAll(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
  const latin = /^[^\p{Script=Han}]*$/u.test(halfWidth);
  const spaced =
    latin || several !== undefined ? halfWidth.replaceAll(BLANKS, ' ').trim() : halfWidth.replaceAll(BLANKS, '');
  if (spaced === '') return { ok: false, reason: 'name.missing' };
  const name = spaced.replaceAll(DOTS, '·').replaceAll(HAN_STOP, '·');
  if (halfWidth !== raw) remarks.push('text.fullwidth');
  if (spaced !== halfWidth) remarks.push('text.spaces');
  if (name !== spaced) remarks.push('name.dot_normalised');
  if (
    [...name].length > LONGEST ||
    [...name].length < 2 ||
    !ALLOWED.test(name) ||
    LOST.test(name) ||
    (!latin && HAN_PUNCTUATION.test(name)) ||
    PLACEHOLDERS.test(name) ||
    /·$|··/u.test(name)
  ) {
    return { ok: false, reason: 'name.invalid' };
  }
  return { ok: true, name: name as PersonName, remarks, ...doubtOf(obscured, several) };
}

const doubtOf = (obscured: Obscured | undefined, several: Several | undefined): { doubt?: NameDoubt } =>
  several ? { doubt: 'several' } : obscured ? { doubt: 'obscured' } : {};

/** What a person should be told of a name that is refused, beside that it is; undefined where the reason says it all. */
export function whyNoName(raw: string): Extract<RemarkCode, 'name.several' | 'name.obscured'> | undefined {
  if (severalPeople(raw) === 'certain') return 'name.several';
  return obscuredPerson(raw) === 'certain' ? 'name.obscured' : undefined;
}
