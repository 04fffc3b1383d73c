/** The kinds of the catalogue the officer's department may report, and what is never collected. */

import { Collapse, Typography } from 'antd';
import type { ReportForm } from '#contracts/intake.ts';
import { localId } from '#kernel/policy/refs.ts';
import { useText } from '../../language.tsx';

export function ReportableKinds({ report }: { readonly report: ReportForm }) {
  const t = useText();
  const good = report.kinds.filter(({ polarity }) => polarity === 'good');
  const adverse = report.kinds.filter(({ polarity }) => polarity === 'adverse');
  const list = (kinds: ReportForm['kinds']) => (
    <ul className="kinds">
      {kinds.map(({ id, title }) => (
        <li key={id}>
          <span className="numbers">{localId(id)}</span> {title}
        </li>
      ))}
    </ul>
  );
  return (
    <Collapse
      items={[
        {
          key: 'kinds',
          label: t('本单位可以报送的类别（{count} 类）', { count: report.kinds.length }),
          children: (
            <>
              {good.length > 0 ? <h3>{t('良好信息')}</h3> : null}
              {list(good)}
              {adverse.length > 0 ? <h3>{t('不良信息（必须有生效文书和法律依据，逐件办理）')}</h3> : null}
              {list(adverse)}
              <Typography.Text type="secondary">
                {t(
                  '目录以外的信息不收；宗教信仰、基因、指纹、血型、疾病和病史、接触和行程轨迹一律不得填写；未满18周岁的人不报。',
                )}
              </Typography.Text>
            </>
          ),
        },
      ]}
    />
  );
}
