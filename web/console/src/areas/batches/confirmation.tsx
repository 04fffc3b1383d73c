/** Says what will happen, and whether the file looks like the other kind, before anything leaves the desk. */
import { Alert, Button, Flex, Progress, Typography } from 'antd';
import type { FileKind } from '#contracts/intake.ts';
import type { NoticeInForce } from '#contracts/policy.ts';
import { useSaid, useText } from '../../language.tsx';
import { bytesInWords } from '../../parts/bytes.ts';
import { ProblemAlert } from '../../problem.tsx';
import { useHandIn } from './use-hand-in.ts';
import { KINDS } from './words.tsx';

/** What is about to be handed in, before anybody has confirmed it. */
export interface Prepared {
  readonly file: File;
  /** how many there are, where that is known */
  readonly rows?: number;
}

interface Props {
  readonly kind: FileKind;
  /** where several are in force */
  readonly notice: NoticeInForce | undefined;
  readonly prepared: Prepared;
  readonly onBack: () => void;
}

export function Confirmation({ kind, notice, prepared: { file, rows }, onBack }: Props) {
  const t = useText();
  const said = useSaid();
  const { sent, error, confirm, stop } = useHandIn(kind, notice?.id, file);
  const cancel = () => {
    stop();
    onBack();
  };
  return (
    <section className="confirmation" aria-labelledby="confirmation-title">
      <h2 id="confirmation-title">
        {t('确认报送')}
        <Typography.Text type="secondary">
          {' '}
          {notice ? `${said({ zh: `《${notice.title}》`, en: notice.titleEn })} · ` : ''}
          {t(KINDS[kind])} · {file.name} · {rows === undefined ? bytesInWords(file.size) : t('{rows} 行', { rows })}
        </Typography.Text>
      </h2>
      <OtherKind kind={kind} fileName={file.name} />
      <ol className="what-happens">
        <li>{t('文件加密保存，30 天后删除；其中未通过的行不另存。')}</li>
        <li>{t('逐行检查，几百行只要几秒，二十万行约一分钟；可以离开，回来接着看。')}</li>
        <li>{t('通过的行成为事项，等待审核、认定；有问题的行退回，写明原因和怎么改。')}</li>
        <li>{t('同一份文件或同一件事交两次，只算一次。开始审核以前可以整批撤回。')}</li>
      </ol>
      {error ? <ProblemAlert error={error} /> : null}
      {sent === null ? null : <Progress percent={Math.floor(sent * 100)} aria-label={t('上传进度')} status="active" />}
      <Flex gap="small" wrap>
        <Button type="primary" size="large" loading={sent !== null} onClick={confirm}>
          {t('确认报送')}
        </Button>
        <Button size="large" onClick={cancel}>
          {sent === null ? t('返回修改') : t('取消上传')}
        </Button>
      </Flex>
    </section>
  );
}

function OtherKind({ kind, fileName }: { readonly kind: FileKind; readonly fileName: string }) {
  const t = useText();
  const other = likelyKind(fileName);
  if (!other || other === kind) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('文件名看起来是“{other}”的表，而现在选的是“{kind}”。请核对后再报送。', {
        other: t(KINDS[other]),
        kind: t(KINDS[kind]),
      })}
    />
  );
}

function likelyKind(fileName: string): FileKind | undefined {
  if (/企业|单位|组织|机构|法人/u.test(fileName)) return 'organisations';
  return /个人|人员|志愿者|自然人/u.test(fileName) ? 'individuals' : undefined;
}
