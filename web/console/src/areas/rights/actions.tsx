/** What may be done to the request now: buttons for what is open to this officer, and for the rest the reason and the clause. */

import { LockOutlined } from '@ant-design/icons';
import { Button, Card } from 'antd';
import type { RightsActionName, RightsDetail } from '#contracts/rights.ts';
import { citedAs } from '#kernel/policy/refs.ts';
import { useLanguage } from '../../language.tsx';
import { APPLICANTS, REQUEST_ACTIONS } from '../../parts/rights-words.ts';

const MAIN: readonly RightsActionName[] = ['decide-review', 'decide', 'assess', 'ask-provider'];

interface Props {
  readonly detail: RightsDetail;
  readonly onChoose: (action: RightsActionName) => void;
}

export function RequestActions({ detail, onChoose }: Props) {
  const { t } = useLanguage();
  const officers = detail.available.filter(({ action }) => !APPLICANTS.includes(action));
  const open = officers.filter(({ available }) => available);
  const closed = officers.flatMap((item) => (item.available ? [] : [item])).filter(worthSaying(detail));
  const first = MAIN.find((action) => open.some((item) => item.action === action));
  return (
    <Card size="small" title={<h2>{t('办理')}</h2>}>
      {open.length > 0 ? (
        <div className="case-acts">
          {open.map(({ action }) => (
            <Button
              key={action}
              type={action === first ? 'primary' : 'default'}
              danger={action === 'release'}
              onClick={() => onChoose(action)}
            >
              {t(REQUEST_ACTIONS[action])}
            </Button>
          ))}
        </div>
      ) : (
        <p>{waitsFor(detail, t)}</p>
      )}
      {closed.length > 0 ? <Closed closed={closed} /> : null}
    </Card>
  );
}

type Refusal = Extract<RightsDetail['available'][number], { available: false }>;

function Closed({ closed }: { readonly closed: readonly Refusal[] }) {
  const { t, language } = useLanguage();
  return (
    <ul className="case-list case-refused" aria-label={t('现在不能办理的操作')}>
      {byReason(closed).map(({ actions, zh, en, clause, because }) => (
        <li key={because}>
          <LockOutlined aria-hidden />
          <span>
            <strong>{actions.map((action) => t(REQUEST_ACTIONS[action])).join(t('、'))}</strong>
            {t('：')}
            {language === 'en' ? en : zh} {clause ? <small>{basis(clause, { t, language })}</small> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A clause of the notice as it numbers it, another source by its name. */
const basis = (clause: string, { t, language }: Pick<ReturnType<typeof useLanguage>, 't' | 'language'>): string => {
  const cited = citedAs(clause, language);
  return cited === clause ? `${t('依据')} ${clause}` : t('依据通知{clause}', { clause: cited });
};

function waitsFor({ state, dueOn, handledBy }: RightsDetail, t: ReturnType<typeof useLanguage>['t']): string {
  if (state === 'returned') return t('等待申请人补充。');
  if (dueOn === null) return t('该申请已经办结。');
  return t('现由{department}办理；您现在没有可办的操作，原因如下。', { department: handledBy });
}

function byReason(closed: readonly Refusal[]) {
  const reasons = new Map<string, Omit<Refusal, 'action'> & { readonly actions: RightsActionName[] }>();
  for (const { action, ...reason } of closed) {
    const known = reasons.get(reason.because);
    if (known) known.actions.push(action);
    else reasons.set(reason.because, { ...reason, actions: [action] });
  }
  return [...reasons.values()];
}

/** Of a request that has ended, that its earlier steps are over goes without saying; a review that nobody asked for too. */
const worthSaying =
  ({ dueOn, state }: RightsDetail) =>
  ({ because, action }: Refusal): boolean =>
    because !== 'state' ||
    (dueOn !== null && action !== 'release' && (action !== 'decide-review' || state === 'review-open'));
