/** Asks why somebody wants to look, and says that the look is recorded and the person will see it. */
import { Alert, Button, Form, Input } from 'antd';
import { useText } from '../../language.tsx';
import { PURPOSE, usePurposeRule } from '../../parts/purpose.ts';

interface Props {
  /** what such a purpose may be */
  readonly placeholder: string;
  /** stated before on the same page: offered again, stated again */
  readonly initial?: string;
  readonly sending: boolean;
  readonly onStated: (purpose: string) => void;
  readonly onCancel?: () => void;
}

export function PurposeForm({ placeholder, initial, sending, onStated, onCancel }: Props) {
  const t = useText();
  const rule = usePurposeRule();
  return (
    <Form<{ purpose: string }>
      layout="vertical"
      {...(initial === undefined ? {} : { initialValues: { purpose: initial } })}
      onFinish={({ purpose }) => onStated(purpose)}
    >
      <Alert
        type="info"
        showIcon
        title={t('查看会留下记录，本人能看到')}
        description={t('您的姓名、单位、时间和所填目的都会记入查询记录，当事人本人可以看到。请只在办理需要时查看。')}
      />
      <Form.Item className="case-refused" name="purpose" label={t('查看目的')} rules={[rule]}>
        <Input autoFocus placeholder={placeholder} maxLength={PURPOSE.most} />
      </Form.Item>
      <div className="case-acts">
        <Button type="primary" htmlType="submit" loading={sending}>
          {t('说明目的并查看')}
        </Button>
        {onCancel ? <Button onClick={onCancel}>{t('取消')}</Button> : null}
      </div>
    </Form>
  );
}
