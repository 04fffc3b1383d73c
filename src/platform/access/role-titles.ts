/** What the roles are called, for words that say who does something. */
import type { Role } from './actor.ts';

export const ROLE_TITLES: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  reporter: { zh: '报送', en: 'reporting officer' },
  reviewer: { zh: '审核', en: 'reviewing officer' },
  determiner: { zh: '认定', en: 'determining officer' },
  'credit-office': { zh: '市信用办', en: 'credit office' },
  auditor: { zh: '审计', en: 'auditor' },
  administrator: { zh: '管理员', en: 'administrator' },
  assistant: { zh: '窗口协办', en: 'counter assistant' },
};

/** Who does this, and what the caller is: a refusal that only says no leaves people guessing whom to ask. */
export function roleMissing(needed: readonly Role[], held: readonly Role[]): { detail: string; detailEn: string } {
  const said = (roles: readonly Role[], language: 'zh' | 'en', joint: string) =>
    roles.map((role) => ROLE_TITLES[role][language]).join(joint);
  const own = held.length > 0;
  return {
    detail: `这里由${said(needed, 'zh', '、')}岗位办理；${own ? `您的岗位是${said(held, 'zh', '、')}` : '您没有承担岗位'}。`,
    detailEn: `This is for the ${said(needed, 'en', ' or the ')}; ${own ? `you are ${said(held, 'en', ' and ')}` : 'you hold no role'}.`,
  };
}
