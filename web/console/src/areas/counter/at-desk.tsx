/** The second officer's page: by the number on a colleague's screen, what somebody without a phone is about to say; then a word on it. */
import { Alert, App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { CounterAct } from '#contracts/counter.ts';
import { useLanguage, useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useActByNumber, useAnswerAtDesk } from './questions.ts';
import { Wanted } from './wanted.tsx';
import '../../parts/case-pages.css';
import '../../parts/office.css';
import '../../parts/form.css';
import './counter.css';

export default function AtDesk() {
  const t = useText();
  const [number, setNumber] = useState('');
  const seen = useActByNumber();
  return (
    <>
      <div className="page-head">
        <h1>{t('到场确认')}</h1>
        <span className="quiet">{t('同事的窗口有人没有手机：您到场核对本人和签字的申请表，再确认')}</span>
      </div>
      <section className="office-card counter-identity">
        <Alert
          className="case-consequence"
          type="info"
          showIcon
          title={t(
            '您须在场，没有参与过该事项；确认以后，您不再参与它的审核、认定和决定。确认会记在您的名下，并通知本人。',
          )}
        />
        <Form<{ number: string }>
          layout="vertical"
          autoComplete="off"
          onFinish={(values) => {
            const typed = values.number.replaceAll(/\s/g, '');
            setNumber(typed);
            seen.mutate(typed);
          }}
        >
          <Form.Item
            name="number"
            label={t('同事屏幕上的窗口号码')}
            validateStatus={seen.isError ? 'error' : ''}
            rules={[{ required: true, pattern: /^\s*(?:\d\s*){8}$/, message: t('请填写八位数字。') }]}
          >
            <Input inputMode="numeric" className="counter-typed" />
          </Form.Item>
          {seen.isError ? <ProblemAlert error={seen.error} /> : null}
          <div className="case-acts case-refused">
            <Button type="primary" htmlType="submit" loading={seen.isPending}>
              {t('查看要确认的内容')}
            </Button>
          </div>
        </Form>
      </section>
      {seen.data ? <Answer key={seen.data.actId} act={seen.data} number={number} /> : null}
    </>
  );
}

function Answer({ act, number }: { readonly act: CounterAct; readonly number: string }) {
  const { t, language } = useLanguage();
  const answer = useAnswerAtDesk(number);
  const { modal } = App.useApp();
  const { department, window } = act;
  const ask = (word: 'confirmed' | 'refused') => () =>
    modal.confirm({
      title: word === 'confirmed' ? t('确认这件窗口代办？') : t('不同意这件窗口代办？'),
      content:
        word === 'confirmed'
          ? t('确认后即可办理，不能撤回，记在您的名下；您不再参与这件事的审核、认定和决定。')
          : t('不同意后这件不再办理，不能撤回；还要办的，须重新准备。'),
      okText: word === 'confirmed' ? t('确认') : t('不同意'),
      okButtonProps: { danger: word === 'refused' },
      onOk: () => answer.mutateAsync(word).catch(() => undefined),
    });
  if (answer.data)
    return (
      <Alert
        type={answer.data.answer === 'confirmed' ? 'success' : 'warning'}
        showIcon
        title={
          answer.data.answer === 'confirmed'
            ? t('已确认，请同事办理；本人会收到通知。')
            : t('已记为不同意，不予办理；本人会收到通知。')
        }
      />
    );
  return (
    <section className="office-card counter-identity">
      <h2>{language === 'en' ? act.titleEn : act.title}</h2>
      <CaseFields
        fields={{
          [t('谁的事')]: act.whose,
          ...(act.about ? { [t('事项或者申请')]: <span className="numbers">{act.about}</span> } : {}),
          ...(act.words ? { [t('本人的话')]: act.words } : {}),
          [t('窗口')]: t('{department}{window}号窗口', { department, window }),
        }}
      />
      <Wanted of={act} />
      {act.formAttached ? null : <Alert type="warning" showIcon title={t('没有扫描签字的申请表，不能确认')} />}
      {answer.isError ? <ProblemAlert error={answer.error} /> : null}
      <div className="case-acts case-refused">
        <Button type="primary" disabled={!act.formAttached} loading={answer.isPending} onClick={ask('confirmed')}>
          {t('本人在场，签字的申请表与上面一致，确认')}
        </Button>
        <Button danger loading={answer.isPending} onClick={ask('refused')}>
          {t('不一致或者本人不在场，不同意')}
        </Button>
      </div>
    </section>
  );
}
