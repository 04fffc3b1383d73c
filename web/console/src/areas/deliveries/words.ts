/** The words of deliveries: how one stands, to whom it goes, what it carries. */
import type { DeliveryState } from '#contracts/deliveries.ts';

/** the word, and the mark it stands in */
export const STATES: Readonly<Record<DeliveryState, readonly [string, string]>> = {
  waiting: ['待发送', 'plain'],
  failing: ['未成功，将再试', 'wait'],
  acknowledged: ['已签收', 'good'],
  refused: ['被拒收', 'bad'],
  withheld: ['依规未发', 'plain'],
};

export const RECIPIENTS = { points: '个人信用积分系统', site: '信用公示网站' } as const;
export type Recipient = keyof typeof RECIPIENTS;

export const TYPES: Readonly<Record<string, string>> = {
  'xinheng.record.published': '个人记录',
  'xinheng.record.withdrawn': '撤下个人记录',
  'xinheng.organisation-records.published': '单位记录',
  'xinheng.organisation-record.withdrawn': '撤下单位记录',
  'xinheng.directory.published': '单位名录',
  'xinheng.provider.published': '优惠服务单位',
  'xinheng.provider.withdrawn': '撤销优惠服务单位',
  'xinheng.notice.opened': '名单公示',
  'xinheng.edition.published': '一期名单',
  'xinheng.entry.withdrawn': '撤下条目',
  'xinheng.entry.marked': '异议标注',
};
