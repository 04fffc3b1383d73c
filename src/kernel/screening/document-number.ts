/**
 * Numbers that name a person, hidden in free text: they would be stored in clear and, with an organisation's matter, published
 * (no-person-in-public, 个人信息保护法 28, 51). They belong into their own columns, where they are sealed. What is looked for, and what
 * is not held, stands in docs/decisions/063.
 */
import { bankCards } from './bank-card.ts';
import { readingsOf, signsOf } from './digit-runs.ts';
import type { NumberFinding, NumberKind } from './finding.ts';
import { identityNumbers } from './identity-number.ts';
import { letteredNumbers } from './lettered-number.ts';
import type { Sign } from './signs.ts';
import { telephoneNumbers } from './telephone-number.ts';

export interface NumberOptions {
  /** `any`: where a text is there to say how to reach somebody; elsewhere a person's own telephone number is refused */
  readonly telephones?: 'offices' | 'any' | undefined;
}

/** Six digits, however far apart: nearly every text has fewer. Numerals in Chinese are no `\p{N}`. */
const SIX_DIGITS =
  /(?:[\p{N}零○◯洞一壹壱弌幺二贰貳貮弐弍两三叁參叄参弎四肆亖五伍六陆陸七柒拐八捌九玖勾⼀⼆⼋][^\p{N}零○◯洞一壹壱弌幺二贰貳貮弐弍两三叁參叄参弎四肆亖五伍六陆陸七柒拐八捌九玖勾⼀⼆⼋]*){6}/u;

/** Every number found, one finding for a place, in the order of the text. */
export function documentNumbersIn(text: string, options: NumberOptions = {}): readonly NumberFinding[] {
  if (!SIX_DIGITS.test(text)) return [];
  const signs = signsOf(text);
  const readings = readingsOf(text, signs);
  const found = [
    ...readings.flatMap((reading) => [...identityNumbers(text, reading)]),
    ...[...letteredNumbers(signs, false), ...(signs.some(isChinese) ? letteredNumbers(signs, true) : [])],
    ...readings.flatMap((reading) => [...bankCards(reading)]),
    ...(options.telephones === 'any' ? [] : readings.flatMap((reading) => [...telephoneNumbers(text, reading)])),
  ];
  return withoutOverlaps(found).sort((one, other) => one.from - other.from);
}

const isChinese = ({ chinese }: Sign): boolean => chinese;

/** The first that names a place keeps it: an identity number is no telephone as well. */
function withoutOverlaps(found: readonly NumberFinding[]): NumberFinding[] {
  const kept: NumberFinding[] = [];
  for (const one of found) if (!kept.some(({ from, to }) => from < one.to && one.from < to)) kept.push(one);
  return kept;
}

/** Whether a number of an identity document stands in the text. */
export function holdsDocumentNumber(text: string, kinds: readonly NumberKind[] = ALL): boolean {
  return documentNumbersIn(text).some(({ kind }) => kinds.includes(kind));
}
const ALL: readonly NumberKind[] = ['identity-number', 'passport', 'permit', 'service-card', 'telephone', 'bank-card'];
