/** English for the console's Chinese texts; each area brings its own. What is missing is shown in Chinese. */
import type { Dictionary } from '../../shared/language.tsx';
import { ABSENCE_ENGLISH } from './areas/absence/english.ts';
import { AUDIT_ENGLISH } from './areas/audit/english.ts';
import { BATCHES_ENGLISH } from './areas/batches/english.ts';
import { CASES_ENGLISH } from './areas/cases/english.ts';
import { COUNTER_ENGLISH } from './areas/counter/english.ts';
import { DELIVERIES_ENGLISH } from './areas/deliveries/english.ts';
import { ENACTING_ENGLISH } from './areas/enacting/english.ts';
import { HOME_ENGLISH } from './areas/home/english.ts';
import { LISTS_ENGLISH } from './areas/lists/english.ts';
import { OFFICERS_ENGLISH } from './areas/officers/english.ts';
import { POLICY_ENGLISH } from './areas/policy/english.ts';
import { PROVIDERS_ENGLISH } from './areas/providers/english.ts';
import { RIGHTS_ENGLISH } from './areas/rights/english.ts';
import { SIGN_IN_ENGLISH } from './areas/sign-in/english.ts';
import { SUPERVISION_ENGLISH } from './areas/supervision/english.ts';
import { PARTS_ENGLISH } from './parts/english.ts';

const FRAME: Dictionary = {
  '人员、单位、文书的名称，报送的内容和政策的依据，按原文显示。':
    'Names of people, departments and documents, what was reported, and the policy’s citations are on record in Chinese and shown as they are.',
  信衡工作台: 'Xinheng console',
  首页: 'Home',
  退出: 'Sign out',
  '请先登录。': 'Please sign in first.',
  重试: 'Try again',
  '代{officer}·{role}，至 {until}': 'for {officer} · {role}, until {until}',
  跳到正文: 'Skip to content',
  语言: 'Language',
  '请检查网络后重试；尚未保存的内容仍在本页。':
    'Please check the network and try again; what is not saved yet is still on this page.',
  服务器没有正常答复: 'The server did not answer properly',
  页面出错了: 'The page went wrong',
  '请刷新页面重试；如仍出错，请联系系统管理员。':
    'Please reload the page; if it happens again, contact the administrator.',
};

export const ENGLISH: Dictionary = {
  ...FRAME,
  ...ABSENCE_ENGLISH,
  ...AUDIT_ENGLISH,
  ...BATCHES_ENGLISH,
  ...CASES_ENGLISH,
  ...COUNTER_ENGLISH,
  ...DELIVERIES_ENGLISH,
  ...HOME_ENGLISH,
  ...LISTS_ENGLISH,
  ...OFFICERS_ENGLISH,
  ...ENACTING_ENGLISH,
  ...POLICY_ENGLISH,
  ...PROVIDERS_ENGLISH,
  ...RIGHTS_ENGLISH,
  ...SIGN_IN_ENGLISH,
  ...SUPERVISION_ENGLISH,
  ...PARTS_ENGLISH,
};
