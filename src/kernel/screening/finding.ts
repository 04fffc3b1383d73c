/** What a screen found in a text that people typed, and where: never the words or digits themselves, so that a finding may be kept. */
import type { Said } from '../refusal/said.ts';

/** Kinds of numbers that name a person or a person's account; what is found says which, never the digits. */
export const NUMBER_TITLES = {
  'identity-number': { zh: '身份证号码', en: 'an identity number' },
  passport: { zh: '护照号码', en: 'a passport number' },
  permit: { zh: '通行证、居留证件号码', en: 'the number of a travel or residence permit' },
  'service-card': { zh: '军官证、士兵证、警官证号码', en: 'the number of an officer’s, soldier’s or police card' },
  telephone: { zh: '个人电话号码', en: 'a person’s telephone number' },
  'bank-card': { zh: '银行卡号', en: 'a bank card number' },
} as const satisfies Record<string, Said>;

export type NumberKind = keyof typeof NUMBER_TITLES;

interface Place {
  /** characters `from` (counted from 0) up to, not with, `to` of the text as it was given */
  readonly from: number;
  readonly to: number;
}

export interface NumberFinding extends Place {
  readonly what: 'number';
  readonly kind: NumberKind;
}

export interface WordsFinding extends Place {
  readonly what: 'never-collect';
  /** rule and category of the pack */
  readonly ruleId: string;
  readonly category: string;
  readonly citation: string;
}

export type Finding = NumberFinding | WordsFinding;
