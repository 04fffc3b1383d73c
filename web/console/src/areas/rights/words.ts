/** The words of the queue of requests: who asked, how a request stands. */
import type { RightsPage } from '#contracts/rights.ts';

export type RequestHead = RightsPage['items'][number];

export const CHANNELS: Readonly<Record<RequestHead['channel'], string>> = {
  own: '本人提出',
  assisted: '窗口代办',
  department: '认定单位主动提出',
};

export const STANDINGS = { waiting: '办理中', overdue: '已超期', ended: '已办结', unconfirmed: '未签收' } as const;
export type Standing = keyof typeof STANDINGS;
