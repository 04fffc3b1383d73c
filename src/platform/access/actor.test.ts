/** A refusal for want of a role says who does it and what the caller is. */
import { expect, test } from 'vitest';
import { roleMissing } from './actor.ts';

test('who does it, and what the caller is, in both languages', () => {
  expect(roleMissing(['credit-office', 'auditor'], ['reviewer'])).toEqual({
    zh: '这里由信用主管部门、审计岗位办理；您的岗位是审核。',
    en: 'This is for the credit office or the auditor; your role is reviewing officer.',
  });
  expect(roleMissing(['assistant'], []).zh).toBe('这里由窗口协办岗位办理；您没有承担岗位。');
});
