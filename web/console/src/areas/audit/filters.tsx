/** What is searched for in the log, and the same as a file. */
import { Button, Form, Input, Select } from 'antd';
import type { AuditPage } from '#contracts/audit.ts';
import { useText } from '../../language.tsx';
import { type AuditFilter, exportOf } from './questions.ts';

const NONE = {
  person: undefined,
  officer: undefined,
  action: undefined,
  purpose: undefined,
  from: undefined,
  until: undefined,
} satisfies AuditFilter;

interface Props {
  readonly filter: AuditFilter;
  /** kinds of entries there are to choose from */
  readonly actions: AuditPage['actions'];
  readonly onSearch: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, actions, onSearch }: Props) {
  const t = useText();
  return (
    <Form<AuditFilter>
      className="filters"
      layout="inline"
      onFinish={(wanted) => onSearch(trimmed(wanted))}
      initialValues={filter}
    >
      <WhoAndWhat actions={actions} />
      <Form.Item name="from" label={t('自')}>
        <Input type="date" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item name="until" label={t('至')}>
        <Input type="date" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item>
        <Button type="primary" htmlType="submit">
          {t('检索')}
        </Button>
      </Form.Item>
      <Form.Item>
        <Button href={exportOf(filter)} download>
          {t('导出 CSV')}
        </Button>
      </Form.Item>
    </Form>
  );
}

/** Empty fields search for nothing. */
const trimmed = (wanted: AuditFilter): AuditFilter => ({
  ...NONE,
  ...Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value?.trim() || undefined])),
});

function WhoAndWhat({ actions }: Pick<Props, 'actions'>) {
  const t = useText();
  return (
    <>
      <Form.Item name="person" label={t('被查看的人')}>
        <Input allowClear placeholder={t('事项编号或主体标识')} style={{ width: 190 }} />
      </Form.Item>
      <Form.Item name="officer" label={t('经办人')}>
        <Input allowClear placeholder={t('姓名或编号')} style={{ width: 130 }} />
      </Form.Item>
      <Form.Item name="action" label={t('办理')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 190 }}
          options={actions.map(({ action, title }) => ({ value: action, label: t(title) }))}
        />
      </Form.Item>
      <Form.Item name="purpose" label={t('目的')}>
        <Input allowClear placeholder={t('其中的文字')} style={{ width: 130 }} />
      </Form.Item>
    </>
  );
}
