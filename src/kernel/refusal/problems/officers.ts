/** Of looks, officers and delegations; and of the system itself. */
import { type ProblemText, problem } from './problem-text.ts';

export const OFFICERS_PROBLEMS = {
  'purpose.required': problem(
    400,
    '未说明查询目的',
    'A purpose is required',
    '查看个人信息须选择查询目的，本人可以看到查询记录。',
    'Choose why you look: the person can see it.',
  ),
  'officer.unknown': problem(
    403,
    '该账号未登记为经办人',
    'This account is not registered as an officer',
    '请联系本单位管理员登记账号和岗位后再登录。',
    "Ask your department's administrator to register the account and its roles, then sign in again.",
  ),
  'officer.exists': problem(
    409,
    '该账号已登记为经办人',
    'This account is already registered as an officer',
    '无需重复登记：在岗的，在名册中变更岗位；已停用的，在名册的“已停用”中恢复。',
    'Nothing to register: change the roles in the register, or restore the officer there if dismissed.',
  ),
  'delegation.refused': problem(
    409,
    '不能这样代理',
    'This delegation is not possible',
    '请按提示换一位同事、换一个岗位或换一段时间。',
    'Choose another colleague, role or period, as the reason says.',
  ),
  unavailable: problem(
    503,
    '系统暂时不可用',
    'Temporarily unavailable',
    '请稍后再试；持续不能使用的，请联系管理员。',
    'Try again later; if it goes on, tell the administrator.',
  ),
  not_found: problem(404, '没有找到', 'Not found', '请核对地址。', 'Check the address.'),
  internal: problem(
    500,
    '系统出现故障',
    'Internal error',
    '请稍后再试；仍不成功的，请把错误编号告知管理员。',
    'Try again later; if it still fails, tell the administrator the error number.',
  ),
} as const satisfies Record<string, ProblemText>;
