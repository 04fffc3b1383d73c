/** Reporting: a file, a few pasted rows, or one case on a form; all three become a file that is handed in the same way. */
import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, App, Button, Collapse, Flex, Progress, Radio, Spin, Tabs, Typography, Upload } from 'antd';
import { useRef, useState } from 'react';
import type { FileKind, ReportForm } from '#contracts/intake.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { bytesInWords } from '../../parts/bytes.ts';
import { ProblemAlert } from '../../problem.tsx';
import { handIn } from './hand-in.ts';
import { PastedRows } from './pasted-rows.tsx';
import { useReportForm } from './questions.ts';
import type { ReportSearch } from './search.ts';
import { SingleCase } from './single-case.tsx';
import { KINDS } from './words.tsx';
import './batches.css';

type Way = NonNullable<ReportSearch['way']>;

/** What is about to be handed in, before anybody has confirmed it. */
interface Prepared {
  readonly file: File;
  readonly rows?: number;
}

export default function Report() {
  const t = useText();
  const navigate = useNavigate();
  const { kind = 'individuals', way = 'file' } = useSearch({ from: '/report' });
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const report = useReportForm(kind);
  const choose = (change: { kind?: FileKind; way?: Way }) => {
    setPrepared(null);
    void navigate({ to: '/report', search: { kind, way, ...change }, replace: true });
  };
  return (
    <>
      <div className="page-head">
        <h1>{t('报送')}</h1>
      </div>
      <Flex vertical gap="middle">
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
              onChange={({ target }) => choose({ kind: target.value as FileKind })}
              options={(['individuals', 'organisations'] as const).map((value) => ({ value, label: t(KINDS[value]) }))}
            />
          </Flex>
          <Button icon={<DownloadOutlined />} href={call.href('GET /templates/:kind', { params: { kind } })}>
            {t('下载{kind}报送模板', { kind: t(KINDS[kind]) })}
          </Button>
        </Flex>
        {prepared ? (
          <Confirmation key={prepared.file.name} kind={kind} prepared={prepared} onBack={() => setPrepared(null)} />
        ) : null}
        {/* kept while it is out of sight: whoever goes back finds what they typed */}
        <div hidden={prepared !== null}>
          <Tabs
            activeKey={way}
            onChange={(chosen) => choose({ way: chosen as Way })}
            items={[
              {
                key: 'file',
                label: t('交一张表'),
                children: <FileDrop kind={kind} onFile={(file) => setPrepared({ file })} />,
              },
              {
                key: 'paste',
                label: t('粘贴几行'),
                children: report.data ? (
                  <PastedRows key={kind} report={report.data} onReady={(file, rows) => setPrepared({ file, rows })} />
                ) : null,
              },
              {
                key: 'form',
                label: t('填报一件'),
                children: report.data ? (
                  <SingleCase key={kind} report={report.data} onReady={(file) => setPrepared({ file, rows: 1 })} />
                ) : null,
              },
            ]}
          />
        </div>
        {report.isError ? <ProblemAlert error={report.error} onRetry={() => void report.refetch()} /> : null}
        {report.isPending ? <Spin /> : null}
        {report.data ? <WhatMayBeReported report={report.data} /> : null}
      </Flex>
    </>
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

/** Says what will happen, and whether the file looks like the other kind, before anything leaves the desk. */
function Confirmation({
  kind,
  prepared: { file, rows },
  onBack,
}: {
  readonly kind: FileKind;
  readonly prepared: Prepared;
  readonly onBack: () => void;
}) {
  const t = useText();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController | null>(null);
  const other = likelyKind(file.name);
  const confirm = async () => {
    setError(null);
    setSent(0);
    abort.current = new AbortController();
    try {
      const { batchId, known, resumed } = await handIn(kind, file, { onSent: setSent, signal: abort.current.signal });
      if (resumed) notification.success({ title: t('原批次在等这份文件，现在接着处理。') });
      else if (known) notification.info({ title: t('这份文件此前已经报送过，仍是原来的批次，没有重复处理。') });
      await navigate({ to: '/batches/$id', params: { id: batchId } });
    } catch (thrown) {
      setSent(null);
      if (!(thrown instanceof DOMException)) setError(thrown);
    }
  };
  const cancel = () => {
    abort.current?.abort();
    onBack();
  };
  return (
    <section className="confirmation" aria-labelledby="confirmation-title">
      <h2 id="confirmation-title">
        {t('确认报送')}
        <Typography.Text type="secondary">
          {' '}
          {t(KINDS[kind])} · {file.name} · {rows === undefined ? bytesInWords(file.size) : t('{rows} 行', { rows })}
        </Typography.Text>
      </h2>
      {other && other !== kind ? (
        <Alert
          type="warning"
          showIcon
          title={t('文件名看起来是“{other}”的表，而现在选的是“{kind}”。请核对后再报送。', {
            other: t(KINDS[other]),
            kind: t(KINDS[kind]),
          })}
        />
      ) : null}
      <ol className="what-happens">
        <li>{t('文件加密保存，30 天后删除；其中未通过的行不另存。')}</li>
        <li>{t('逐行检查，几百行只要几秒，二十万行约一分钟；可以离开，回来接着看。')}</li>
        <li>{t('通过的行成为事项，等待审核、认定；有问题的行退回，写明原因和怎么改。')}</li>
        <li>{t('同一份文件或同一件事交两次，只算一次。开始审核以前可以整批撤回。')}</li>
      </ol>
      {error ? <ProblemAlert error={error} /> : null}
      {sent === null ? null : <Progress percent={Math.floor(sent * 100)} aria-label={t('上传进度')} status="active" />}
      <Flex gap="small" wrap>
        <Button type="primary" size="large" loading={sent !== null} onClick={() => void confirm()}>
          {t('确认报送')}
        </Button>
        <Button size="large" onClick={cancel}>
          {sent === null ? t('返回修改') : t('取消上传')}
        </Button>
      </Flex>
    </section>
  );
}

function likelyKind(fileName: string): FileKind | undefined {
  if (/企业|单位|组织|机构|法人/u.test(fileName)) return 'organisations';
  return /个人|人员|志愿者|自然人/u.test(fileName) ? 'individuals' : undefined;
}

function WhatMayBeReported({ report }: { readonly report: ReportForm }) {
  const t = useText();
  const good = report.kinds.filter(({ polarity }) => polarity === 'good');
  const adverse = report.kinds.filter(({ polarity }) => polarity === 'adverse');
  const list = (kinds: ReportForm['kinds']) => (
    <ul className="kinds">
      {kinds.map(({ id, title }) => (
        <li key={id}>
          <span className="numbers">{id}</span> {title}
        </li>
      ))}
    </ul>
  );
  return (
    <Collapse
      items={[
        {
          key: 'kinds',
          label: t('本单位可以报送的类别（{count} 类）', { count: report.kinds.length }),
          children: (
            <>
              {good.length > 0 ? <h3>{t('良好信息')}</h3> : null}
              {list(good)}
              {adverse.length > 0 ? <h3>{t('不良信息（必须有生效文书和法律依据，逐件办理）')}</h3> : null}
              {list(adverse)}
              <Typography.Text type="secondary">
                {t(
                  '目录以外的信息不收；宗教信仰、基因、指纹、血型、疾病和病史、接触和行程轨迹一律不得填写；未满18周岁的人不报。',
                )}
              </Typography.Text>
            </>
          ),
        },
      ]}
    />
  );
}
