/** Reporting: a file, a few pasted rows, or one case on a form; all three become a file that is handed in the same way. */
import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Flex, Radio, Spin, Tabs, Typography, Upload } from 'antd';
import { useState } from 'react';
import type { FileKind, ReportForm } from '#contracts/intake.ts';
import { FILE_KINDS } from '#contracts/vocabulary.ts';
import { useChosenNotice } from '../../../../shared/notices.tsx';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { Confirmation, type Prepared } from './confirmation.tsx';
import { NoticeChoice } from './notice-choice.tsx';
import { PastedRows } from './pasted-rows.tsx';
import { useReportForm } from './questions.ts';
import { ReportableKinds } from './reportable-kinds.tsx';
import type { ReportSearch } from './search.ts';
import { SingleCase } from './single-case.tsx';
import { KINDS } from './words.tsx';
import './batches.css';

type Way = NonNullable<ReportSearch['way']>;

export default function Report() {
  const t = useText();
  const navigate = useNavigate();
  const { kind = 'individuals', way = 'file', notice: asked } = useSearch({ from: '/report' });
  const { several, notice, ready } = useChosenNotice(asked);
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const report = useReportForm(kind, notice, ready);
  const choose = (change: ReportSearch) => {
    setPrepared(null);
    void navigate({ to: '/report', search: { kind, way, notice, ...change }, replace: true });
  };
  return (
    <>
      <div className="page-head">
        <h1>{t('报送')}</h1>
      </div>
      <Flex vertical gap="middle">
        <KindChoice kind={kind} notice={notice} ready={ready} onChoose={(chosen) => choose({ kind: chosen })} />
        {several ? (
          <NoticeChoice
            kind={kind}
            notices={several}
            chosen={notice}
            onChoose={(chosen) => choose({ notice: chosen })}
          />
        ) : null}
        {prepared ? (
          <Confirmation
            key={prepared.file.name}
            kind={kind}
            notice={several?.find(({ id }) => id === notice)}
            prepared={prepared}
            onBack={() => setPrepared(null)}
          />
        ) : null}
        {/* kept while it is out of sight: whoever goes back finds what they typed */}
        <div hidden={prepared !== null || (several !== null && !ready)}>
          <Ways
            kind={kind}
            report={report.data}
            way={way}
            onChoose={(chosen) => choose({ way: chosen })}
            onPrepared={setPrepared}
          />
        </div>
        {report.isError ? <ProblemAlert error={report.error} onRetry={() => void report.refetch()} /> : null}
        {report.isPending && (several === null || ready) ? <Spin /> : null}
        {report.data ? <ReportableKinds report={report.data} /> : null}
      </Flex>
    </>
  );
}

interface ChoiceProps {
  readonly kind: FileKind;
  readonly notice: string | undefined;
  /** the notice is chosen, or there is none to choose */
  readonly ready: boolean;
  readonly onChoose: (kind: FileKind) => void;
}

function KindChoice({ kind, notice, ready, onChoose }: ChoiceProps) {
  const t = useText();
  return (
    <Flex wrap gap="middle" align="center" justify="space-between">
      <Flex wrap gap="small" align="center">
        <Typography.Text strong id="kind-label">
          {t('报送谁的信息')}
        </Typography.Text>
        <Radio.Group
          aria-labelledby="kind-label"
          size="large"
          optionType="button"
          buttonStyle="solid"
          value={kind}
          onChange={({ target }) => onChoose(target.value as FileKind)}
          options={FILE_KINDS.map((value) => ({ value, label: t(KINDS[value]) }))}
        />
      </Flex>
      {ready ? (
        <Button
          icon={<DownloadOutlined />}
          href={call.href('GET /templates/:kind', { params: { kind }, query: { notice } })}
        >
          {t('下载{kind}报送模板', { kind: t(KINDS[kind]) })}
        </Button>
      ) : null}
    </Flex>
  );
}

interface WaysProps {
  readonly kind: FileKind;
  /** what may be reported and how, once it is there */
  readonly report: ReportForm | undefined;
  readonly way: Way;
  readonly onChoose: (way: Way) => void;
  readonly onPrepared: (prepared: Prepared) => void;
}

function Ways({ kind, report, way, onChoose, onPrepared }: WaysProps) {
  const t = useText();
  return (
    <Tabs
      activeKey={way}
      onChange={(chosen) => onChoose(chosen as Way)}
      items={[
        {
          key: 'file',
          label: t('交一张表'),
          children: <FileDrop kind={kind} onFile={(file) => onPrepared({ file })} />,
        },
        {
          key: 'paste',
          label: t('粘贴几行'),
          children: report ? (
            <PastedRows
              key={`${kind} ${report.notice}`}
              report={report}
              onReady={(file, rows) => onPrepared({ file, rows })}
            />
          ) : null,
        },
        {
          key: 'form',
          label: t('填报一件'),
          children: report ? (
            <SingleCase
              key={`${kind} ${report.notice}`}
              report={report}
              onReady={(file) => onPrepared({ file, rows: 1 })}
            />
          ) : null,
        },
      ]}
    />
  );
}

function FileDrop({ kind, onFile }: { readonly kind: FileKind; readonly onFile: (file: File) => void }) {
  const t = useText();
  return (
    <Upload.Dragger
      accept=".csv,.xlsx,.xls,.txt"
      maxCount={1}
      showUploadList={false}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <p className="ant-upload-drag-icon">
        <InboxOutlined aria-hidden />
      </p>
      <p className="ant-upload-text">{t('把{kind}的表拖到这里，或点此选择文件', { kind: t(KINDS[kind]) })}</p>
      <p className="ant-upload-hint">
        {t('xlsx、xls 或 csv，最多 1 GB；列名不必与模板完全相同。选好后先看说明，再确认报送。')}
      </p>
    </Upload.Dragger>
  );
}
