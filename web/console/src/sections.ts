/** The console's sections: address, title, and who finds them in the menu. The server decides; this only spares a dead end. */
import type { Role } from './session.ts';

export interface Section {
  readonly path: string;
  readonly title: string;
  readonly roles: readonly Role[] | 'all';
  /** pages opened from here that have an address of their own */
  readonly leadsTo?: string;
}

export const SECTIONS: readonly Section[] = [
  { path: '/', title: '首页', roles: 'all' },
  { path: '/report', title: '报送', roles: ['reporter'] },
  { path: '/batches', title: '批次', roles: ['reporter', 'reviewer', 'determiner', 'credit-office', 'auditor'] },
  { path: '/queue', title: '待办', roles: ['reviewer', 'determiner', 'reporter'], leadsTo: '/cases' },
  { path: '/counter', title: '窗口代办', roles: ['assistant'] },
  { path: '/at-desk', title: '到场确认', roles: 'all' },
  {
    path: '/rights',
    title: '权益保障',
    roles: ['reviewer', 'determiner', 'credit-office', 'auditor'],
    leadsTo: '/requests',
  },
  { path: '/lists', title: '名单', roles: ['credit-office', 'determiner', 'auditor'], leadsTo: '/rounds' },
  { path: '/providers', title: '优惠服务单位', roles: ['credit-office', 'auditor'] },
  { path: '/supervision', title: '督导', roles: ['credit-office', 'auditor'] },
  { path: '/deliveries', title: '推送', roles: ['credit-office', 'auditor'] },
  { path: '/audit', title: '留痕', roles: ['auditor'] },
  { path: '/absence', title: '代理', roles: 'all' },
  { path: '/officers', title: '经办人', roles: ['administrator', 'auditor'] },
  { path: '/enacting', title: '启用', roles: ['credit-office', 'administrator', 'auditor'] },
  { path: '/policy', title: '政策', roles: 'all' },
];
