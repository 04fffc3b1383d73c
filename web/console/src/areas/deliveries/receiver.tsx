/** One of the systems that are told: how much it has not confirmed, and whether it holds what it should. */
import type { Reconciliation } from '#contracts/deliveries.ts';
import type { Permitted } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useReconciliation } from './questions.ts';
import { RECIPIENTS, type Recipient } from './words.ts';

interface Props {
  readonly recipient: Recipient;
  readonly open: number | undefined;
  readonly permitted: Permitted;
}

export function Receiver({ recipient, open, permitted }: Props) {
  const t = useText();
  const notice = useProblemNotice();
  const reconcile = useReconciliation(recipient, notice);
  return (
    <section className="office-card">
      <header>
        <h2>{t(RECIPIENTS[recipient])}</h2>
        {open === undefined ? null : open === 0 ? (
          <span className="mark good">{t('全部签收')}</span>
        ) : (
          <span className="mark wait">{t('{open} 条尚未签收', { open })}</span>
        )}
      </header>
      <p>{t('对账：问对方现在存有什么，与已签收的逐条比对，结果记入留痕。')}</p>
      <PermittedButton permitted={permitted} loading={reconcile.isPending} onClick={() => reconcile.mutate()}>
        {t('与{name}对账', { name: t(RECIPIENTS[recipient]) })}
      </PermittedButton>
      {reconcile.data ? <Answer answer={reconcile.data} /> : null}
    </section>
  );
}

function Answer({ answer: { matches, expected, held } }: { readonly answer: Reconciliation }) {
  const t = useText();
  return (
    <p role="status">
      <span className={`mark ${matches ? 'good' : 'bad'}`}>{matches ? t('一致') : t('不一致')}</span>{' '}
      {t('应有 {expected} 条，对方存有 {held} 条。', { expected: expected.count, held: held.count })}
      {matches ? null : (
        <span className="reason">
          {expected.count === held.count
            ? t('条数相同而内容不同：对方的数据可能被改动。请联系对方的管理员核查，再重新发送有关推送。')
            : t('请联系对方的管理员核查，再重新发送有关推送；还有未签收的，先等其送达再对账。')}
        </span>
      )}
    </p>
  );
}
