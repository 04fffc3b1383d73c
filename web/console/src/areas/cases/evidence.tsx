/** The evidence of a case beside its claim: what is required, what is there, one piece opened for a reason, more added. */

import { CheckCircleFilled, InfoCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Modal, Space, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import { EvidenceWithdrawal } from '#contracts/evidence.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { call } from '../../api.ts';
import { useSaid, useText, useTitle } from '../../language.tsx';
import { bytesInWords } from '../../parts/bytes.ts';
import { PURPOSE, usePurposeRule } from '../../parts/purpose.ts';
import { ProblemAlert } from '../../problem.tsx';
import '../../parts/evidence.css';
import { EvidenceContent } from '../../parts/evidence-content.tsx';
import { instantText } from '../../parts/instant.ts';
import { EvidenceAdd } from './evidence-add.tsx';

type Piece = CaseDetail['evidence']['items'][number];

interface Props {
  readonly detail: CaseDetail;
  readonly onChanged: () => void;
}

export function CaseEvidence({ detail, onChanged }: Props) {
  const t = useText();
  const said = useSaid();
  const titled = useTitle();
  const { items, kinds, attach, withdraw, open } = detail.evidence;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [takingBack, setTakingBack] = useState<Piece | null>(null);
  // the last purpose stated on this page: offered again, stated again
  const [purpose, setPurpose] = useState('');
  const chosen = items.find(({ evidenceId }) => evidenceId === chosenId);
  const missing = kinds.filter(({ required, present }) => required && present === null).length;
  return (
    <Card
      size="small"
      title={<h2>{t('证明材料')}</h2>}
      extra={missing > 0 ? t('必需的未附 {count} 种', { count: missing }) : kinds.length > 0 ? t('必需的都有') : null}
    >
      <ul className="evidence-kinds">
        {kinds.map((kind) => (
          <li key={kind.id}>
            {kind.present ? (
              <CheckCircleFilled className="case-met" aria-label={t('已有')} />
            ) : (
              <InfoCircleOutlined className="case-kept" aria-label={t('未附')} />
            )}
            <span>
              {titled(kind)} <Tag>{kind.required ? t('必需') : t('可不交')}</Tag>
              <small className="case-hint">{t(PRESENCE[kind.present ?? 'none'])}</small>
            </span>
          </li>
        ))}
      </ul>
      {items.length > 0 ? (
        <ul className="evidence-pieces" aria-label={t('已有的材料')}>
          {items.map((piece) => (
            <li key={piece.evidenceId} className={piece.withdrawn || piece.deletedAt ? 'evidence-gone' : undefined}>
              <div>
                <span>
                  {titled(piece)}
                  {piece.note ? `（${piece.note}）` : ''}
                </span>
                <small>{describe(piece, t)}</small>
                {piece.withdrawn ? <small>{t('已撤回：{reason}', { reason: piece.withdrawn.reason })}</small> : null}
                {piece.deletedAt ? (
                  <small>{t('文件已于 {at} 删除，保留这条登记', { at: instantText(piece.deletedAt) })}</small>
                ) : null}
              </div>
              {piece.withdrawn || piece.deletedAt ? null : (
                <Space wrap>
                  {piece.form === 'file' && open.available ? (
                    <Button size="small" onClick={() => setChosenId(piece.evidenceId)} aria-pressed={chosen === piece}>
                      {t('查看')}
                    </Button>
                  ) : null}
                  {piece.own && withdraw.available ? (
                    <Button size="small" onClick={() => setTakingBack(piece)}>
                      {t('撤回')}
                    </Button>
                  ) : null}
                </Space>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="case-hint">{t('还没有电子材料；按规定由报送单位留存，请核对。')}</p>
      )}
      {items.length > 0 && !open.available ? <p className="case-hint">{said(open)}</p> : null}
      {chosen ? (
        <Viewer
          key={chosen.evidenceId}
          {...{ detail, piece: chosen, purpose, onPurpose: setPurpose }}
          onClose={() => setChosenId(null)}
        />
      ) : null}
      {attach.available && !adding ? (
        <div className="evidence-act">
          <Button onClick={() => setAdding(true)}>{t('添加材料')}</Button>
        </div>
      ) : null}
      {attach.available && adding ? (
        <EvidenceAdd key={detail.evidence.items.length} {...{ detail, onAdded: onChanged }} />
      ) : null}
      {attach.available ? null : <p className="case-hint">{said(attach)}</p>}
      {takingBack ? (
        <TakeBack
          {...{ detail, piece: takingBack }}
          onClose={() => setTakingBack(null)}
          onDone={() => {
            if (chosenId === takingBack.evidenceId) setChosenId(null);
            setTakingBack(null);
            onChanged();
          }}
        />
      ) : null}
    </Card>
  );
}

const PRESENCE = { file: '已附', paper: '纸质件由单位留存', none: '未附' } as const;

function describe(piece: Piece, t: ReturnType<typeof useText>): string {
  const what =
    piece.form === 'paper'
      ? t('纸质件由单位留存')
      : piece.mediaType === 'application/pdf'
        ? t('PDF，{pages} 页', { pages: piece.pages ?? 1 })
        : t('图片，{size}', { size: bytesInWords(piece.bytes ?? 0) });
  const who = piece.department ? `${piece.department} ${piece.addedBy}` : t(piece.addedBy);
  return [what, who, instantText(piece.addedAt)].join(' · ');
}

interface ViewerProps {
  readonly detail: CaseDetail;
  readonly piece: Piece;
  readonly purpose: string;
  readonly onPurpose: (purpose: string) => void;
  readonly onClose: () => void;
}

/** About a person the purpose is stated for each look; about an organisation the look is only logged. */
function Viewer({ detail, piece, purpose, onPurpose, onClose }: ViewerProps) {
  const t = useText();
  const purposeRule = usePurposeRule();
  const titled = useTitle();
  const place = useRef<HTMLElement>(null);
  const asks = detail.subjectType === 'person';
  const look = useMutation({
    mutationFn: (stated: string | undefined) =>
      call.file('POST /cases/:id/evidence/:evidence/open', {
        params: { id: detail.caseId, evidence: piece.evidenceId },
        body: stated ? { purpose: stated } : {},
      }),
  });
  const { mutate } = look;
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
    if (!asks) mutate(undefined);
  }, [asks, mutate]);
  return (
    // Escape closes it from anywhere inside
    <section
      ref={place}
      className="evidence-viewer"
      aria-label={t('查看：{title}', { title: titled(piece) })}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header>
        <h3>{titled(piece)}</h3>
        <Button size="small" onClick={onClose}>
          {t('关闭')} (Esc)
        </Button>
      </header>
      {look.data ? (
        <>
          <EvidenceContent file={look.data.file} title={titled(piece)} />
          <p className="case-hint">{t('已记录本次查看。')}</p>
        </>
      ) : asks ? (
        <Form<{ purpose: string }>
          layout="vertical"
          initialValues={{ purpose }}
          onFinish={(values) => {
            onPurpose(values.purpose);
            look.mutate(values.purpose);
          }}
        >
          <Alert
            type="info"
            showIcon
            title={t('查看会留下记录，本人能看到')}
            description={t(
              '您的姓名、单位、时间和所填目的都会记入查询记录，当事人本人可以看到。请只在办理需要时查看。',
            )}
          />
          <Form.Item className="case-refused" name="purpose" label={t('查看目的')} rules={[purposeRule]}>
            <Input autoFocus placeholder={t('例如：核对派出单位和日期')} maxLength={PURPOSE.most} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={look.isPending}>
            {t('说明目的并查看')}
          </Button>
        </Form>
      ) : null}
      {look.isError ? <ProblemAlert error={look.error} /> : null}
    </section>
  );
}

const REASON = lengthOf(EvidenceWithdrawal.shape.reason);

interface TakeBackProps {
  readonly detail: CaseDetail;
  readonly piece: Piece;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function TakeBack({ detail, piece, onClose, onDone }: TakeBackProps) {
  const t = useText();
  const titled = useTitle();
  const [form] = Form.useForm<{ reason: string }>();
  const back = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      call('POST /cases/:id/evidence/:evidence/withdraw', {
        params: { id: detail.caseId, evidence: piece.evidenceId },
        body: { reason },
      }),
    onSuccess: onDone,
  });
  return (
    <Modal
      open
      title={t('撤回“{title}”', { title: titled(piece) })}
      okText={t('确定撤回')}
      cancelText={t('取消')}
      confirmLoading={back.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="case-hint">{t('文件随后删除，登记和理由保留。')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => back.mutate(values)}>
        <Form.Item
          name="reason"
          label={t('理由')}
          rules={[
            {
              ...{ required: true, whitespace: true, min: REASON.least, max: REASON.most },
              message: t('请写明理由，{least} 到 {most} 个字。', { ...REASON }),
            },
          ]}
        >
          <Input autoFocus maxLength={REASON.most} />
        </Form.Item>
      </Form>
      {back.isError ? <ProblemAlert error={back.error} /> : null}
    </Modal>
  );
}
