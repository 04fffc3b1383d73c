/** Which pack this is, to the letter, and what its check says. */
import { Alert, Typography } from 'antd';
import type { PolicyView } from '#contracts/policy.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';

type Finding = PolicyView['check']['findings'][number];

export function PolicyVersion({ policy }: { readonly policy: PolicyView }) {
  return (
    <>
      <Pack policy={policy} />
      <Check check={policy.check} />
    </>
  );
}

function Pack({ policy: { id, document, effectiveFrom, digest, files, enactment } }: { readonly policy: PolicyView }) {
  const t = useText();
  return (
    <section className="office-card">
      <dl className="policy-terms">
        <dt>{t('政策包')}</dt>
        <dd>{id}</dd>
        <dt>{t('文件')}</dt>
        <dd>
          {document.number}《{document.title}》
        </dd>
        <dt>{t('印发')}</dt>
        <dd className="numbers">{document.issuedOn}</dd>
        <dt>{t('施行')}</dt>
        <dd className="numbers">{effectiveFrom}</dd>
        {enactment ? (
          <>
            <dt>{t('施行记录')}</dt>
            <dd className="numbers">
              {t('第 {version} 版，自 {day} 起', { version: enactment.version, day: enactment.fromDay })}
              <span className="policy-source">
                {t('编译后的摘要 {digest}，每次启动都与文件夹核对。', { digest: enactment.digest })}
              </span>
            </dd>
          </>
        ) : null}
        <dt>{t('摘要')}</dt>
        <dd>
          <Typography.Text copyable className="numbers">
            {digest}
          </Typography.Text>
          <span className="policy-source">{t('各文件合计的 SHA-256，有一字不同即不同。')}</span>
        </dd>
        <dt>{t('组成')}</dt>
        <dd>
          {files.map(({ path, bytes }) => (
            <div key={path}>
              {path} <span className="quiet numbers">{t('{n} 字节', { n: bytes })}</span>
            </div>
          ))}
        </dd>
      </dl>
    </section>
  );
}

function Check({ check: { findings, ok } }: Pick<PolicyView, 'check'>) {
  const t = useText();
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return (
    <>
      <Alert
        type={ok ? (findings.length > 0 ? 'warning' : 'success') : 'error'}
        showIcon
        title={ok ? t('检查通过，{n} 处提醒。', { n: findings.length }) : t('检查未通过，{n} 处错误。', { n: errors })}
        style={{ marginBottom: 12 }}
      />
      {findings.length > 0 ? (
        <DataTable<Finding>
          label={t('检查结果')}
          width={700}
          empty=""
          rowKey={({ file, line, column, code }) => `${file}:${line}:${column}:${code}`}
          dataSource={findings}
          columns={[
            {
              title: t('位置'),
              width: 200,
              className: 'numbers',
              render: (_, { file, line, column }) => `${file}:${line}:${column}`,
            },
            { title: t('说明'), dataIndex: 'zh' },
          ]}
        />
      ) : null}
    </>
  );
}
