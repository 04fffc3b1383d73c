/** The event that opens a list's gate: declared with its document, or the form to declare it. */

import { useMutation } from '@tanstack/react-query';
import { App, Form, Input } from 'antd';
import { EVENT_DOCUMENT } from '#contracts/lengths.ts';
import type { ListOverview } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useCited, useSaid, useText } from '../../language.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useListsChanged } from './questions.ts';

export function ListGate({ overview }: { readonly overview: ListOverview }) {
  const t = useText();
  const cited = useCited();
  const said = useSaid();
  const { event, may, basis } = overview;
  return (
    <section className="office-card">
      <header>
        <h2>{t('发布的前提')}</h2>
        {event.inEffect && basis.available ? (
          <span className="mark good">{t('已具备')}</span>
        ) : (
          <span className="mark wait">{t('尚未具备')}</span>
        )}
      </header>
      <p>
        {event.title}
        <span className="quiet">
          {' '}
          {t('依据')} {cited(event.clause)}
        </span>
      </p>
      {basis.available ? null : (
        <p>
          {said(basis)} {t('依据登记在政策包中；没有登记以前，这一名单不能公示、不能发布。')}
        </p>
      )}
      {event.declared ? (
        <p>
          {t('已登记：{number}，自 {day} 起生效。', {
            number: event.declared.documentNumber,
            day: event.declared.effectiveOn,
          })}
          {event.inEffect ? null : ` ${t('生效日未到，名单还不能发布。')}`}
        </p>
      ) : (
        <Declaration eventId={event.id} permitted={may.declare} />
      )}
    </section>
  );
}

interface Declared {
  readonly documentNumber: string;
  readonly effectiveOn: string;
}

function Declaration({
  eventId,
  permitted,
}: {
  readonly eventId: string;
  readonly permitted: ListOverview['may']['declare'];
}) {
  const t = useText();
  const { modal, message } = App.useApp();
  const notice = useProblemNotice();
  const changed = useListsChanged();
  const declare = useMutation({
    mutationFn: (declared: Declared) => call('POST /events', { body: { event: eventId, ...declared } }),
    onSuccess: () => {
      void message.success(t('已登记'));
      changed();
    },
    onError: notice,
  });
  const ask = (declared: Declared) =>
    void modal.confirm({
      title: t('登记后不能修改，只登记一次'),
      content: t('{number}，自 {day} 起生效。请与文件原文核对无误再登记。', {
        number: declared.documentNumber,
        day: declared.effectiveOn,
      }),
      okText: t('登记'),
      onOk: () => declare.mutateAsync(declared).catch(() => undefined),
    });
  return (
    <Form<Declared> layout="vertical" requiredMark={false} onFinish={ask} disabled={!permitted.available}>
      <p>{t('还没有登记宣布文件；登记以前可以推荐、公示和会签，不能发布。')}</p>
      <Form.Item
        name="documentNumber"
        label={t('宣布文件的文号')}
        rules={[
          { required: true, min: EVENT_DOCUMENT.least, max: EVENT_DOCUMENT.most, message: t('请填写文号，与文件一致') },
        ]}
      >
        <Input maxLength={EVENT_DOCUMENT.most} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="effectiveOn"
        label={t('自哪一天起生效')}
        rules={[{ required: true, message: t('请填写生效日期') }]}
      >
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
      <PermittedButton permitted={permitted} type="primary" htmlType="submit" loading={declare.isPending}>
        {t('登记宣布文件')}
      </PermittedButton>
    </Form>
  );
}
