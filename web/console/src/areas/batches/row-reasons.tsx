/** Why a row came out as it did, what to do about it, and what was noticed on it. */
import { Tag, Typography } from 'antd';
import type { BatchRow, ReportForm } from '#contracts/intake.ts';
import { useSaid, useText } from '../../language.tsx';
import { columnsOf } from './cell-faults.ts';

interface Props {
  readonly row: Pick<BatchRow, 'reasons' | 'remarks' | 'registeredName'>;
  /** with it, the columns a reason is about are named */
  readonly report?: ReportForm | undefined;
}

export function RowReasons({ row, report }: Props) {
  const t = useText();
  const said = useSaid();
  return (
    <ul className="reasons">
      {row.reasons.map(({ code, text, textEn, remedy, remedyEn, fields }) => (
        <li key={code}>
          {columnsOf({ fields }, report).map((column) => (
            <Tag key={column} className="column-named">
              {column}
            </Tag>
          ))}
          <strong>{said({ zh: text, en: textEn })}</strong>
          {remedy ? <div className="remedy">{said({ zh: remedy, en: remedyEn })}</div> : null}
        </li>
      ))}
      {row.registeredName ? <li>{t('名录中该代码的名称：{name}', { name: row.registeredName })}</li> : null}
      {row.remarks.map(({ code, text, textEn }) => (
        <li key={code}>
          <Typography.Text type="secondary">{said({ zh: text, en: textEn })}</Typography.Text>
        </li>
      ))}
    </ul>
  );
}
