/** A delegation given and ended; whoever shows delegations asks anew afterwards, under the one name they are kept by. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { NewDelegation } from '#contracts/officers.ts';
import { call } from '../api.ts';
import { useText } from '../language.tsx';
import { useProblemNotice } from '../problem.tsx';

/** whatever is asked about delegations begins with this */
export const DELEGATIONS = 'delegations';

/** `from`: the absent officer, where it is not oneself. */
export function useGiveDelegation(from: string | undefined, onGiven: () => void) {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: NewDelegation) =>
      call('POST /delegations', { body: { ...values, ...(from ? { from } : {}) } }),
    onSuccess: ({ to, startsOn, endsOn }) => {
      void message.success(
        t('{name} 自 {from} 至 {until} 代为办理。', { name: to.name, from: startsOn, until: endsOn }),
      );
      void queries.invalidateQueries({ queryKey: [DELEGATIONS] });
      onGiven();
    },
  });
}

export function useEndDelegation(id: string) {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('POST /delegations/:id/revoke', { params: { id } }),
    onSuccess: () => {
      void message.success(t('代理已结束，即刻生效。'));
      void queries.invalidateQueries({ queryKey: [DELEGATIONS] });
      void queries.invalidateQueries({ queryKey: ['me'] });
    },
    onError: useProblemNotice(),
  });
}
