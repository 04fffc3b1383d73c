/** Verification of the log on demand, against its own tree heads and against one the auditor kept elsewhere. */
import { Alert, Button, Descriptions, Form, Input, Typography } from 'antd';
import type { AuditMisfit, AuditVerification } from '#contracts/audit.ts';
import { useText } from '../../language.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert } from '../../problem.tsx';
import { HEAD, useVerification } from './questions.ts';

export function AuditVerify() {
  const t = useText();
  const verification = useVerification();
  return (
    <div style={{ maxWidth: 860 }}>
      <p>
        {t(
          '留痕只增不改。系统在一两秒内把新增的留痕连同随它写入的每一行数据的散列计入一棵散列树，以数据库之外的密钥加印，并把树头记在数据库之外；校验时逐条、逐行重新计算，任何一条留痕、一行数据被改动、删除或插入都会指出来。',
        )}
      </p>
      <Form<{ kept?: string }> layout="vertical" onFinish={({ kept }) => verification.mutate(kept)}>
        <Form.Item
          name="kept"
          label={t('另行保存的树头（可不填）')}
          extra={t('写作“条数:树根”。填了，连同数据目录一并被改写的情形也能发现；请把每次校验的树头抄存在本系统之外。')}
          rules={[{ pattern: HEAD, message: t('应为“条数:树根”，树根是 64 位小写十六进制数。') }]}
        >
          <Input allowClear className="numbers" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={verification.isPending}>
          {t('现在校验')}
        </Button>
      </Form>
      <div aria-live="polite" style={{ marginTop: 16 }}>
        {verification.isError ? <ProblemAlert error={verification.error} /> : null}
        {verification.data ? <Outcome result={verification.data} /> : null}
      </div>
    </div>
  );
}

const KINDS: Readonly<Record<AuditMisfit['kind'], string>> = {
  altered: '留痕被改动',
  removed: '留痕被删除',
  added: '留痕是插入的',
  head: '树根算不出',
  seal: '树头没有印记',
  'kept-head': '与保存的树头不符',
  'row-altered': '数据被改动',
  'row-removed': '数据被删除',
  'row-added': '数据是插入的',
  unlogged: '数据没有留痕',
};

function Outcome({ result }: { readonly result: AuditVerification }) {
  const t = useText();
  const { fits, head, entries, checkpoints, tables, rows, misfits, kinds, found, pending, keptHead } = result;
  return (
    <>
      <Alert
        type={fits ? 'success' : 'error'}
        showIcon
        title={
          fits
            ? t('相符：{entries} 条留痕、{rows} 行数据逐一重新计算，无一改动。', { entries, rows })
            : t('不符：共 {misfits} 处。', { misfits })
        }
        description={
          fits ? (
            keptHead === 'fits' && t('与另行保存的树头一致。')
          ) : (
            <>
              <p>
                {kinds.map(({ kind, count }) => t('{what} {count} 处', { what: t(KINDS[kind]), count })).join(t('，'))}
              </p>
              <ol>
                {found.map(({ explanation }) => (
                  <li key={explanation} style={{ overflowWrap: 'anywhere' }}>
                    {explanation}
                  </li>
                ))}
              </ol>
            </>
          )
        }
        style={{ marginBottom: 16 }}
      />
      {head ? (
        <Descriptions
          size="small"
          bordered
          column={1}
          items={[
            {
              key: 'head',
              label: t('树头'),
              children: (
                <Typography.Text copyable className="numbers" style={{ overflowWrap: 'anywhere' }}>
                  {`${head.size}:${head.root}`}
                </Typography.Text>
              ),
            },
            { key: 'at', label: t('计算时间'), children: instantText(head.at) },
            { key: 'checkpoints', label: t('树头个数'), children: checkpoints },
            { key: 'rows', label: t('核对的数据'), children: t('{tables} 个表，{rows} 行', { tables, rows }) },
            { key: 'pending', label: t('之后新增'), children: pending },
          ]}
        />
      ) : null}
    </>
  );
}
