/** How a case stands and what one shows for oneself, as officers say it wherever a case is shown. */
import type { CaseDetail } from '#contracts/determination.ts';

export type CaseState = CaseDetail['state'];

export const STATES: Readonly<Record<CaseState, string>> = {
  reported: '待审核',
  corrected: '更正后待审核',
  returned: '待补正',
  reviewed: '已审核',
  'notice-served': '已告知，待陈述申辩',
  'response-received': '待审查陈述申辩',
  'response-considered': '已审查陈述申辩',
  determined: '已认定',
  lapsed: '期限已过',
  withdrawn: '已撤回',
  refused: '未予认定',
};

export const STATE_COLOURS: Readonly<Record<CaseState, string>> = {
  reported: 'blue',
  corrected: 'blue',
  returned: 'orange',
  reviewed: 'cyan',
  'notice-served': 'purple',
  'response-received': 'purple',
  'response-considered': 'purple',
  determined: 'green',
  lapsed: 'default',
  withdrawn: 'default',
  refused: 'default',
};

export const DOCUMENTS: Readonly<Record<string, string>> = {
  'resident-id': '居民身份证',
  'residence-permit': '港澳台居民居住证',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'permanent-residence': '外国人永久居留身份证',
  passport: '护照',
};
