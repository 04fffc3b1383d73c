/** What waits for the word of who appears: the code they read out, or a second officer at this desk; and what is then done. */
import { Button, Form, Input, Spin, Tag, Upload } from 'antd';
import { useState } from 'react';
import type { CounterAct } from '#contracts/counter.ts';
import { useLanguage, useText } from '../../language.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import {
  useCompletion,
  useCounterActs,
  useDeskNumber,
  usePrepare,
  usePrint,
  useSignedForm,
  useStandingAnew,
  useTypedCode,
} from './questions.ts';
import { Wanted } from './wanted.tsx';
import { ACT_COLOURS, ACT_STATES } from './words.ts';

interface Props {
  readonly appeared: Appeared;
  /** the person lets the assistant see what is under relief */
  readonly onSeen: () => void;
}

export function CounterWaiting({ appeared, onSeen }: Props) {
  const t = useText();
  const acts = useCounterActs(appeared);
  const prepare = usePrepare(appeared);
  const askAnew = useStandingAnew(appeared);
  return (
    <section className="office-card">
      <header>
        <h2>{t('等本人确认的')}</h2>
        <span className="case-acts">
          <Button loading={prepare.isPending} onClick={() => prepare.mutate('full-report')}>
            {t('打印完整信用报告')}
          </Button>
          <Button loading={prepare.isPending} onClick={() => prepare.mutate('see-held')}>
            {t('查看暂不纳入的记录')}
          </Button>
          <Button onClick={askAnew}>{t('看看确认了没有')}</Button>
        </span>
      </header>
      <p className="quiet">
        {t(
          '提出异议、申请修复、申请暂不纳入、撤回申请、陈述申辩、打印完整信用报告、查看暂不纳入的记录，由本人确认以后才办理',
        )}
      </p>
      {prepare.isError ? <ProblemAlert error={prepare.error} /> : null}
      {acts.isError ? <ProblemAlert error={acts.error} onRetry={() => void acts.refetch()} /> : null}
      {acts.isPending ? <Spin /> : null}
      {acts.data?.items.length === 0 ? <p className="quiet">{t('没有等本人确认的。')}</p> : null}
      {acts.data?.items.map((act) => (
        <OneAct key={act.actId} appeared={appeared} act={act} onSeen={onSeen} />
      ))}
    </section>
  );
}

interface ActProps extends Props {
  readonly act: CounterAct;
}

function OneAct({ appeared, act, onSeen }: ActProps) {
  const { t, language } = useLanguage();
  return (
    <article className="counter-case">
      <h3>
        {language === 'en' ? act.titleEn : act.title}{' '}
        <Tag color={ACT_COLOURS[act.state]}>{t(act.done ? '已办完' : ACT_STATES[act.state])}</Tag>
      </h3>
      <p>{t('{at} 准备，{until} 以前有效', { at: instantText(act.at), until: instantText(act.expiresAt) })}</p>
      {act.words ? (
        <p>
          <strong>{t('本人的话')}</strong>
          {t('：')}
          {act.words}
        </p>
      ) : null}
      <Wanted of={act} />
      {act.state === 'waiting' ? <Word appeared={appeared} act={act} /> : null}
      {act.state === 'confirmed' && !act.done ? <CarryOut appeared={appeared} act={act} onSeen={onSeen} /> : null}
    </article>
  );
}

const CODE = /^\d{8}$/;

function Word({ appeared, act }: Omit<ActProps, 'onSeen'>) {
  const t = useText();
  const typed = useTypedCode(appeared, act.actId);
  const [second, setSecond] = useState(false);
  return (
    <>
      <p>{t('请本人打开“我的信用—窗口代办”，核对内容后把八位确认码念给您；也可以由本人直接点“同意”。')}</p>
      <Form<{ code: string }>
        layout="inline"
        className="counter-code"
        autoComplete="off"
        onFinish={({ code }) => typed.mutate(code.replaceAll(/\s/g, ''))}
      >
        <Form.Item
          name="code"
          label={t('本人念出的确认码')}
          rules={[
            {
              validator: (_, value: unknown) =>
                CODE.test(String(value ?? '').replaceAll(/\s/g, ''))
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('请填写八位数字。'))),
            },
          ]}
        >
          <Input inputMode="numeric" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={typed.isPending}>
          {t('确认并办理')}
        </Button>
      </Form>
      {typed.isError ? <ProblemAlert error={typed.error} /> : null}
      {second ? (
        <SecondOfficer appeared={appeared} act={act} />
      ) : (
        <Button type="link" onClick={() => setSecond(true)}>
          {t('本人没有手机：请第二人到场')}
        </Button>
      )}
    </>
  );
}

function SecondOfficer({ appeared, act }: Omit<ActProps, 'onSeen'>) {
  const t = useText();
  const form = useSignedForm(appeared, act.actId);
  const number = useDeskNumber(appeared, act.actId);
  return (
    <div className="counter-second">
      <p>
        {t(
          '本单位另一名经办人到场，未参与该事项；在其自己的登录中打开“到场确认”，输入下面的号码。须先扫描本人签字的申请表。',
        )}
      </p>
      <div className="case-acts">
        <Upload
          accept=".jpg,.jpeg,.png,.pdf"
          showUploadList={false}
          beforeUpload={(file) => {
            form.mutate(file);
            return false;
          }}
        >
          <Button loading={form.isPending}>{t('扫描本人签字的申请表')}</Button>
        </Upload>
        {act.formAttached ? <Tag color="green">{t('申请表已上传')}</Tag> : null}
        <Button loading={number.isPending} onClick={() => number.mutate()}>
          {t('显示本窗口号码')}
        </Button>
      </div>
      {form.isError ? <ProblemAlert error={form.error} /> : null}
      {number.isError ? <ProblemAlert error={number.error} /> : null}
      {number.data ? (
        <p role="status">
          {t('本窗口号码，五分钟内有效，用一次')}
          {t('：')}
          <strong className="counter-number numbers">{spaced(number.data.code)}</strong>
        </p>
      ) : null}
    </div>
  );
}

const spaced = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

function CarryOut({ appeared, act, onSeen }: ActProps) {
  const t = useText();
  const complete = useCompletion(appeared, act.actId);
  const print = usePrint(appeared, act.actId);
  const failed = complete.error ?? print.error;
  return (
    <div className="case-acts">
      {act.kind === 'full-report' ? (
        <Button type="primary" loading={print.isPending} onClick={() => print.mutate(undefined)}>
          {t('打印（计入本年次数）')}
        </Button>
      ) : null}
      {act.kind === 'see-held' ? (
        <Button type="primary" onClick={onSeen}>
          {t('查看（三十分钟内）')}
        </Button>
      ) : null}
      {act.kind !== 'full-report' && act.kind !== 'see-held' ? (
        <Button type="primary" loading={complete.isPending} onClick={() => complete.mutate(undefined)}>
          {t('办理')}
        </Button>
      ) : null}
      {failed ? <ProblemAlert error={failed} /> : null}
    </div>
  );
}
