/** Why a row came out as it did, what to do about it, and what was noticed on it. */
import { Typography } from 'antd';
import type { BatchRow } from '#contracts/intake.ts';
import { isReasonCode, REASONS } from '#kernel/reasons.ts';
import { useLanguage } from '../language.tsx';

export function RowReasons({ row }: { readonly row: Pick<BatchRow, 'reasons' | 'remarks' | 'registeredName'> }) {
  const { t, language } = useLanguage();
  return (
    <ul className="reasons">
      {row.reasons.map(({ code, text, remedy }) => (
        <li key={code}>
          <strong>{language === 'en' && isReasonCode(code) ? REASONS[code].en : text}</strong>
          {remedy ? <div className="remedy">{remedy}</div> : null}
        </li>
      ))}
      {row.registeredName ? <li>{t('名录中该代码的名称：{name}', { name: row.registeredName })}</li> : null}
      {row.remarks.map(({ code, text }) => (
        <li key={code}>
          <Typography.Text type="secondary">{text}</Typography.Text>
        </li>
      ))}
    </ul>
  );
}
