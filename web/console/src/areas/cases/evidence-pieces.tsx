/** The pieces of evidence a case has or had: what each is, who added it and when, and what may be done with it. */
import { Button, Space } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { type Translate, useText, useTitle } from '../../language.tsx';
import { bytesInWords } from '../../parts/bytes.ts';
import { instantText } from '../../parts/instant.ts';

export type Piece = CaseDetail['evidence']['items'][number];

interface Acts {
  readonly evidence: CaseDetail['evidence'];
  /** the piece that is open */
  readonly chosen: Piece | undefined;
  readonly onOpen: (piece: Piece) => void;
  readonly onTakeBack: (piece: Piece) => void;
}

export function EvidencePieces(acts: Acts) {
  const t = useText();
  const { items } = acts.evidence;
  if (items.length === 0) return <p className="case-hint">{t('还没有电子材料；按规定由报送单位留存，请核对。')}</p>;
  return (
    <ul className="evidence-pieces" aria-label={t('已有的材料')}>
      {items.map((piece) => (
        <OnePiece key={piece.evidenceId} piece={piece} {...acts} />
      ))}
    </ul>
  );
}

function OnePiece({
  piece,
  evidence: { open, withdraw },
  chosen,
  onOpen,
  onTakeBack,
}: Acts & { readonly piece: Piece }) {
  const t = useText();
  const titled = useTitle();
  const gone = piece.withdrawn || piece.deletedAt;
  return (
    <li className={gone ? 'evidence-gone' : undefined}>
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
      {gone ? null : (
        <Space wrap>
          {piece.form === 'file' && open.available ? (
            <Button size="small" onClick={() => onOpen(piece)} aria-pressed={chosen === piece}>
              {t('查看')}
            </Button>
          ) : null}
          {piece.own && withdraw.available ? (
            <Button size="small" onClick={() => onTakeBack(piece)}>
              {t('撤回')}
            </Button>
          ) : null}
        </Space>
      )}
    </li>
  );
}

function describe(piece: Piece, t: Translate): string {
  const what =
    piece.form === 'paper'
      ? t('纸质件由单位留存')
      : piece.mediaType === 'application/pdf'
        ? t('PDF，{pages} 页', { pages: piece.pages ?? 1 })
        : t('图片，{size}', { size: bytesInWords(piece.bytes ?? 0) });
  const who = piece.department ? `${piece.department} ${piece.addedBy}` : t(piece.addedBy);
  return [what, who, instantText(piece.addedAt)].join(' · ');
}
