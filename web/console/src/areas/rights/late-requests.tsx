/** What is late stands above everything else: requests past their last day, and decisions that some system has not confirmed. */
import { Alert, Button } from 'antd';
import type { RightsPage } from '#contracts/rights.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import type { Standing } from './words.ts';

interface Props {
  readonly page: Pick<RightsPage, 'overdue' | 'unconfirmed'>;
  /** what is shown already needs no pointing at */
  readonly standing: Standing;
}

export function LateRequests({ page: { overdue, unconfirmed }, standing }: Props) {
  const t = useText();
  return (
    <>
      {overdue > 0 && standing !== 'overdue' ? (
        <Late
          title={t('{count} 件已超过法定或者规定的期限', { count: overdue })}
          description={t('超期的排在最前，并计入督导。')}
          only={t('只看超期的')}
          standing="overdue"
        />
      ) : null}
      {unconfirmed > 0 && standing !== 'unconfirmed' ? (
        <Late
          title={t('{count} 件已经同意，过了执行期限仍有系统未签收', { count: unconfirmed })}
          description={t('请到“推送”查明原因，重新发送。')}
          only={t('只看未签收的')}
          standing="unconfirmed"
        />
      ) : null}
    </>
  );
}

interface LateProps {
  readonly title: string;
  readonly description: string;
  /** the button's words */
  readonly only: string;
  readonly standing: Standing;
}

function Late({ title, description, only, standing }: LateProps) {
  const [, go] = useAddress('/rights');
  return (
    <Alert
      className="case-consequence"
      type="error"
      showIcon
      title={title}
      description={description}
      action={
        <Button size="small" onClick={() => go({ standing, kind: undefined, after: undefined })}>
          {only}
        </Button>
      }
    />
  );
}
