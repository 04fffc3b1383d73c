/** What was uploaded already: shown, opened, and taken down where that may still be done. */
import { useState } from 'react';
import type { OwnDraft } from '#contracts/own-reports.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import type { ProofPlace } from './proof-place.ts';
import { sizeOf } from './size-of.ts';

type Piece = OwnDraft['evidence']['items'][number];

export interface PiecesProps {
  readonly at: ProofPlace;
  readonly items: readonly Piece[];
  readonly removable: boolean;
  readonly onChanged: () => Promise<unknown>;
}

export function Pieces({ at, items, removable, onChanged }: PiecesProps) {
  const { t } = useLanguage();
  const [failed, setFailed] = useState<unknown>(null);
  async function remove(evidenceId: string): Promise<void> {
    setFailed(null);
    try {
      await at.takeDown(evidenceId);
      await onChanged();
    } catch (error) {
      setFailed(error);
    }
  }
  return (
    <ul className="plain-list">
      {items.map((item) => (
        <li key={item.evidenceId} className="piece">
          <Look at={at} item={item} />
          <span className="piece-end">
            {item.mediaType === 'application/pdf' && item.deletedAt === null ? (
              <a href={at.addressOf(item.evidenceId)} target="_blank" rel="noreferrer">
                {t('打开')}
              </a>
            ) : null}
            {item.bytes === null ? null : <span className="soft">{sizeOf(item.bytes)}</span>}
            {item.deletedAt === null ? null : <span className="soft">{t('文件已按期删除')}</span>}
            {removable && item.own ? (
              <button type="button" className="plain" onClick={() => void remove(item.evidenceId)}>
                {t('撤下')}
                <span className="hidden">：{item.title}</span>
              </button>
            ) : null}
          </span>
        </li>
      ))}
      {failed ? (
        <li>
          <ProblemNotice error={failed} />
        </li>
      ) : null}
    </ul>
  );
}

/** A picture as a picture; of anything else, what it is. */
function Look({ at, item }: { readonly at: ProofPlace; readonly item: Piece }) {
  const { t } = useLanguage();
  if (item.mediaType === 'image/jpeg' && item.deletedAt === null)
    return (
      <a href={at.addressOf(item.evidenceId)} target="_blank" rel="noreferrer">
        <img src={at.addressOf(item.evidenceId)} alt={t('您上传的“{title}”', { title: item.title })} loading="lazy" />
      </a>
    );
  return (
    <span>{item.form === 'paper' ? t('纸质件，由窗口留存') : t('PDF，{pages} 页', { pages: item.pages ?? 1 })}</span>
  );
}
