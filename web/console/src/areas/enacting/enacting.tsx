/** 启用: what the folder says otherwise than what is in force, what that would change, and the act of two officers. */
import { Alert, Button, Input, Space, Spin } from 'antd';
import { useState } from 'react';
import type { EnactmentOverview, Rehearsal } from '#contracts/enactments.ts';
import { useText } from '../../language.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { Differences, Rehearsed } from './lines.tsx';
import { Proposals } from './proposals.tsx';
import { propose, rehearse, repeal, useAct, useEnactments } from './questions.ts';
import { Versions } from './versions.tsx';

export default function Enacting() {
  const t = useText();
  const enactments = useEnactments();
  if (enactments.isError) return <ProblemAlert error={enactments.error} onRetry={() => void enactments.refetch()} />;
  if (enactments.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 160 }} />
      </Spin>
    );
  const { folder, proposals, versions, may } = enactments.data;
  return (
    <>
      <div className="page-head">
        <h1>{t('启用')}</h1>
        <span className="quiet">{t('规则由一人提出、另一人确认，自所定之日零时起施行。')}</span>
      </div>
      <Folder overview={enactments.data} />
      {folder.readable && (folder.differs.length > 0 || folder.absent.length > 0) ? (
        <Propose overview={enactments.data} />
      ) : null}
      <Proposals proposals={proposals} />
      <Versions versions={versions} mayAcknowledge={may.acknowledge.available} />
    </>
  );
}

function Folder({ overview: { folder } }: { readonly overview: EnactmentOverview }) {
  const t = useText();
  const errors = folder.findings.filter(({ severity }) => severity === 'error');
  if (!folder.readable)
    return (
      <Alert
        type="error"
        showIcon
        title={t('文件夹的检查没有通过，运行的仍是已施行的版本。改正后再提出。')}
        description={
          <ul>
            {errors.map(({ file, line, code, zh }) => (
              <li key={`${file}:${line}:${code}:${zh}`}>{`${file}:${line} ${zh}`}</li>
            ))}
          </ul>
        }
      />
    );
  if (folder.differs.length === 0) return <Alert type="success" showIcon title={t('文件夹与已施行的内容相同。')} />;
  return (
    <section className="office-card" aria-label={t('与已施行的不同')}>
      <header>
        <h2>{t('与已施行的不同')}</h2>
      </header>
      {folder.differs.map(({ scope, title, version, difference }) => (
        <Differences key={scope} title={`${title}（${scope}）`} version={version} difference={difference} />
      ))}
    </section>
  );
}

function Propose({ overview: { earliest, folder, may } }: { readonly overview: EnactmentOverview }) {
  const t = useText();
  const [day, setDay] = useState(earliest);
  const [rehearsal, setRehearsal] = useState<Rehearsal>();
  const [wrong, setWrong] = useState<unknown>();
  const act = useAct(setWrong);
  const run = (what: () => Promise<unknown>) => {
    setWrong(undefined);
    act.mutate(what);
  };
  return (
    <section className="office-card" aria-label={t('提出')}>
      <header>
        <h2>{t('提出')}</h2>
      </header>
      <Space wrap style={{ marginBottom: 12 }}>
        <label htmlFor="enacting-day">{t('自哪一日起')}</label>
        <Input
          id="enacting-day"
          type="date"
          value={day}
          min={earliest}
          style={{ width: 180 }}
          onChange={(event) => {
            setDay(event.target.value);
            setRehearsal(undefined);
          }}
        />
        <span className="quiet">{t('最早为 {day}', { day: earliest })}</span>
        <Button onClick={() => run(async () => setRehearsal(await rehearse(day)))}>{t('预演')}</Button>
      </Space>
      {rehearsal ? <Rehearsed rehearsal={rehearsal} /> : null}
      <Space wrap>
        {folder.differs.length > 0 ? (
          <PermittedButton permitted={may.propose} type="primary" onClick={() => run(propose(day))}>
            {t('提出施行')}
          </PermittedButton>
        ) : null}
        {folder.absent.map((notice) => (
          <PermittedButton key={notice} permitted={may.propose} danger onClick={() => run(repeal(notice, day))}>
            {t('提出废止 {notice}', { notice })}
          </PermittedButton>
        ))}
      </Space>
      {wrong ? <ProblemAlert error={wrong} /> : null}
    </section>
  );
}
