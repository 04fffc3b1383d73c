/** Names of natural persons: Han in all its extensions, names with `·`, and Latin names of foreigners. */
import type { RemarkCode } from '../reasons.ts';
import { type Obscured, obscuredPerson } from './obscured-name.ts';
import { type Several, severalPeople } from './several-names.ts';
import { BLANKS, inCommonCharacters, withoutInvisible } from './strange-characters.ts';

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

/** characters; Arabic, Spanish and Indian names in full have up to a hundred letters, others at most half of that */
const LONGEST = { latin: 100, other: 50 };
/** as typed, with blanks; whatever is longer is looked at no further */
const LONGEST_TYPED = 200;
/** without radicals and compatibility forms, which are Han by script */
const HAN_ONLY = /^[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{2ebef}\u{30000}-\u{323af}]{2,6}$/u;
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
/** dots seen between the parts of a name, the full stop only between Han characters */
const DOTS = /[·•‧∙⋅・･•∘˙․·]/gu;
/** a disc is a dot between whole parts; beside a single character it may be a mask (obscured-name.ts) */
const DISC = /(?<=\p{L}{2})●(?=\p{L}{2})/gu;
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
  if (HAN_ONLY.test(raw)) return checkLegible(raw, []);
  const seen = withoutInvisible(raw);
  const common = inCommonCharacters(seen);
  const written = withDots(common);
  const remarks: RemarkCode[] = [];
  if (seen !== raw) remarks.push('text.spaces');
  if (common !== seen) remarks.push('text.mapped');
  if (written !== common) remarks.push('name.dot_normalised');
  return checkLegible(written, remarks);
}

/** Before compatibility forms are resolved, which make ˙ a blank with an accent and ․ a full stop. */
const withDots = (text: string): string => text.replaceAll(DISC, '·').replaceAll(DOTS, '·');

function checkLegible(raw: string, remarks: RemarkCode[]): PersonNameVerdict {
  const obscured = obscuredPerson(raw);
  const several = severalPeople(raw);
  if (obscured === 'certain' || several === 'certain') return { ok: false, reason: 'name.invalid' };
  if (HAN_ONLY.test(raw) && !PLACEHOLDERS.test(raw)) {
    return { ok: true, name: raw as PersonName, remarks, ...doubtOf(obscured, several) };
  }
  const halfWidth = raw.replaceAll(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
  const latin = /^[^\p{Script=Han}]*$/u.test(halfWidth);
  const spaced =
    latin || several !== undefined ? halfWidth.replaceAll(BLANKS, ' ').trim() : halfWidth.replaceAll(BLANKS, '');
  if (spaced === '') return { ok: false, reason: 'name.missing' };
  const name = withDots(spaced).replaceAll(HAN_STOP, '·');
  if (halfWidth !== raw) remarks.push('text.fullwidth');
  if (spaced !== halfWidth && !remarks.includes('text.spaces')) remarks.push('text.spaces');
  if (name !== spaced && !remarks.includes('name.dot_normalised')) remarks.push('name.dot_normalised');
  if (
    [...name].length > (latin ? LONGEST.latin : LONGEST.other) ||
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
  const written = withDots(inCommonCharacters(withoutInvisible(raw)));
  if (severalPeople(written) === 'certain') return 'name.several';
  return obscuredPerson(written) === 'certain' ? 'name.obscured' : undefined;
}
