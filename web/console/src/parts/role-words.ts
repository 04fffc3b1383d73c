/** Roles and levels of departments in words. */
import type { DepartmentNode } from '#contracts/officers.ts';
import type { Role } from '../session.ts';

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  reporter: '报送',
  reviewer: '审核',
  determiner: '认定',
  'credit-office': '信用办',
  auditor: '审计',
  administrator: '管理员',
  assistant: '协办',
};

export const LEVEL_WORDS: Readonly<Record<DepartmentNode['level'], string>> = {
  city: '市',
  department: '市直部门',
  district: '区县',
  zone: '功能区',
  office: '下属单位',
};
