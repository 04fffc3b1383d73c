/** What the applicant attached. Opening a piece states a purpose, which the applicant can read; the bytes stay in this page. */
import { Button, Card, Form, Input, Modal, Spin } from 'antd';
import { useState } from 'react';
import type { RequestProof as Proof, RightsDetail } from '#contracts/rights.ts';
import { useText, useTitle } from '../../language.tsx';
import { EvidenceContent } from '../../parts/evidence-content.tsx';
import { instantText } from '../../parts/instant.ts';
import { PURPOSE, usePurposeRule } from '../../parts/purpose.ts';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { useOpenProof, useRequestProof } from './questions.ts';

type Piece = Proof['items'][number];

export function RequestProof({ detail }: { readonly detail: RightsDetail }) {
  const t = useText();
  const titled = useTitle();
  const { data: me } = useMe();
  const [chosen, setChosen] = useState<Piece | null>(null);
  const proof = useRequestProof(detail.requestId);
  const given = proof.data?.items.filter(({ withdrawn }) => withdrawn === null) ?? [];
  const missing = proof.data?.kinds.filter(({ required, present }) => required && !present) ?? [];
  return (
    <Card size="small" title={<h2>{t('证明材料')}</h2>}>
      {proof.isError ? <ProblemAlert error={proof.error} onRetry={() => void proof.refetch()} /> : null}
      {proof.isPending ? <Spin /> : null}
      {proof.data && given.length === 0 ? <p className="case-hint">{t('申请人没有附证明材料。')}</p> : null}
      <ul className="request-deliveries">
        {given.map((piece) => (
          <li key={piece.evidenceId}>
            <span>
              {titled(piece)}
              {piece.note ? `（${piece.note}）` : ''}
            </span>
            <small className="quiet">
              {piece.form === 'paper' ? `${t('纸质件由单位留存')} · ${piece.department ?? ''}` : sizeOf(piece, t)} ·{' '}
              <span className="numbers">{instantText(piece.addedAt)}</span>
            </small>
            {piece.form === 'file' &&
            piece.deletedAt === null &&
            holds(me, 'reviewer', 'determiner', 'credit-office') ? (
              <Button size="small" onClick={() => setChosen(piece)}>
                {t('查看')}
              </Button>
            ) : null}
            {piece.deletedAt ? <small className="quiet">{t('已按保存期限删除')}</small> : null}
          </li>
        ))}
      </ul>
      {missing.length > 0 ? (
        <p className="case-hint">{t('还缺：{what}', { what: missing.map(({ title }) => title).join(t('、')) })}</p>
      ) : null}
      {chosen ? <Viewer detail={detail} piece={chosen} onClose={() => setChosen(null)} /> : null}
    </Card>
  );
}

const sizeOf = ({ bytes, pages, mediaType }: Piece, t: ReturnType<typeof useText>): string =>
  mediaType === 'application/pdf'
    ? t('PDF，{pages} 页', { pages: pages ?? 1 })
    : t('图片，{size} KB', { size: Math.max(1, Math.round((bytes ?? 0) / 1024)) });

interface ViewerProps {
  readonly detail: RightsDetail;
  readonly piece: Piece;
  readonly onClose: () => void;
}

function Viewer({ detail, piece, onClose }: ViewerProps) {
  const t = useText();
  const titled = useTitle();
  const purposeRule = usePurposeRule();
  const open = useOpenProof(detail.requestId, piece.evidenceId);
  return (
    <Modal open title={titled(piece)} onCancel={onClose} footer={null} width={open.data ? 900 : 520} destroyOnHidden>
      {open.data === undefined ? (
        <Form<{ purpose: string }> layout="vertical" onFinish={(values) => open.mutate(values)}>
          <p className="case-hint">{t('查看会留下记录，本人能看到')}</p>
          <Form.Item name="purpose" label={t('查看目的')} rules={[purposeRule]}>
            <Input autoFocus maxLength={PURPOSE.most} placeholder={t('例如：核对履行证明')} />
          </Form.Item>
          {open.isError ? <ProblemAlert error={open.error} /> : null}
          <Button type="primary" htmlType="submit" loading={open.isPending}>
            {t('说明目的并查看')}
          </Button>
        </Form>
      ) : (
        <EvidenceContent file={open.data.file} title={titled(piece)} />
      )}
    </Modal>
  );
}
