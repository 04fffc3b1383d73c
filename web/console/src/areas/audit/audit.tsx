/** The auditor's page: search who did and looked at what, see what stands out, verify the log. */
import { Tabs } from 'antd';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { AuditAnomalies } from './anomalies.tsx';
import { AuditSearch } from './search.tsx';
import { AuditVerify } from './verify.tsx';

export default function Audit() {
  const t = useText();
  const [{ view = 'search' }, go] = useAddress('/audit');
  return (
    <>
      <div className="page-head">
        <h1>{t('留痕')}</h1>
        <span className="quiet">{t('每一次办理和查看都在这里；您的检索也会记入。')}</span>
      </div>
      <Tabs
        activeKey={view}
        onChange={(chosen) => go({ view: chosen as typeof view })}
        destroyOnHidden
        items={[
          { key: 'search', label: t('检索'), children: <AuditSearch /> },
          { key: 'anomalies', label: t('异常提示'), children: <AuditAnomalies /> },
          { key: 'verify', label: t('校验'), children: <AuditVerify /> },
        ]}
      />
    </>
  );
}
