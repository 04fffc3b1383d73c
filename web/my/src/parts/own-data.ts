/** What is held about oneself, and how a case of one's own stands: asked for and said alike wherever it is shown. */
import { useQuery } from '@tanstack/react-query';
import type { OwnData } from '#contracts/own-data.ts';
import { useActing } from '../acting.tsx';
import { platform } from '../api.ts';

export function useOwnData() {
  const uscc = useActing().organisation?.uscc;
  return useQuery({ queryKey: ['data', uscc], queryFn: () => platform('GET /data', { query: { uscc } }) });
}

export const CASE_STATES: Readonly<Record<OwnData['cases'][number]['state'], string>> = {
  reported: '已报送，等待审核',
  corrected: '已补正，等待审核',
  returned: '退回补正',
  reviewed: '已审核，等待认定',
  'notice-served': '已告知，等您陈述申辩',
  'response-received': '已收到陈述申辩',
  'response-considered': '陈述申辩已审查',
  determined: '已认定',
  lapsed: '期限已过，未形成记录',
  withdrawn: '已撤回',
  refused: '不予认定',
};
