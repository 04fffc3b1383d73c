/** What may be done to the case now: buttons for what is open to this officer, and for the rest the reason and the clause. */

import { LockOutlined } from '@ant-design/icons';
import { Button, Card } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { useCited, useSaid, useText } from '../../language.tsx';
import { ACTIONS, type ActionName, PARTS } from './words.ts';

const MAIN: readonly ActionName[] = ['review', 'serve-notice', 'receive-response', 'consider-response', 'determine'];
const STOPPING: readonly ActionName[] = ['refuse', 'withdraw'];

interface Props {
  readonly detail: CaseDetail;
  readonly onChoose: (action: ActionName) => void;
}

export function CaseActions({ detail, onChoose }: Props) {
  const t = useText();
  const cited = useCited();
  const said = useSaid();
  const open = detail.available.filter(({ available }) => available);
  const closed = detail.available.flatMap((item) => (item.available || !worthSaying(item, detail) ? [] : [item]));
  const first = open.find(({ action }) => MAIN.includes(action))?.action;
  return (
    <Card size="small" title={<h2>{t('办理')}</h2>}>
      {open.length > 0 ? (
        <div className="case-acts">
          {open.map((item) => (
            <Button
              key={item.action}
              type={item.action === first ? 'primary' : 'default'}
              danger={STOPPING.includes(item.action)}
              onClick={() => onChoose(item.action)}
              title={item.available ? t(PARTS[item.part]) : undefined}
            >
              {t(ACTIONS[item.action])}
            </Button>
          ))}
        </div>
      ) : (
        <p>{t('您现在没有可办的操作，原因如下。')}</p>
      )}
      {closed.length > 0 ? (
        <ul className="case-list case-refused" aria-label={t('现在不能办理的操作')}>
          {byReason(closed).map(({ actions, zh, en, clause }) => (
            <li key={zh}>
              <LockOutlined aria-hidden />
              <span>
                <strong>{actions.map((action) => t(ACTIONS[action])).join(t('、'))}</strong>
                {t('：')}
                {said({ zh, en })} <small>{t('依据通知{clause}', { clause: cited(clause) })}</small>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

/** One line per reason: four steps that come later are one thing to know. */
function byReason(closed: readonly Closed[]) {
  const reasons = new Map<string, Omit<Closed, 'action'> & { readonly actions: ActionName[] }>();
  for (const { action, ...reason } of closed) {
    const known = reasons.get(reason.zh);
    if (known) known.actions.push(action);
    else reasons.set(reason.zh, { ...reason, actions: [action] });
  }
  return [...reasons.values()];
}

type Closed = Extract<CaseDetail['available'][number], { available: false }>;

/** A good case has no hearing and a clean one no doubt to clear: saying so every time would hide what matters. */
function worthSaying({ action, because }: Closed, { polarity }: CaseDetail): boolean {
  if (because === 'not-suspect' || because === 'good-information') return false;
  if (polarity === 'good' && ['serve-notice', 'receive-response', 'consider-response'].includes(action)) return false;
  return action !== 'clear-suspicion' || because !== 'state';
}
