/** Adding evidence to a case: a file dropped or chosen, or the statement that the department keeps it on paper. */

import { InboxOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal, Progress, Select, Upload } from 'antd';
import { useId, useState } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import { type EvidenceAdded, EvidenceUpload } from '#contracts/evidence.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { call } from '../../api.ts';
import { usePeriod, useText, useTitle } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import '../../parts/evidence.css';

const OTHER = '';

interface Props {
  readonly detail: CaseDetail;
  readonly onAdded: () => void;
}

export function EvidenceAdd({ detail, onAdded }: Props) {
  const t = useText();
  const titled = useTitle();
  const period = usePeriod();
  const { notification } = App.useApp();
  const { kinds, limits, retention, vouch } = detail.evidence;
  const missing = kinds.find(({ required, present }) => required && present === null) ?? kinds[0];
  const [kind, setKind] = useState(missing?.id ?? OTHER);
  const [note, setNote] = useState('');
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [vouching, setVouching] = useState(false);
  const chosen = kinds.find(({ id }) => id === kind);
  const label = useId();

  async function send(work: () => Promise<EvidenceAdded>): Promise<boolean> {
    setProblem(null);
    try {
      const { known } = await work();
      if (known) notification.info({ title: t('同样的材料已在其中，没有重复添加。') });
      setNote('');
      onAdded();
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    }
  }

  async function upload(file: Blob): Promise<void> {
    setSent(0);
    const query = { kind: kind || undefined, note: note.trim() || undefined };
    await send(() =>
      call('POST /cases/:id/evidence', { params: { id: detail.caseId }, query, file, onProgress: setSent }),
    );
    setSent(null);
  }

  async function keepOnPaper(): Promise<void> {
    const statement = { kind, ...(note.trim() ? { note: note.trim() } : {}) };
    if (await send(() => call('POST /cases/:id/evidence/paper', { params: { id: detail.caseId }, body: statement })))
      setVouching(false);
  }

  return (
    <section className="evidence-add" aria-labelledby={label}>
      <h3 id={label}>{t('添加材料')}</h3>
      <div className="evidence-choice">
        <div>
          <span>{t('材料种类')}</span>
          <Select
            value={kind}
            onChange={setKind}
            aria-label={t('材料种类')}
            options={[
              ...kinds.map((one) => ({ value: one.id, label: titled(one) })),
              { value: OTHER, label: t('其他材料') },
            ]}
          />
        </div>
        <div>
          <label htmlFor={`${label}-note`}>{t('补充说明（可不填）')}</label>
          <Input
            id={`${label}-note`}
            value={note}
            maxLength={lengthOf(EvidenceUpload.shape.note).most}
            onChange={({ target }) => setNote(target.value)}
            placeholder={t('不要写身份证号码')}
          />
        </div>
      </div>
      <Upload.Dragger
        accept="image/jpeg,image/png,image/webp,application/pdf"
        showUploadList={false}
        disabled={sent !== null}
        beforeUpload={(file) => {
          void upload(file);
          return false;
        }}
      >
        <p className="ant-upload-text">
          <InboxOutlined aria-hidden /> {t('把照片、扫描件或者 PDF 拖到这里，或点此选择')}
        </p>
        <p className="ant-upload-hint">
          {t(
            'JPEG、PNG、WebP、PDF，每份不超过 {megabytes}MB、{pages} 页。照片里的位置和拍摄信息会去掉；加密保存，办结 {period}后删除。',
            {
              megabytes: limits.bytes >> 20,
              pages: limits.pages,
              period: period(retention.period),
            },
          )}
        </p>
      </Upload.Dragger>
      {sent !== null ? (
        <p className="case-hint" aria-live="polite">
          {sent < 1 ? t('正在上传') : t('已上传，正在检查和重新编码')}
          <Progress percent={Math.floor(sent * 100)} size="small" aria-label={t('上传进度')} />
        </p>
      ) : null}
      {problem && !vouching ? <ProblemAlert error={problem} /> : null}
      {chosen && vouch.available && chosen.present === null ? (
        <div className="evidence-act">
          <Button onClick={() => setVouching(true)}>{t('没有电子件：说明纸质件由本单位留存')}</Button>
        </div>
      ) : null}
      {chosen && vouching ? (
        <Modal
          open
          title={t('说明纸质件由本单位留存')}
          okText={t('由我说明')}
          cancelText={t('取消')}
          onOk={() => void keepOnPaper()}
          onCancel={() => setVouching(false)}
        >
          <p>
            {t(
              '您以本人名义说明：“{title}”的纸质件由您所在单位留存，审核、认定或者当事人核查时可以调取。您的姓名会写在事项里。',
              {
                title: titled(chosen),
              },
            )}
          </p>
          {problem ? <ProblemAlert error={problem} /> : null}
        </Modal>
      ) : null}
    </section>
  );
}
