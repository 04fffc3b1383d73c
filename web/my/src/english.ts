/** English for the Chinese texts of these pages; each area brings its own. What is missing is shown in Chinese. */
import type { Dictionary } from '../../shared/language.tsx';
import { BENEFITS_ENGLISH } from './areas/benefits/english.ts';
import { COUNTER_ENGLISH } from './areas/counter/english.ts';
import { DATA_ENGLISH } from './areas/data/english.ts';
import { POINTS_ENGLISH } from './areas/points/english.ts';
import { REPORT_ENGLISH } from './areas/report/english.ts';
import { RIGHTS_ENGLISH } from './areas/rights/english.ts';

import { PROVIDER_ENGLISH } from './provider/english.ts';

const FRAME: Dictionary = {
  我的信用: 'My credit',
  跳到正文: 'Skip to content',
  退出: 'Sign out',
  首页: 'Home',
  信用公示网站: 'Public credit website',
  政策和计分规则: 'Policy and points rules',
  现在以谁的名义: 'Acting for',
  '本人：{name}': 'Myself: {name}',
  '查看关于您本人或者您单位的信用信息，办理报送、积分、优惠和权益事项。':
    'See what is recorded about you or your organisation; report, use points and benefits, and exercise your rights.',
  用统一身份认证登录: 'Sign in with the city’s identity service',
  '须是经过实名认证的账号。这里不设口令，也不保存您的口令。':
    'Your account must be verified. We set no password here and never keep yours.',
  重新登录: 'Sign in again',
  重试: 'Try again',
  依据: 'Basis',
  '：': ': ',
  '涉及的文字：{words}。': ' The words: {words}.',
  '正在载入……': 'Loading…',
  页面没有打开: 'The page did not open',
  '可能是网络断开了。请检查网络后重试；已经填写的内容还在。':
    'The connection may be broken. Please check it and try again; what you entered is still there.',
  没有这个页面: 'No such page',
  '地址可能写错了，或者页面已经改了位置。请从首页进入。':
    'The address may be mistyped, or the page has moved. Please start from the home page.',
  '统一社会信用代码 {number}': 'Unified social credit code {number}',
  '证件号码 {number}': 'Document number {number}',
  '您正在以单位代表的身份办理。': 'You are acting as a representative of this organisation.',
  可以办理的事: 'What you can do here',
  以谁的名义: 'Acting for whom',
  '这里是您本人的，与单位无关。': 'This is your own and has nothing to do with the organisation.',
  改为本人办理: 'Act for myself',
  '{count} 条未读': '{count} unread',
  '网络断开了。已经打开和填写的内容还在本页，恢复以后接着办。':
    'The connection is gone. What is open and what you entered stays on this page; go on when it is back.',
  '正在重试……': 'Trying again…',
  '请检查网络后重试；尚未保存的内容仍在本页。':
    'Please check the connection and try again; what is not yet saved is still on this page.',
  页面出错了: 'The page went wrong',
  服务器没有正常答复: 'The server did not answer properly',
  '请刷新页面重试；如仍出错，请联系系统管理员。':
    'Please reload the page; if it happens again, contact the administrator.',
  '有异议，处理中': 'objection open',
  我的登录: 'My sessions',
  '不认识的，或者在公用电脑上忘了退出的，在这里结束。结束以后那里须重新登录。':
    'End here what you do not know, or forgot to sign out of on a shared computer. There one has to sign in again.',
  信用平台: 'Platform',
  积分系统: 'Points system',
  结束其他全部登录: 'End all others',
  '没有其他登录。': 'There are no others.',
  '已结束 {count} 个登录。': '{count} {count|session|sessions} ended.',
  没有说明的浏览器: 'Browser that does not say',
  本浏览器: 'This browser',
  登录于: 'Signed in',
  最近使用: 'last used',
  结束这个登录: 'End this session',
  '登录已过期，请重新登录': 'Your session is over: sign in again',
  '本页填写的内容还在。登录在另一页进行，完成后回到本页接着办。':
    'What you entered is still on this page. The sign-in opens in another page; go on here when it is done.',
  '须用同一个账号登录；换了账号，本页的内容会清除。':
    'Sign in with the same account; with another one this page is cleared.',
  去登录: 'Sign in',
  我已登录: 'I have signed in',
  稍后: 'Later',
  已登录: 'Signed in',
  '请关闭本页，回到原来的那一页接着办理。': 'Close this page and go on with the one you came from.',
  '已报送，等待审核': 'Reported, waiting for review',
  '已补正，等待审核': 'Corrected, waiting for review',
  '已审核，等待认定': 'Reviewed, waiting for determination',
  '已告知，等您陈述申辩': 'Notice served: you may answer',
};

export const ENGLISH: Dictionary = {
  ...FRAME,
  ...BENEFITS_ENGLISH,
  ...PROVIDER_ENGLISH,
  ...COUNTER_ENGLISH,
  ...DATA_ENGLISH,
  ...POINTS_ENGLISH,
  ...REPORT_ENGLISH,
  ...RIGHTS_ENGLISH,
};
