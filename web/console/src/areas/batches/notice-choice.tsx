/** Which of the notices in force a report is for: by its name, or by looking for what was done. Shown only where there are several. */
import { Flex, Radio, Select, Typography } from 'antd';
import type { FileKind } from '#contracts/intake.ts';
import type { NoticeInForce } from '#contracts/policy.ts';
import { localId, noticeOfRef } from '#kernel/policy/refs.ts';
import { useSaid, useText } from '../../language.tsx';
import { useReportForms } from './questions.ts';

interface Props {
  readonly kind: FileKind;
  readonly notices: readonly NoticeInForce[];
  readonly chosen: string | undefined;
  readonly onChoose: (notice: string) => void;
}

export function NoticeChoice({ kind, notices, chosen, onChoose }: Props) {
  const t = useText();
  const said = useSaid();
  return (
    <Flex vertical gap="small">
      <Typography.Text strong id="notice-label">
        {t('按哪一份通知报送')}
      </Typography.Text>
      <Radio.Group
        aria-labelledby="notice-label"
        value={chosen ?? null}
        onChange={({ target }) => onChoose(target.value as string)}
      >
        <Flex vertical gap="small">
          {notices.map(({ id, number, title, titleEn }) => (
            <Radio key={id} value={id}>
              {said({ zh: `《${title}》`, en: titleEn })} <Typography.Text type="secondary">{number}</Typography.Text>
            </Radio>
          ))}
        </Flex>
      </Radio.Group>
      <ByDeed kind={kind} notices={notices} onChoose={onChoose} />
      {chosen === undefined ? (
        <Typography.Text type="secondary">
          {t('现行的通知有 {count} 份，条号相同的也各管各的事。请先选好，再交表、粘贴或者填报。', {
            count: notices.length,
          })}
        </Typography.Text>
      ) : null}
    </Flex>
  );
}

/** Whoever knows what was done and not where it is written. */
function ByDeed({ kind, notices, onChoose }: Omit<Props, 'chosen'>) {
  const t = useText();
  const said = useSaid();
  const forms = useReportForms(kind, notices);
  const options = notices.map(({ id, number, title, titleEn }, index) => ({
    label: `${said({ zh: `《${title}》`, en: titleEn })} ${number}`,
    key: id,
    options: (forms[index]?.data?.kinds ?? []).map((one) => ({
      value: one.id,
      label: `${localId(one.id)}　${one.plainTitle || one.title}${one.plainTitle && one.plainTitle !== one.title ? `（${one.title}）` : ''}`,
    })),
  }));
  return (
    <Select<string>
      aria-label={t('按做的事查找')}
      placeholder={t('不清楚是哪一份？按做的事查找')}
      className="notice-search"
      showSearch={{ optionFilterProp: 'label' }}
      value={null}
      options={options}
      onChange={(found) => onChoose(noticeOfRef(found))}
    />
  );
}
