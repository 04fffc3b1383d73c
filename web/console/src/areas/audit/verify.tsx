/** Verification of the log on demand, against its own tree heads and against one the auditor kept elsewhere. */
import { Alert, Button, Descriptions, Form, Input, Typography } from 'antd';
import type { AuditVerification } from '#contracts/audit.ts';
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
          '留痕只增不改。系统每小时把新增的留痕计入一棵散列树，并以数据库之外的密钥加印；校验时逐条重新计算，任何一条被改动、删除或插入都会指出来。',
        )}
      </p>
      <Form<{ kept?: string }> layout="vertical" onFinish={({ kept }) => verification.mutate(kept)}>
        <Form.Item
          name="kept"
          label={t('另行保存的树头（可不填）')}
          extra={t('写作“条数:树根”。填了才能发现末尾被整段截去，请把每次校验的树头抄存在本系统之外。')}
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

function Outcome({ result }: { readonly result: AuditVerification }) {
  const t = useText();
  const { fits, head, entries, checkpoints, misfits, first, pending, keptHead } = result;
  return (
    <>
      <Alert
        type={fits ? 'success' : 'error'}
        showIcon
        title={
          fits
            ? t('相符：{entries} 条留痕逐条重新计算，无一改动。', { entries })
            : t('不符：共 {misfits} 处。', { misfits })
        }
        description={first ? first.explanation : keptHead === 'fits' ? t('与另行保存的树头一致。') : undefined}
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
            { key: 'pending', label: t('之后新增'), children: pending },
          ]}
        />
      ) : null}
    </>
  );
}
