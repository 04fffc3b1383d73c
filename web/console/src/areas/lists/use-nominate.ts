/** Nominating what the own department has determined: which cases are ticked, and what became of it once sent. */
import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import type { NominablePage, NominationOutcome, NominationRequest } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { type Translate, useText } from '../../language.tsx';
import { useListName } from '../../parts/list-names.ts';
import { useProblemNotice } from '../../problem.tsx';
import { useListsChanged } from './questions.ts';

type Batch = NominablePage['batches'][number];

/** `onNominated`: some of what was shown is no longer to be nominated. */
export function useNominate(list: string, onNominated: () => void) {
  const t = useText();
  const nameOf = useListName();
  const { message, modal } = App.useApp();
  const changed = useListsChanged();
  const [chosen, choose] = useState<readonly string[]>([]);
  const nominate = useMutation({
    mutationFn: (request: NominationRequest) =>
      call('POST /lists/:list/nominations', { params: { list }, body: request }),
    onSuccess: (outcome) => {
      choose([]);
      onNominated();
      changed();
      void message.success(inWords(outcome, t));
    },
    onError: useProblemNotice(),
  });

  const askBatch = ({ batchId, waiting }: Batch) =>
    void modal.confirm({
      title: t('推荐第 {batch} 批的全部 {count} 条？', { batch: batchId, count: waiting }),
      content: t('推荐后进入{list}的下一轮公示，推荐本身不能撤回；记录撤下的，自动不再列入。', {
        list: nameOf(list),
      }),
      okText: t('整批推荐'),
      onOk: () => nominate.mutateAsync({ batchId }).catch(() => undefined),
    });

  return {
    ...{ chosen, choose, askBatch },
    nominateChosen: () => nominate.mutate({ caseIds: [...chosen] }),
    sending: nominate.isPending,
  };
}

function inWords({ nominated, already, leftOut }: NominationOutcome, t: Translate): string {
  return [
    t('已推荐 {count} 条', { count: nominated }),
    ...(already > 0 ? [t('{count} 条此前已推荐', { count: already })] : []),
    ...(leftOut > 0 ? [t('{count} 条不符合推荐条件，未推荐', { count: leftOut })] : []),
  ].join('，');
}
