/** The words and colours of batches and rows, the same on every page that shows them. */
import { Tag } from 'antd';

import type { Batch, FileKind, RowVerdict } from '#contracts/intake.ts';
import type { BatchStep } from '#contracts/vocabulary.ts';
import { useLanguage, useText } from '../../language.tsx';

export const KINDS: Readonly<Record<FileKind, string>> = { individuals: '个人', organisations: '企业和社会组织' };

export const STATES: Readonly<Record<Batch['state'], { readonly title: string; readonly colour: string }>> = {
  received: { title: '排队中', colour: 'default' },
  processing: { title: '检查中', colour: 'processing' },
  completed: { title: '已检查', colour: 'success' },
  refused: { title: '整份未接收', colour: 'error' },
  withdrawn: { title: '已撤回', colour: 'default' },
};

export const VERDICTS: Readonly<Record<RowVerdict, { readonly title: string; readonly colour: string }>> = {
  accepted: { title: '通过', colour: 'success' },
  suspect: { title: '存疑', colour: 'warning' },
  duplicate: { title: '重复', colour: 'default' },
  rejected: { title: '退回', colour: 'error' },
};
export const VERDICT_ORDER: readonly RowVerdict[] = ['rejected', 'suspect', 'duplicate', 'accepted'];

/** Deciding all that waits of a batch at once: first the review, then the determination by somebody else. */
export type Step = BatchStep;

interface StepWords {
  /** over the batches that wait for it */
  readonly tab: string;
  readonly none: string;
  readonly count: string;
  readonly look: string;
  /** on the page of one batch */
  readonly title: string;
  readonly ready: string;
  readonly act: string;
  readonly done: string;
  /** what follows from it */
  readonly next: string;
}

export const STEPS: Readonly<Record<Step, StepWords>> = {
  review: {
    tab: '待审核的批次',
    none: '没有等待审核的批次。',
    count: '等待审核',
    look: '查看并整批审核',
    title: '批次 {id}：整批审核',
    ready: '可以整批审核',
    act: '整批审核通过',
    done: '已审核通过',
    next: '审核通过的事项转由另一位经办人认定。',
  },
  determine: {
    tab: '待认定的批次',
    none: '没有等待认定的批次。',
    count: '等待认定',
    look: '查看并整批认定',
    title: '批次 {id}：整批认定',
    ready: '可以整批认定',
    act: '整批认定',
    done: '已认定',
    next: '认定后即成为信用记录，按规定推送和使用。',
  },
};

/** Why a batch waits for its stored file: never a fault of what was sent. */
export const WAITING: Readonly<Record<NonNullable<Batch['waiting']>['because'], string>> = {
  missing: '原文件在文件库中找不到。',
  damaged: '文件库中的原文件校验不通过。',
  'key-missing': '打开原文件的密钥不在密钥环中。',
  full: '文件库的磁盘已满。',
  unreachable: '文件库暂时无法读写。',
};

export function StateTag({ state, waiting }: Pick<Batch, 'state' | 'waiting'>) {
  const t = useText();
  if (waiting) return <Tag color="warning">{t('在等原文件')}</Tag>;
  return <Tag color={STATES[state].colour}>{t(STATES[state].title)}</Tag>;
}

export function VerdictTag({ verdict }: { readonly verdict: RowVerdict }) {
  const t = useText();
  return <Tag color={VERDICTS[verdict].colour}>{t(VERDICTS[verdict].title)}</Tag>;
}

export const isUnderWay = (state: Batch['state']): boolean => state === 'received' || state === 'processing';

/** Share of the file that has been read, in whole per cent. */
export const percentDone = ({ bytesDone, fileBytes }: Pick<Batch, 'bytesDone' | 'fileBytes'>): number =>
  fileBytes > 0 ? Math.min(100, Math.floor((bytesDone / fileBytes) * 100)) : 0;

/** Instants are shown in the city's time, wherever the browser stands. */
export function useInstant(): (value: string | Date | null) => string {
  const { language } = useLanguage();
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  });
  return (value) => (value === null ? '' : format.format(new Date(value)));
}
