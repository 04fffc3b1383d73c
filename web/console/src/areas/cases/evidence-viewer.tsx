/** One piece of evidence opened on the page of its case. */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import { call } from '../../api.ts';
import { useText, useTitle } from '../../language.tsx';
import { EvidenceContent } from '../../parts/evidence-content.tsx';
import { ProblemAlert } from '../../problem.tsx';
import type { Piece } from './evidence-pieces.tsx';
import { PurposeForm } from './purpose-form.tsx';

interface Props {
  readonly detail: CaseDetail;
  readonly piece: Piece;
  /** the last purpose stated on this page */
  readonly purpose: string;
  readonly onPurpose: (purpose: string) => void;
  readonly onClose: () => void;
}

/** About a person the purpose is stated for each look; about an organisation the look is only logged. */
export function EvidenceViewer({ detail, piece, purpose, onPurpose, onClose }: Props) {
  const t = useText();
  const titled = useTitle();
  const place = useRef<HTMLElement>(null);
  const asks = detail.subjectType === 'person';
  const look = useLook(detail.caseId, piece.evidenceId);
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
        <PurposeForm
          placeholder={t('例如：核对派出单位和日期')}
          initial={purpose}
          sending={look.isPending}
          onStated={(stated) => {
            onPurpose(stated);
            mutate(stated);
          }}
        />
      ) : null}
      {look.isError ? <ProblemAlert error={look.error} /> : null}
    </section>
  );
}

function useLook(caseId: string, evidence: string) {
  return useMutation({
    mutationFn: (purpose: string | undefined) =>
      call.file('POST /cases/:id/evidence/:evidence/open', {
        params: { id: caseId, evidence },
        body: purpose ? { purpose } : {},
      }),
  });
}
