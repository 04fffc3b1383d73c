/** Adding evidence to a case: a file dropped or chosen, or the statement that the department keeps it on paper. */
import { InboxOutlined } from '@ant-design/icons';
import { Button, Input, Modal, Progress, Select, Upload } from 'antd';
import { useId, useState } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import { EvidenceUpload } from '#contracts/evidence.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { usePeriod, useText, useTitle } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import '../../parts/evidence.css';
import { type EvidenceAdding, OTHER, useEvidenceAdd } from './use-evidence-add.ts';

interface Props {
  readonly detail: CaseDetail;
  readonly onAdded: () => void;
}

export function EvidenceAdd({ detail, onAdded }: Props) {
  const t = useText();
  const adding = useEvidenceAdd(detail, onAdded);
  const [vouching, setVouching] = useState(false);
  const { chosen, problem, sent } = adding;
  const { kinds, vouch } = detail.evidence;
  const label = useId();
  return (
    <section className="evidence-add" aria-labelledby={label}>
      <h3 id={label}>{t('添加材料')}</h3>
      <KindAndNote kinds={kinds} adding={adding} />
      <Drop evidence={detail.evidence} disabled={sent !== null} onFile={adding.upload} />
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
        <Vouching
          kind={chosen}
          problem={problem}
          onState={() => void adding.keepOnPaper().then((taken) => taken && setVouching(false))}
          onClose={() => setVouching(false)}
        />
      ) : null}
    </section>
  );
}

type Evidence = CaseDetail['evidence'];
type Kind = Evidence['kinds'][number];

interface KindProps {
  readonly kinds: readonly Kind[];
  readonly adding: EvidenceAdding;
}

function KindAndNote({ kinds, adding: { kind, setKind, note, setNote } }: KindProps) {
  const t = useText();
  const titled = useTitle();
  const noteId = useId();
  return (
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
        <label htmlFor={noteId}>{t('补充说明（可不填）')}</label>
        <Input
          id={noteId}
          value={note}
          maxLength={lengthOf(EvidenceUpload.shape.note).most}
          onChange={({ target }) => setNote(target.value)}
          placeholder={t('不要写身份证号码')}
        />
      </div>
    </div>
  );
}

interface DropProps {
  readonly evidence: Evidence;
  readonly disabled: boolean;
  readonly onFile: (file: Blob) => void;
}

function Drop({ evidence: { limits, retention }, disabled, onFile }: DropProps) {
  const t = useText();
  const period = usePeriod();
  return (
    <Upload.Dragger
      accept="image/jpeg,image/png,image/webp,application/pdf"
      showUploadList={false}
      disabled={disabled}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <p className="ant-upload-text">
        <InboxOutlined aria-hidden /> {t('把照片、扫描件或者 PDF 拖到这里，或点此选择')}
      </p>
      <p className="ant-upload-hint">
        {t(
          'JPEG、PNG、WebP、PDF，每份不超过 {megabytes}MB、{pages} 页。照片里的位置和拍摄信息会去掉；加密保存，办结 {period}后删除。',
          { megabytes: limits.bytes >> 20, pages: limits.pages, period: period(retention.period) },
        )}
      </p>
    </Upload.Dragger>
  );
}

interface VouchingProps {
  readonly kind: Kind;
  readonly problem: unknown;
  readonly onState: () => void;
  readonly onClose: () => void;
}

function Vouching({ kind, problem, onState, onClose }: VouchingProps) {
  const t = useText();
  const titled = useTitle();
  return (
    <Modal
      open
      title={t('说明纸质件由本单位留存')}
      okText={t('由我说明')}
      cancelText={t('取消')}
      onOk={onState}
      onCancel={onClose}
    >
      <p>
        {t(
          '您以本人名义说明：“{title}”的纸质件由您所在单位留存，审核、认定或者当事人核查时可以调取。您的姓名会写在事项里。',
          { title: titled(kind) },
        )}
      </p>
      {problem ? <ProblemAlert error={problem} /> : null}
    </Modal>
  );
}
