/** Of providers, benefits, points accounts and consent. */
import { type ProblemText, problem } from './problem-text.ts';

export const POINTS_PROBLEMS = {
  'provider.not_found': problem(
    404,
    '没有这家优惠服务单位',
    'There is no such provider',
    '请从优惠服务单位列表中选取。',
    'Choose one from the list of providers.',
  ),
  'provider.account_taken': problem(
    409,
    '账号已登记在另一家单位名下',
    'The account belongs to another provider',
    '请换一个账号，或者先变更另一家单位的登记。',
    'Use another account, or alter the other registration first.',
  ),
  'provider.unknown_account': problem(
    403,
    '此账号没有登记为优惠服务单位的经办账号',
    'This account is registered with no provider',
    '请联系信用主管部门，在优惠服务单位的登记中加入此账号。',
    'Ask the credit office to add this account to the provider’s registration.',
  ),
  'benefit.unknown': problem(
    404,
    '没有这项优惠',
    'There is no such benefit',
    '请从优惠列表中选取；优惠可能已经到期。',
    'Choose one from the list; an offer may have ended.',
  ),
  'benefit.not_unlocked': problem(
    409,
    '目前不能出示这项优惠的核验码',
    'A code for this benefit cannot be shown at present',
    '基本服务照常办理，不受影响。',
    'The basic service is there for you as for everybody.',
  ),
  'account.not_found': problem(
    404,
    '尚未开通积分账户',
    'There is no points account',
    '阅读授权说明并同意后即可开通。',
    'Read the consent text and agree to open one.',
  ),
  'account.adults_only': problem(
    403,
    '年满十八周岁方可开通',
    'Adults only',
    '年满十八周岁后再办理。',
    'Come back at eighteen.',
  ),
  'account.real_name_required': problem(
    403,
    '未完成实名认证',
    'Real-name verification is required',
    '请先在登录服务中完成实名认证，再回来办理。',
    'Complete the real-name verification where you sign in, then come back.',
  ),
  'consent.text_outdated': problem(
    409,
    '授权说明已更新',
    'The consent text has changed',
    '请重新阅读最新的授权说明后再同意。',
    'Read the newest text, then agree.',
  ),
  'consent.required': problem(
    403,
    '尚未取得本人同意',
    'Consent is required',
    '请由本人阅读说明并单独同意后再办理。',
    'The person reads the text and agrees separately first.',
  ),
  'consent.already': problem(
    409,
    '已经同意过',
    'Consent has been given already',
    '无需重复办理；如需撤回，请到“我的授权”。',
    'Nothing to do; to withdraw it, go to "My consents".',
  ),
} as const satisfies Record<string, ProblemText>;
