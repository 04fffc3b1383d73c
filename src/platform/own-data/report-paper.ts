/** The full report as a paper: what is held, why, until when, who looked; in words, with the code by which it can be checked. */

import type { OwnData, OwnRecord } from '#contracts/own-data.ts';
import { type Block, printPaper } from '#documents/paper/index.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { citedAs } from '#kernel/policy/refs.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { visitsOf } from '#kernel/visits.ts';
import type { ReportContent } from './full-report.ts';

const STANDINGS: Readonly<Record<OwnRecord['standing'], string>> = {
  'in-force': '有效',
  held: '暂不纳入',
  repaired: '已修复',
  revoked: '已撤销',
  expired: '已到期',
};
const CASE_STATES: Readonly<Record<OwnData['cases'][number]['state'], string>> = {
  reported: '已报送，待审核',
  corrected: '已更正，待审核',
  returned: '退回补正',
  reviewed: '已审核，待认定',
  'notice-served': '已告知，等待陈述申辩',
  'response-received': '已收到陈述申辩',
  'response-considered': '陈述申辩已审查',
  determined: '已认定',
  lapsed: '期限已过，未形成记录',
  withdrawn: '已撤回',
  refused: '不予认定',
};
const LIST_STANDINGS = { listed: '在列', notice: '公示中', former: '曾经列入' } as const;

/** `publicUrl`: where the code can be checked. */
export function reportPaper(
  { data, looks, code, issuedAt, ordinal }: ReportContent,
  policy: Policy,
  publicUrl: string,
  remark?: string,
): Promise<Buffer> {
  const person = data.subject.type === 'person';
  return printPaper({
    title: person ? '个人信用报告' : '单位信用报告',
    issuer: policy.names.creditOffice,
    issuedAt,
    blocks: reportBlocks({ data, looks, issuedAt, ordinal }, policy),
    check: {
      code,
      address: `${publicUrl}/my/verify/${code}`,
      text: '扫码或者在下列网址输入编码，可以核验报告是否由本平台出具、所载记录至今有无变化；核验不显示报告内容，并会告知本人。',
    },
    ...(remark === undefined ? {} : { remark }),
  });
}

/** What the paper says, block by block. */
export function reportBlocks(
  { data, looks, issuedAt, ordinal }: Omit<ReportContent, 'code'>,
  policy: Policy,
): readonly Block[] {
  const person = data.subject.type === 'person';
  return [
    whose(data, issuedAt, ordinal),
    ...records(data),
    ...(person ? [] : listings(data)),
    ...cases(data, person ? '二' : '三'),
    ...lookedAt(looks, person ? '三' : '四'),
    ...(person ? consents(data, policy) : []),
    {
      kind: 'note',
      text: `本报告载明${policy.names.platform}截至出具时间掌握的全部信息。认为有误的，可以随时提出异议；不良信息可以依法申请修复。本报告由本人自愿出示，任何单位不得强制要求提供。`,
    },
    { kind: 'signature', lines: [policy.names.creditOffice, longDate(localDateAt(issuedAt))] },
  ];
}

function whose({ subject, fullReports }: OwnData, issuedAt: Date, ordinal: number): Block {
  const person = subject.type === 'person';
  return {
    kind: 'facts',
    facts: [
      [person ? '姓名' : '单位名称', subject.name],
      [person ? '证件号码（已遮盖）' : '统一社会信用代码', subject.number],
      ['出具时间', instant(issuedAt.toISOString())],
      ['本年度第几份', `${fullReports.year} 年第 ${ordinal} 份，每年免费 ${fullReports.allowed} 份`],
    ],
  };
}

const objection = ({ objectionOpen }: { readonly objectionOpen: boolean }) => (objectionOpen ? '\n有异议，处理中' : '');

function records({ records: held }: OwnData): Block[] {
  return [
    { kind: 'heading', text: '一、信用记录' },
    {
      kind: 'table',
      columns: columns(['类别', 2], ['具体事项', 4], ['认定', 3], ['有效期', 2.4], ['情况', 1.6]),
      rows: held.map((record) => [
        `${record.polarity === 'good' ? '良好' : '不良'}（${citedAs(record.clause)}）${record.kindTitle}`,
        record.matter,
        `${record.determiningDepartment}\n${record.determinedOn}`,
        record.validUntil === null ? '长期' : `至 ${record.validUntil}`,
        STANDINGS[record.standing] + objection(record),
      ]),
      empty: '没有信用记录。',
    },
  ];
}

function cases({ cases: reported }: OwnData, order: string): Block[] {
  return [
    { kind: 'heading', text: `${order}、报送和认定情况` },
    {
      kind: 'table',
      columns: columns(['事项编号', 1.4], ['类别', 2.2], ['具体事项', 4], ['信息来源', 2.4], ['目前环节', 2]),
      rows: reported.map((one) => [
        one.caseId,
        one.kindTitle,
        one.matter,
        one.reportingDepartment,
        CASE_STATES[one.state] + objection(one),
      ]),
      empty: '没有报送事项。',
    },
  ];
}

function lookedAt(looks: ReportContent['looks'], order: string): Block[] {
  return [
    { kind: 'heading', text: `${order}、谁查看过` },
    {
      kind: 'table',
      columns: columns(['时间', 2.4], ['单位', 2.6], ['查看内容', 2.6], ['目的', 3]),
      rows: visitsOf(looks).map(({ look, from, opened }) => [
        from === look.at ? instant(look.at) : `${instant(from)} 至 ${instant(look.at).slice(-5)}`,
        look.by === 'report-holder' ? '持有报告编码的人' : [look.department, look.officer].filter(Boolean).join(' '),
        opened.map(({ look: one, times }) => `${one.title}（${one.about}）${times > 1 ? `${times}次` : ''}`).join('；'),
        [...new Set(opened.map(({ look: one }) => one.purpose ?? ''))].join('；'),
      ]),
      empty: '没有他人查看过。',
    },
  ];
}

function listings({ lists }: OwnData): Block[] {
  return [
    { kind: 'heading', text: '二、名单' },
    {
      kind: 'table',
      columns: columns(['名单', 3], ['期次', 1.2], ['列入理由', 3.4], ['起止', 2.6], ['情况', 1.4]),
      rows: lists.map((entry) => [
        entry.title,
        entry.number === null ? '公示' : `第 ${entry.number} 期`,
        `（${entry.ground}）${entry.groundTitle}`,
        `${entry.from} 至 ${entry.until ?? '长期'}`,
        LIST_STANDINGS[entry.standing] + objection(entry),
      ]),
      empty: '没有列入名单。',
    },
  ];
}

function consents({ consents: given }: OwnData, policy: Policy): Block[] {
  return [
    { kind: 'heading', text: '四、授权' },
    {
      kind: 'table',
      columns: columns(['时间', 2], ['内容', 3], ['回执', 3]),
      rows: given.map(({ change, at, receiptId }) => [
        instant(at),
        change === 'opened' ? `同意开通${policy.names.points}` : `撤回同意，注销${policy.names.points}`,
        receiptId,
      ]),
      empty: `没有开通${policy.names.points}，${policy.names.pointsSystem}没有本人的任何信息。`,
    },
  ];
}

const columns = (...given: readonly (readonly [string, number])[]) => given.map(([title, share]) => ({ title, share }));

const instant = (at: string): string =>
  new Date(at).toLocaleString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour12: false,
    dateStyle: 'medium',
    timeStyle: 'short',
  });

function longDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
