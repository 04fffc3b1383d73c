/** The entries of a round: conflicts and objections put on record by whom they come to, decided by somebody else of the credit office. */

import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { ENTRY_REASON } from '#contracts/lengths.ts';
import type { DecisionRequest, Permitted, Round } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useSaid, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { shortDay } from '../../parts/instant.ts';
import { keysOf } from '../../parts/keys.ts';
import { useProblemNotice } from '../../problem.tsx';
import { useRoundChanged } from './questions.ts';
import { DECISIONS, ENTRY_STATES } from './words.ts';

type Entry = Round['entries'][number];
type Act = 'objection' | 'kept' | 'struck';
const ACTS: Readonly<Record<Act, string>> = { objection: '登记异议', kept: '决定列入', struck: '决定不列入' };
const SHOWN = 50;

export function RoundEntries({ round }: { readonly round: Round }) {
  const t = useText();
  const [{ status, words, page }, go] = useAddress('/rounds/$id');
  const [act, setAct] = useState<{ entry: Entry; act: Act } | null>(null);
  const shown = [...round.entries]
    .sort(openFirst)
    .filter(
      (entry) =>
        (!status || entry.status === status) && (!words || entry.name.includes(words) || entry.uscc.includes(words)),
    );
  const why = round.may.object.available ? round.may.decide : round.may.object;
  return (
    <section className="office-card">
      <header>
        <h2>{t('条目')}</h2>
        <div className="office-filters">
          <span className="field">
            {t('状态')}
            <Select<keyof typeof ENTRY_STATES | ''>
              aria-label={t('状态')}
              value={status ?? ''}
              popupMatchSelectWidth={false}
              style={{ minWidth: 130 }}
              onChange={(chosen) => go({ status: chosen || undefined, page: undefined })}
              options={[
                { value: '', label: t('全部') },
                ...keysOf(ENTRY_STATES).map((value) => ({ value, label: t(ENTRY_STATES[value][0]) })),
              ]}
            />
          </span>
          <Input.Search
            aria-label={t('按名称或代码查找')}
            placeholder={t('名称或代码')}
            defaultValue={words}
            allowClear
            style={{ width: 220 }}
            onSearch={(value) => go({ words: value.trim() || undefined, page: undefined })}
          />
        </div>
      </header>
      {round.edition === null ? <Reason permitted={why} /> : null}
      <DataTable<Entry>
        label={t('条目')}
        width={1090}
        empty={t('没有符合条件的条目。')}
        dataSource={shown}
        rowKey="recordId"
        pagination={
          shown.length > SHOWN
            ? {
                pageSize: SHOWN,
                current: Number(page ?? 1),
                showSizeChanger: false,
                onChange: (number) => go({ page: number === 1 ? undefined : String(number) }),
              }
            : false
        }
        columns={[
          {
            title: t('名称'),
            width: 260,
            render: (_, { name, uscc }) => (
              <>
                {name}
                <span className="reason numbers">{uscc}</span>
              </>
            ),
          },
          {
            title: t('事由和事项'),
            render: (_, entry) => (
              <>
                {entry.groundTitle}
                <span className="reason">{entry.matter}</span>
                <Decided entry={entry} />
              </>
            ),
          },
          {
            title: t('推荐单位'),
            width: 180,
            render: (_, { department, zone }) => (
              <>
                {department}
                {zone ? <span className="reason">{zone}</span> : null}
              </>
            ),
          },
          {
            title: t('状态'),
            width: 110,
            render: (_, { status }) => {
              const [words, tone] = standing(status, round.edition !== null);
              return <span className={`mark ${tone}`}>{t(words)}</span>;
            },
          },
          ...(round.edition === null
            ? [
                {
                  title: t('办理'),
                  width: 300,
                  render: (_: unknown, entry: Entry) => (
                    <Acts entry={entry} round={round} onAct={(chosen) => setAct({ entry, act: chosen })} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {act ? <DecisionForm round={round} {...act} onClose={() => setAct(null)} /> : null}
    </section>
  );
}

/** Once published nothing is proposed any more; what of it the edition holds stands in the edition. */
function standing(status: Entry['status'], published: boolean): readonly [string, string] {
  return published && status === 'proposed' ? ['无异议', 'plain'] : ENTRY_STATES[status];
}

/** What somebody has to decide comes first; otherwise as the round has them. */
const openFirst = (a: Entry, b: Entry): number => Number(b.status === 'open') - Number(a.status === 'open');

function Reason({ permitted }: { readonly permitted: Permitted }) {
  const t = useText();
  const said = useSaid();
  if (permitted.available) return null;
  return (
    <span className="reason">
      {said(permitted)}
      {permitted.clause ? ` ${t('依据')} ${permitted.clause}` : ''}
    </span>
  );
}

function Decided({ entry }: { readonly entry: Entry }) {
  const t = useText();
  if (entry.decisions.length === 0) return null;
  return (
    <ul className="lines">
      {entry.decisions.map(({ decision, reason, at }) => (
        <li key={`${decision} ${at}`}>
          <strong>{t(DECISIONS[decision])}</strong>：{reason} <span className="quiet numbers">{shortDay(at)}</span>
        </li>
      ))}
    </ul>
  );
}

function Acts({
  entry,
  round,
  onAct,
}: {
  readonly entry: Entry;
  readonly round: Round;
  readonly onAct: (act: Act) => void;
}) {
  const t = useText();
  if (entry.status === 'struck') return <span className="quiet">{t('已决定不列入，本轮不再变动')}</span>;
  const { object, decide } = entry.may ?? round.may;
  const acts: [Act, boolean][] = [
    ['objection', object.available],
    // where nobody in this seat may decide, the reason stands once above the table and not in every row
    ...(round.may.decide.available
      ? ([
          ['kept', decide.available],
          ['struck', decide.available],
        ] as [Act, boolean][])
      : []),
  ];
  return (
    <span className="office-views">
      {acts.map(([act, available]) => (
        <Button
          key={act}
          size="small"
          disabled={!available}
          aria-label={`${t(ACTS[act])} ${entry.name}`}
          onClick={() => onAct(act)}
        >
          {t(ACTS[act])}
        </Button>
      ))}
      {entry.may ? <Reason permitted={object.available ? decide : object} /> : null}
    </span>
  );
}

const EXPLAINED: Readonly<Record<Act, string>> = {
  objection: '登记后该条目转为待处理，市信用办决定以前不能会签和发布。',
  kept: '该条目列入下一期名单。理由记录在案。',
  struck: '该条目不列入本轮名单，本轮内不能改回。理由记录在案。',
};

function DecisionForm({
  round,
  entry,
  act,
  onClose,
}: {
  readonly round: Round;
  readonly entry: Entry;
  readonly act: Act;
  readonly onClose: () => void;
}) {
  const t = useText();
  const { message } = App.useApp();
  const notice = useProblemNotice();
  const changed = useRoundChanged(round.roundId);
  const [form] = Form.useForm<{ reason: string }>();
  const decide = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      call('POST /rounds/:id/decisions', {
        params: { id: round.roundId },
        body: {
          recordId: entry.recordId,
          decision: act,
          reason,
        } satisfies DecisionRequest,
      }),
    onSuccess: (after) => {
      changed(after);
      void message.success(t('已记录'));
      onClose();
    },
    onError: notice,
  });
  return (
    <Modal
      open
      title={`${t(ACTS[act])}：${entry.name}`}
      okText={t(ACTS[act])}
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{t(EXPLAINED[act])}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => decide.mutate(values)}>
        <Form.Item
          name="reason"
          label={act === 'objection' ? t('谁提出了什么异议') : t('理由')}
          rules={[
            {
              required: true,
              min: ENTRY_REASON.least,
              max: ENTRY_REASON.most,
              message: t('请填写 {least} 至 {most} 字', { ...ENTRY_REASON }),
            },
          ]}
        >
          <Input.TextArea rows={4} maxLength={ENTRY_REASON.most} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
