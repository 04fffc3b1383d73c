/** Every version that was enacted: from when, by whom, and whether the first one has been confirmed. */
import { Button } from 'antd';
import { useState } from 'react';
import type { EnactmentVersion } from '#contracts/enactments.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { acknowledge, useAct } from './questions.ts';

const STANDING = { 'in-force': '现行', 'to-come': '未到施行日', past: '已失效' } as const;

export function Versions({
  versions,
  mayAcknowledge,
}: {
  readonly versions: readonly EnactmentVersion[];
  readonly mayAcknowledge: boolean;
}) {
  const t = useText();
  const [wrong, setWrong] = useState<unknown>();
  const act = useAct(setWrong);
  const enactedBy = ({ proposedBy, confirmedBy, acknowledgedBy, confirmed, scope, version }: EnactmentVersion) => {
    if (proposedBy !== null) return t('{one}提出，{other}确认', { one: proposedBy, other: confirmedBy ?? '' });
    const names = acknowledgedBy.length > 0 ? `：${acknowledgedBy.join('、')}` : '';
    return (
      <>
        {confirmed ? t('安装时施行，已由两位管理员确认') : t('安装时施行，尚未由两位管理员确认')}
        {names}{' '}
        {mayAcknowledge && !confirmed ? (
          <Button size="small" onClick={() => act.mutate(acknowledge(scope, version))}>
            {t('确认')}
          </Button>
        ) : null}
      </>
    );
  };
  return (
    <section aria-label={t('各版本')}>
      <h2>{t('各版本')}</h2>
      {wrong ? <ProblemAlert error={wrong} /> : null}
      <DataTable<EnactmentVersion>
        label={t('各版本')}
        width={700}
        empty=""
        rowKey={({ scope, version }) => `${scope} ${version}`}
        dataSource={versions}
        columns={[
          { title: t('通知'), dataIndex: 'scope', width: 120 },
          { title: t('版本'), dataIndex: 'version', width: 80 },
          { title: t('自'), dataIndex: 'fromDay', width: 120, className: 'numbers' },
          { title: t('至'), width: 120, className: 'numbers', render: (_, { untilDay }) => untilDay ?? '' },
          { title: t('状态'), width: 120, render: (_, { standing }) => t(STANDING[standing]) },
          { title: t('由谁施行'), render: (_, version) => enactedBy(version) },
        ]}
      />
    </section>
  );
}
