/** The questions of a report, one per page, in their order, and which of them this report needs. */
import type { OwnReportForm } from '#contracts/own-reports.ts';

const STEPS = ['kind', 'place', 'when', 'what', 'more', 'proof', 'check'] as const;
export type Step = (typeof STEPS)[number];

export type Asked = OwnReportForm['kinds'][number]['asks'];

export const TITLES: Readonly<Record<Step, string>> = {
  kind: '您做了哪一类事？',
  place: '事情发生在哪里？',
  when: '是哪一天？',
  what: '具体做了什么？',
  more: '还需要知道',
  proof: '上传证明',
  check: '核对并提交',
};

/** `more` only where the kind asks for more. */
export const neededSteps = (asks: Asked): readonly Step[] =>
  STEPS.filter((step) => step !== 'more' || asks.includes('sex') || asks.includes('issuingCountry'));
