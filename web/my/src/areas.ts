/** The tiles of the start page: address, name, what one finds there, and for whom. */

export interface Area {
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly for: 'person' | 'organisation' | 'both';
}

export const AREAS: readonly Area[] = [
  { path: '/notices', title: '通知', text: '告知、答复和办理结果', for: 'both' },
  { path: '/report', title: '上报', text: '做了好事，自己上报；草稿、进度、补正', for: 'person' },
  { path: '/points', title: '积分', text: '自愿开通；每一分都说明来由，可以自己核对', for: 'person' },
  { path: '/benefits', title: '优惠', text: '七个领域的优惠；对方只知道是否符合', for: 'person' },
  { path: '/data', title: '我的信息', text: '掌握了什么、从哪来、为什么、到何时', for: 'both' },
  { path: '/looks', title: '谁看过', text: '何时、哪个单位、为了什么', for: 'both' },
  { path: '/counter', title: '窗口代办', text: '窗口以您的名义准备的事，等您确认；为您代办过什么', for: 'both' },
  { path: '/requests', title: '权益', text: '异议、信用修复、陈述申辩的进度和答复', for: 'both' },
];
