/**
 * Uploading proof: which kinds are asked for, a picture from the camera or a file, type and size said beforehand, progress, another try
 * when the line breaks, and what is there already. Used for a draft and for a report that came back.
 */
import { useId } from 'react';
import type { OwnDraft, OwnReportForm } from '#contracts/own-reports.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Pieces } from './pieces.tsx';
import type { ProofPlace } from './proof-place.ts';
import { sizeOf } from './size-of.ts';
import { PROOF_TYPES, type Upload, useUploads } from './use-uploads.ts';

interface ProofProps {
  /** the draft or report that files are sent to, shown and taken down from */
  readonly at: ProofPlace;
  readonly evidence: OwnDraft['evidence'];
  readonly limits: OwnReportForm['limits'];
  readonly removable: boolean;
  readonly onChanged: () => Promise<unknown>;
}

export function Proof({ at, evidence, limits, removable, onChanged }: ProofProps) {
  const { t } = useLanguage();
  const { uploads, told, choose, send, drop } = useUploads(at, limits, onChanged);
  const others = evidence.items.filter(({ kind }) => !evidence.kinds.some(({ id }) => id === kind));
  return (
    <>
      <BeforeChoosing limits={limits} />
      {evidence.kinds.map((kind) => (
        <section key={kind.id} className="card">
          <KindTitle kind={kind} />
          <Pieces {...{ at, removable, onChanged }} items={evidence.items.filter((item) => item.kind === kind.id)} />
          {uploads
            .filter((upload) => upload.kind === kind.id)
            .map((upload) => (
              <OnItsWay key={upload.id} upload={upload} onRetry={() => void send(upload)} onDrop={() => drop(upload)} />
            ))}
          <Choosers title={kind.title} onChosen={(files) => choose(kind.id, files)} />
        </section>
      ))}
      {others.length > 0 ? (
        <section className="card">
          <h2>{t('其他材料')}</h2>
          <Pieces {...{ at, removable, onChanged }} items={others} />
        </section>
      ) : null}
      <div role="status">{told === null ? null : <p className="notice warn">{told}</p>}</div>
    </>
  );
}

/** What may be sent and what must not be, said before anybody looks for a file. */
function BeforeChoosing({ limits }: Pick<ProofProps, 'limits'>) {
  const { t } = useLanguage();
  return (
    <>
      <p className="soft">
        {t('照片（JPG、PNG、WebP）或者 PDF，每份不超过 {most} MB，一共不超过 {items} 份。', {
          ...{ most: limits.evidenceBytes >> 20, items: limits.evidenceItems },
        })}{' '}
        {t('照片里的拍摄地点等信息会自动去掉。')}
      </p>
      <p className="notice">{t('请先遮住别人的姓名、电话和证件号码，不要上传病历、检测报告和行程。')}</p>
    </>
  );
}

function KindTitle({ kind }: { readonly kind: OwnDraft['evidence']['kinds'][number] }) {
  const { t } = useLanguage();
  return (
    <h2>
      {kind.title}{' '}
      <span className={`mark ${kind.present ? 'good' : kind.required ? 'warn' : ''}`}>
        {kind.present ? t('已上传') : kind.required ? t('必须上传') : t('可以不传')}
      </span>
    </h2>
  );
}

/** Two ways in: the camera of a phone, and what is on the device already. */
function Choosers({
  title,
  onChosen,
}: {
  readonly title: string;
  readonly onChosen: (files: FileList | null) => void;
}) {
  const { t } = useLanguage();
  const camera = useId();
  const files = useId();
  const input = (id: string, more: { accept: string; capture?: 'environment'; multiple?: boolean }) => (
    <input
      id={id}
      type="file"
      className="hidden"
      {...more}
      onChange={({ target }) => {
        onChosen(target.files);
        target.value = '';
      }}
    />
  );
  return (
    <div className="buttons choosers">
      {input(camera, { accept: 'image/*', capture: 'environment' })}
      <label htmlFor={camera} className="button">
        {t('拍照')}
        <span className="hidden">：{title}</span>
      </label>
      {input(files, { accept: PROOF_TYPES, multiple: true })}
      <label htmlFor={files} className="button">
        {t('选择照片或者 PDF')}
        <span className="hidden">：{title}</span>
      </label>
    </div>
  );
}

function OnItsWay({
  upload: { file, sent, error },
  onRetry,
  onDrop,
}: {
  readonly upload: Upload;
  readonly onRetry: () => void;
  readonly onDrop: () => void;
}) {
  const { t } = useLanguage();
  if (error)
    return (
      <div>
        <ProblemNotice error={error} />
        <p className="soft">{t('“{name}”（{size}）没有传上去。', { name: file.name, size: sizeOf(file.size) })}</p>
        <div className="buttons">
          <button type="button" className="main" onClick={onRetry}>
            {t('再传一次')}
          </button>
          <button type="button" onClick={onDrop}>
            {t('不传了')}
          </button>
        </div>
      </div>
    );
  const percent = Math.round(sent * 100);
  return (
    <div className="on-its-way">
      <p>
        {t('正在上传“{name}”（{size}）', { name: file.name, size: sizeOf(file.size) })}
        {percent < 100 ? ` ${percent}%` : ` · ${t('正在处理……')}`}
      </p>
      <progress max={100} value={percent} aria-label={t('上传进度')} />
    </div>
  );
}
