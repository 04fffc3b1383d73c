/** Names of organisations: cleaned for storing, folded for comparing with the directory. A name never identifies (条例 16). */
import type { RemarkCode } from '../reasons.ts';
import { dateShape } from '../time/date-shape.ts';
import { obscuredOrganisation } from './obscured-name.ts';
import { severalOrganisations } from './several-names.ts';
import { inCommonCharacters, withoutInvisible } from './strange-characters.ts';

declare const organisationName: unique symbol;
export type OrganisationName = string & { readonly [organisationName]: true };

export type OrganisationNameVerdict =
  | {
      readonly ok: true;
      readonly name: OrganisationName;
      readonly remarks: readonly RemarkCode[];
      /** perhaps two organisations */
      readonly doubt?: 'several';
    }
  | { readonly ok: false; readonly reason: 'name.missing' | 'name.invalid' };

const LONGEST = 120;
/** as typed, with blanks; whatever is longer is looked at no further */
const LONGEST_TYPED = 400;
const CONTROLS = /[\u0000-\u001f\u007f]/gu;
/** the code in the wrong column, a formula or an address, a name made unrecognisable or lost in conversion */
const NO_NAME = /^[0-9A-Z]{15,18}$|^[=@]|:\/\/|\*{2}|[?？]{2}/iu;
const PLACEHOLDERS = /^(无|未知|不详|测试|匿名|同上|test|null|none|n\/a|-+)$/iu;

export function checkOrganisationName(raw: string): OrganisationNameVerdict {
  if (raw.length > LONGEST_TYPED) return { ok: false, reason: 'name.invalid' };
  const seen = withoutInvisible(raw.replaceAll(CONTROLS, ''));
  const common = inCommonCharacters(seen);
  const name = common.replaceAll(/[\s\u3000]+/gu, ' ').trim();
  if (name === '') return { ok: false, reason: 'name.missing' };
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  if (
    letters < 2 ||
    [...name].length > LONGEST ||
    name.includes('\ufffd') ||
    NO_NAME.test(name) ||
    PLACEHOLDERS.test(name) ||
    dateShape(name) === 'certain' ||
    obscuredOrganisation(name) === 'certain'
  ) {
    return { ok: false, reason: 'name.invalid' };
  }
  const several = severalOrganisations(inCommonCharacters(raw));
  if (several === 'certain') return { ok: false, reason: 'name.invalid' };
  return {
    ok: true,
    name: name as OrganisationName,
    remarks: name === raw ? [] : common === seen ? ['name.cleaned'] : ['text.mapped'],
    ...(several === 'perhaps' ? { doubt: 'several' } : {}),
  };
}

/** What a person should be told of a name that is refused, beside that it is; undefined where the reason says it all. */
export function whyNoOrganisationName(raw: string): Extract<RemarkCode, 'name.several' | 'name.obscured'> | undefined {
  if (severalOrganisations(raw) === 'certain') return 'name.several';
  return obscuredOrganisation(raw) === 'certain' ? 'name.obscured' : undefined;
}

/**
 * The form in which two spellings of one name are equal: NFKC (full-width letters and brackets), upper case, without
 * blanks, quotes, dots and trailing marks. Only for comparing under one and the same code.
 */
export function comparisonName(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[〔［【]/gu, '(')
    .replaceAll(/[〕］】]/gu, ')')
    .replaceAll(/[\s.,，。、·•・~～"'“”‘’]/gu, '');
}
