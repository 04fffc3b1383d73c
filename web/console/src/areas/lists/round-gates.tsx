/** What must hold before a round is published, and publishing it; once that is done, which edition it became. */

import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import type { Round } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useCited, useSaid, useText } from '../../language.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useRoundChanged } from './questions.ts';
import { GATES } from './words.ts';

export function RoundGates({ round }: { readonly round: Round }) {
  return round.edition === null ? <BeforePublication round={round} /> : <Published edition={round.edition} />;
}

function Published({ edition }: { readonly edition: number }) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>{t('发布')}</h2>
      </header>
      <p>{t('本轮已成为第 {edition} 期，内容不再变动。', { edition })}</p>
    </section>
  );
}

function BeforePublication({ round }: { readonly round: Round }) {
  const t = useText();
  const cited = useCited();
  const said = useSaid();
  const { ask, publishing } = usePublish(round);
  return (
    <section className="office-card">
      <header>
        <h2>{t('发布前须满足')}</h2>
      </header>
      <ul className="gates">
        {round.gates.map(({ gate, open, zh, en, clause }) => (
          <li key={gate}>
            <span className={`mark ${open ? 'good' : 'wait'}`}>{open ? t('已满足') : t('未满足')}</span>
            <span>
              {t(GATES[gate])}
              <span className="reason">
                {zh ? `${said({ zh, en: en ?? undefined })} ` : ''}
                {clause ? `${t('依据')} ${cited(clause)}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="office-acts">
        <PermittedButton permitted={round.may.publish} type="primary" onClick={ask} loading={publishing}>
          {t('发布')}
        </PermittedButton>
      </div>
    </section>
  );
}

function usePublish(round: Round) {
  const t = useText();
  const { message, modal } = App.useApp();
  const notice = useProblemNotice();
  const changed = useRoundChanged(round.roundId);
  const publish = useMutation({
    mutationFn: () => call('POST /rounds/:id/publish', { params: { id: round.roundId } }),
    onSuccess: ({ number, entries }) => {
      changed();
      void message.success(t('已发布第 {number} 期，{entries} 条', { number, entries }));
    },
    onError: (error) => {
      notice(error);
      changed();
    },
  });
  const struck = round.entries.filter(({ status }) => status === 'struck').length;
  const ask = () =>
    void modal.confirm({
      title: t('发布{title}？', { title: round.title }),
      width: 560,
      content: (
        <ul>
          <li>
            {t('{count} 条列入新的一期；决定不列入的 {struck} 条和已失效、已更正的不列入。', {
              count: round.entries.length - struck,
              struck,
            })}
          </li>
          <li>{t('发布的一期有编号和摘要，不能修改；以后的变动只能撤下条目或另发一期。')}</li>
          <li>{t('随即推送到信用公示网站，向社会公开。')}</li>
        </ul>
      ),
      okText: t('发布'),
      onOk: () => publish.mutateAsync().catch(() => undefined),
    });
  return { ask, publishing: publish.isPending };
}
