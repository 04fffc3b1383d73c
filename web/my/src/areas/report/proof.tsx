/**
 * Uploading proof: which kinds are asked for, a picture from the camera or a file, type and size said beforehand, progress, another try
 * when the line breaks, and what is there already. Used for a draft and for a report that came back.
 */
import { useId, useRef, useState } from 'react';
import type { OwnDraft, OwnReportForm } from '#contracts/own-reports.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import type { ProofPlace } from './proof-place.ts';

const TYPES = 'image/jpeg,image/png,image/webp,application/pdf';

interface Upload {
  readonly id: number;
  readonly file: File;
  readonly kind: string;
  /** 0 to 1 while it is on its way */
  readonly sent: number;
  readonly error: unknown;
}

export interface ProofProps {
  /** the draft or report that files are sent to, shown and taken down from */
  readonly at: ProofPlace;
  readonly evidence: OwnDraft['evidence'];
  readonly limits: OwnReportForm['limits'];
  readonly removable: boolean;
  readonly onChanged: () => Promise<unknown>;
}

export function Proof({ at, evidence, limits, removable, onChanged }: ProofProps) {
  const { t } = useLanguage();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [told, setTold] = useState<string | null>(null);
  const counter = useRef(0);
  const megabytes = limits.evidenceBytes >> 20;
  const change = (id: number, part: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));

  async function send(upload: Upload): Promise<void> {
    change(upload.id, { sent: 0, error: null });
    try {
      await at.send(upload.kind, upload.file, (sent) => change(upload.id, { sent }));
      await onChanged();
      setUploads((all) => all.filter(({ id }) => id !== upload.id));
    } catch (error) {
      change(upload.id, { error });
    }
  }

  function choose(kind: string, files: FileList | null): void {
    setTold(null);
    for (const file of files ?? []) {
      if (!TYPES.split(',').includes(file.type)) {
        setTold(t('“{name}”不是照片或者 PDF，没有上传。可以用 JPG、PNG、WebP 或者 PDF。', { name: file.name }));
        continue;
      }
      if (file.size > limits.evidenceBytes) {
        setTold(
          t('“{name}”有 {size}，超过了 {most} MB，没有上传。请拍小一点，或者只取需要的页。', {
            ...{ name: file.name, size: sizeOf(file.size), most: megabytes },
          }),
        );
        continue;
      }
      counter.current += 1;
      const upload: Upload = { id: counter.current, file, kind, sent: 0, error: null };
      setUploads((all) => [...all, upload]);
      void send(upload);
    }
  }

  return (
    <>
      <p className="soft">
        {t('照片（JPG、PNG、WebP）或者 PDF，每份不超过 {most} MB，一共不超过 {items} 份。', {
          ...{ most: megabytes, items: limits.evidenceItems },
        })}{' '}
        {t('照片里的拍摄地点等信息会自动去掉。')}
      </p>
      <p className="notice">{t('请先遮住别人的姓名、电话和证件号码，不要上传病历、检测报告和行程。')}</p>
      {evidence.kinds.map((kind) => (
        <section key={kind.id} className="card">
          <h2>
            {kind.title}{' '}
            <span className={`mark ${kind.present ? 'good' : kind.required ? 'warn' : ''}`}>
              {kind.present ? t('已上传') : kind.required ? t('必须上传') : t('可以不传')}
            </span>
          </h2>
          <Pieces {...{ at, removable, onChanged }} items={evidence.items.filter((item) => item.kind === kind.id)} />
          {uploads
            .filter((upload) => upload.kind === kind.id)
            .map((upload) => (
              <OnItsWay
                key={upload.id}
                upload={upload}
                onRetry={() => void send(upload)}
                onDrop={() => setUploads((all) => all.filter(({ id }) => id !== upload.id))}
              />
            ))}
          <Choosers title={kind.title} onChosen={(files) => choose(kind.id, files)} />
        </section>
      ))}
      {evidence.items.some(({ kind }) => !evidence.kinds.some(({ id }) => id === kind)) ? (
        <section className="card">
          <h2>{t('其他材料')}</h2>
          <Pieces
            {...{ at, removable, onChanged }}
            items={evidence.items.filter(({ kind }) => !evidence.kinds.some(({ id }) => id === kind))}
          />
        </section>
      ) : null}
      <div role="status">{told === null ? null : <p className="notice warn">{told}</p>}</div>
    </>
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
      {input(files, { accept: TYPES, multiple: true })}
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

function Pieces({
  at,
  items,
  removable,
  onChanged,
}: Pick<ProofProps, 'at' | 'removable' | 'onChanged'> & { readonly items: OwnDraft['evidence']['items'] }) {
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
          {item.mediaType === 'image/jpeg' && item.deletedAt === null ? (
            <a href={at.addressOf(item.evidenceId)} target="_blank" rel="noreferrer">
              <img
                src={at.addressOf(item.evidenceId)}
                alt={t('您上传的“{title}”', { title: item.title })}
                loading="lazy"
              />
            </a>
          ) : (
            <span>
              {item.form === 'paper' ? t('纸质件，由窗口留存') : t('PDF，{pages} 页', { pages: item.pages ?? 1 })}
            </span>
          )}
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

export function sizeOf(bytes: number): string {
  return bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
