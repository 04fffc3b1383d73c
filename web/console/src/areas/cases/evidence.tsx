/** The evidence of a case beside its claim: what is required, what is there, one piece opened for a reason, more added. */
import { CheckCircleFilled, InfoCircleOutlined } from '@ant-design/icons';
import { Button, Card, Tag } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import { useSaid, useText, useTitle } from '../../language.tsx';
import '../../parts/evidence.css';
import { EvidenceAdd } from './evidence-add.tsx';
import { EvidencePieces, type Piece } from './evidence-pieces.tsx';
import { EvidenceTakeBack } from './evidence-take-back.tsx';
import { EvidenceViewer } from './evidence-viewer.tsx';

interface Props {
  readonly detail: CaseDetail;
  readonly onChanged: () => void;
}

export function CaseEvidence({ detail, onChanged }: Props) {
  const t = useText();
  const said = useSaid();
  const { items, kinds, open } = detail.evidence;
  const [chosenId, setChosenId] = useState<string | null>(null);
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
      <Kinds kinds={kinds} />
      <EvidencePieces
        evidence={detail.evidence}
        chosen={chosen}
        onOpen={({ evidenceId }) => setChosenId(evidenceId)}
        onTakeBack={setTakingBack}
      />
      {items.length > 0 && !open.available ? <p className="case-hint">{said(open)}</p> : null}
      {chosen ? (
        <EvidenceViewer
          key={chosen.evidenceId}
          {...{ detail, piece: chosen, purpose, onPurpose: setPurpose }}
          onClose={() => setChosenId(null)}
        />
      ) : null}
      <More detail={detail} onChanged={onChanged} />
      {takingBack ? (
        <EvidenceTakeBack
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

/** What the catalogue asks for, and whether it is there. */
function Kinds({ kinds }: Pick<CaseDetail['evidence'], 'kinds'>) {
  const t = useText();
  const titled = useTitle();
  return (
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
  );
}

/** The way to add a piece, or why there is none. */
function More({ detail, onChanged }: Props) {
  const t = useText();
  const said = useSaid();
  const [adding, setAdding] = useState(false);
  const { attach, items } = detail.evidence;
  if (!attach.available) return <p className="case-hint">{said(attach)}</p>;
  if (adding) return <EvidenceAdd key={items.length} detail={detail} onAdded={onChanged} />;
  return (
    <div className="evidence-act">
      <Button onClick={() => setAdding(true)}>{t('添加材料')}</Button>
    </div>
  );
}
