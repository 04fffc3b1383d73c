/** Where an officer is signed in — only when, never from where or doing what — and the end of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import type { Officer, OfficerSession } from '#contracts/officers.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';

export function OfficerSessions({ officer, onClose }: { readonly officer: Officer; readonly onClose: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const notice = useProblemNotice();
  const params = { id: officer.id };
  const sessions = useQuery({
    queryKey: ['sessions', officer.id],
    queryFn: ({ signal }) => call('GET /officers/:id/sessions', { params, signal }),
    staleTime: 0,
  });
  const ending = useMutation({
    mutationFn: (session: string | undefined) =>
      call('POST /officers/:id/sessions/end', { params, body: session ? { session } : {} }),
    onSuccess: ({ ended }) => void message.success(t('已结束 {ended} 个登录。', { ended })),
    onError: notice,
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions', officer.id] }),
  });
  const items = sessions.data?.items ?? [];
  return (
    <Modal
      open
      width={620}
      title={t('{name} 现有的登录', { name: officer.name })}
      onCancel={onClose}
      footer={[
        <Button
          key="all"
          danger
          disabled={items.length === 0}
          loading={ending.isPending}
          onClick={() => ending.mutate(undefined)}
        >
          {t('全部结束')}
        </Button>,
        <Button key="close" onClick={onClose}>
          {t('关闭')}
        </Button>,
      ]}
    >
      {sessions.isError ? (
        <ProblemAlert error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : (
        <DataTable<OfficerSession>
          label={t('现有的登录')}
          width={420}
          empty={t('现在没有登录。')}
          rowKey="id"
          loading={sessions.isPending}
          dataSource={items}
          columns={[
            { title: t('登录于'), dataIndex: 'startedAt', className: 'numbers', render: instantText },
            { title: t('最近使用'), dataIndex: 'seenAt', className: 'numbers', render: instantText },
            {
              title: t('办理'),
              render: (_, { id }) => (
                <Button size="small" disabled={ending.isPending} onClick={() => ending.mutate(id)}>
                  {t('结束')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Modal>
  );
}
