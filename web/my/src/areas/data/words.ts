/** Words of records as one says them to those concerned. */
import type { OwnData } from '#contracts/own-data.ts';

export const STANDINGS: Readonly<Record<OwnData['records'][number]['standing'], string>> = {
  'in-force': '有效',
  held: '暂不纳入',
  repaired: '已修复',
  revoked: '已撤销',
  expired: '已到期',
};

export const MODES = {
  public: '对社会公开',
  authorities: '只在有关机关之间共享',
  authorisation: '经您授权才能查询',
} as const;
