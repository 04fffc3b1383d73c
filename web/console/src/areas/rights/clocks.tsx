/** Every period the law or the pack sets for this request, whether it was kept, and whose rule it is. */
import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled } from '@ant-design/icons';
import { Card } from 'antd';
import type { RightsDetail } from '#contracts/rights.ts';
import { useText, useTitle } from '../../language.tsx';

type Clock = RightsDetail['clocks'][number];

export function RequestClocks({ detail }: { readonly detail: RightsDetail }) {
  const t = useText();
  const titled = useTitle();
  return (
    <Card size="small" title={<h2>{t('期限')}</h2>}>
      <ul className="case-list">
        {detail.clocks.map((clock) => (
          <li key={clock.title}>
            <Mark clock={clock} today={detail.today} />
            <span>
              {titled(clock)} <span className="numbers">{t('至 {date}', { date: clock.endsOn })}</span>
              <br />
              <small>
                {t(standing(clock, detail.today))} · {clock.citation}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const overdue = ({ met, endsOn }: Clock, today: string): boolean => met === false || (met === null && endsOn < today);

function standing(clock: Clock, today: string): string {
  if (clock.met) return '按期办结';
  if (clock.met === false) return '超期办结';
  return overdue(clock, today) ? '已超期，仍未办结' : '正在计算';
}

function Mark({ clock, today }: { readonly clock: Clock; readonly today: string }) {
  if (clock.met) return <CheckCircleFilled className="case-met" aria-hidden />;
  return overdue(clock, today) ? (
    <CloseCircleFilled className="case-missing" aria-hidden />
  ) : (
    <ClockCircleOutlined className="case-kept" aria-hidden />
  );
}
