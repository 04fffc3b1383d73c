/** States of an own report as one says them to who waits for it. */
import type { OwnReportSummary } from '#contracts/own-reports.ts';

type State = OwnReportSummary['state'];

export const STATES: Readonly<Record<State, string>> = {
  reported: '已提交，正在核对',
  corrected: '已补正，正在核对',
  returned: '请您补正',
  reviewed: '核对通过，等待认定',
  'notice-served': '办理中',
  'response-received': '办理中',
  'response-considered': '办理中',
  determined: '已认定',
  lapsed: '期限已过，未形成记录',
  withdrawn: '您已撤回',
  refused: '没有认定',
};

export const MARKS: Readonly<Partial<Record<State, string>>> = {
  determined: 'good',
  returned: 'warn',
  refused: 'warn',
};

export const SEX_WORDS = { male: '男', female: '女' } as const;
