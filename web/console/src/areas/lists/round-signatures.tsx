/** Who has signed the digest of a round, who has not yet, and signing it for one's own department. */
import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import type { Round } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useRoundChanged } from './questions.ts';

export function RoundSignatures({ round }: { readonly round: Round }) {
  const t = useText();
  const { ask, signing } = useSignOff(round);
  return (
    <section className="office-card">
      <header>
        <h2>{t('会签')}</h2>
        <span className="quiet">{t('信用主管部门和每个有条目的推荐单位')}</span>
      </header>
      <ul className="gates">
        {round.signOffs.map(({ department, signedAs, on }) => (
          <li key={department}>
            <span className="mark good">{t('已签')}</span>
            <span>
              {department}
              <span className="reason">
                {signedAs === 'office' ? t('牵头单位') : t('推荐单位')} · {on}
              </span>
            </span>
          </li>
        ))}
        {round.missing.map(({ id, name }) => (
          <li key={id}>
            <span className="mark wait">{t('待签')}</span>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      {round.edition === null ? (
        <div className="office-acts">
          <PermittedButton permitted={round.may.sign} type="primary" onClick={ask} loading={signing}>
            {round.signsFor ? t('代表{department}会签', { department: round.signsFor }) : t('代表本单位会签')}
          </PermittedButton>
        </div>
      ) : null}
    </section>
  );
}

function useSignOff(round: Round) {
  const t = useText();
  const { message, modal } = App.useApp();
  const notice = useProblemNotice();
  const changed = useRoundChanged(round.roundId);
  const sign = useMutation({
    mutationFn: () =>
      call('POST /rounds/:id/sign-offs', { params: { id: round.roundId }, body: { digest: round.digest } }),
    onSuccess: (after) => {
      changed(after);
      void message.success(t('已会签'));
    },
    onError: notice,
  });
  const ask = () =>
    void modal.confirm({
      title: t('代表{department}会签？', { department: round.signsFor ?? '' }),
      width: 560,
      content: (
        <>
          <p>{t('会签针对公示时固定的 {count} 条，不能撤回。', { count: round.entries.length })}</p>
          <p className="quiet" style={{ overflowWrap: 'anywhere' }}>
            {t('名单摘要')} {round.digest}
          </p>
        </>
      ),
      okText: t('会签'),
      onOk: () => sign.mutateAsync().catch(() => undefined),
    });
  return { ask, signing: sign.isPending };
}
