/** The report about an organisation as a paper: what the site shows on the day, and how to check it. */

import { type Block, printPaper } from '#documents/paper/index.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { citedAs } from '#kernel/policy/refs.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { type KnownLists, knownLists } from '../lists/known-lists.ts';
import { areaName } from '../pages/words.ts';
import type { Standing } from '../search/standing.ts';

export async function reportPaper(
  context: SiteContext,
  standing: Standing,
  { code, address, issuedAt }: { readonly code: string; readonly address: string; readonly issuedAt: Date },
): Promise<Buffer> {
  const { policy, demo } = context;
  const lists = await knownLists(context);
  const day = localDateAt(issuedAt);
  const blocks: Block[] = [
    organisation(policy, standing, day),
    { kind: 'heading', text: '一、在榜情况' },
    listed(standing, lists),
    ...consequences(policy, standing, day),
    { kind: 'heading', text: '二、良好信息' },
    goodRecords(standing),
    {
      kind: 'note',
      text: `本报告是${policy.names.site}在上述日期公开展示的内容，人人可以查阅，不含任何自然人的信息，也不含不公开的信息。名称不能证明身份，请以统一社会信用代码为准。认为有误的，可以依法提出异议；已经纠正的，可以申请信用修复，不收费用。`,
    },
    { kind: 'signature', lines: [policy.names.creditOffice, longDate(day)] },
  ];
  return printPaper({
    title: '企业和社会组织公共信用信息报告',
    issuer: policy.names.creditOffice,
    issuedAt,
    blocks,
    check: {
      ...{ code, address },
      text: '扫码，或者在网站“核验报告”页输入编码，可以核验本报告是否由本网站出具、所载内容至今有无变化。文件带有数字签名，可以离线核验。',
    },
    ...(demo ? { remark: '演示：单位、名单和文书均为虚构' } : {}),
  });
}

function organisation(policy: Policy, standing: Standing, day: LocalDate): Block {
  const area = areaName(policy, standing.area);
  return {
    kind: 'facts',
    facts: [
      ['名称', standing.name],
      ['统一社会信用代码', standing.uscc],
      ...(area ? [['区域', area] as const] : []),
      ...(standing.registeredOn ? [['登记日期', standing.registeredOn] as const] : []),
      ['名称来源', standing.registered ? '登记机关的名录' : '认定部门报送，不在登记名录中'],
      ['截至', longDate(day)],
    ],
  };
}

const listed = ({ entries }: Standing, lists: KnownLists): Block => ({
  kind: 'table',
  columns: columns(['名单', 2.2], ['列入理由和具体事项', 4.6], ['认定', 2.8], ['有效期', 2.2], ['异议', 1.4]),
  rows: entries.map((entry) => [
    `${lists.of(entry.list).plainTitle}第${entry.number}期`,
    `（${entry.ground}）${entry.ground_title}\n${entry.matter}${entry.document_number === null ? '' : `\n${entry.document_authority ?? ''}${entry.document_type ?? ''} ${entry.document_number}`}`,
    `${entry.department}\n${entry.determined_on}`,
    validity(entry.valid_until),
    objection(entry.objection_open),
  ]),
  empty: `不在任何${lists.all.map(({ plainTitle }) => plainTitle).join('或')}上。不在榜不代表信用不好。`,
});

/** Nothing but what the pack names for the lists it stands on. */
function consequences(policy: Policy, { entries }: Standing, day: LocalDate): Block[] {
  const lists = [...new Set(entries.map((entry) => entry.list))];
  const measures = lists.flatMap((list) => policy.measuresFor({ list }, day));
  if (measures.length === 0) return [];
  return [
    { kind: 'paragraph', text: '在榜的后果只有下列各项，任何单位不得增加或加重：', flush: true },
    {
      kind: 'list',
      items: measures.map(
        ({ title, matters, legalBasis, clause }) =>
          `${title}${matters.length > 0 ? `，仅限${matters.join('、')}` : ''}（${legalBasis}，通知${citedAs(clause)}）`,
      ),
    },
  ];
}

const goodRecords = ({ records }: Standing): Block => ({
  kind: 'table',
  columns: columns(['类别', 2.4], ['具体事项', 4.4], ['认定', 2.8], ['有效期', 2.2], ['异议', 1.4]),
  rows: records.map((record) => [
    `（${citedAs(record.clause)}）${record.title}`,
    record.matter,
    `${record.department}\n${record.determined_on}`,
    validity(record.valid_until),
    objection(record.objection_open),
  ]),
  empty: '没有公开的良好信息。',
});

const objection = (open: boolean): string => (open ? '处理中' : '无');

const validity = (until: string | null): string => (until === null ? '长期' : `至 ${until}`);

const columns = (...given: readonly (readonly [string, number])[]) => given.map(([title, share]) => ({ title, share }));

function longDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
