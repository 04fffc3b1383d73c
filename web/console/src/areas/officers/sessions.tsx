/** Where an officer is signed in — only when, never from where or doing what — and the end of it. */
import { App, Button, Modal } from 'antd';
import type { Officer, OfficerSession } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { useEndSessions, useSessions } from './questions.ts';

export function OfficerSessions({ officer, onClose }: { readonly officer: Officer; readonly onClose: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const notice = useProblemNotice();
  const sessions = useSessions(officer.id);
  const ending = useEndSessions(
    officer.id,
    (ended) => void message.success(t('已结束 {ended} 个登录。', { ended })),
    notice,
  );
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
        <Sessions items={items} loading={sessions.isPending} ending={ending.isPending} onEnd={ending.mutate} />
      )}
    </Modal>
  );
}

interface SessionsProps {
  readonly items: readonly OfficerSession[];
  readonly loading: boolean;
  /** one end at a time */
  readonly ending: boolean;
  readonly onEnd: (session: string) => void;
}

function Sessions({ items, loading, ending, onEnd }: SessionsProps) {
  const t = useText();
  return (
    <DataTable<OfficerSession>
      label={t('现有的登录')}
      width={420}
      empty={t('现在没有登录。')}
      rowKey="id"
      loading={loading}
      dataSource={items}
      columns={[
        { title: t('登录于'), dataIndex: 'startedAt', className: 'numbers', render: instantText },
        { title: t('最近使用'), dataIndex: 'seenAt', className: 'numbers', render: instantText },
        {
          title: t('办理'),
          render: (_, { id }) => (
            <Button size="small" disabled={ending} onClick={() => onEnd(id)}>
              {t('结束')}
            </Button>
          ),
        },
      ]}
    />
  );
}
