/**
 * The second notice's part of the demo's story, told beside the first's: volunteers and their organisations are reported under it, reviewed,
 * determined by one department, shown, signed and published on its own list. Where it is not in force nothing happens.
 */
import type { PolicyView } from '#contracts/policy.ts';
import { DEMO_CITIZENS, DEMO_ORGANISATIONS } from './accounts.ts';
import type { DemoFile } from './files.ts';
import { creditCode, dice, personName, personNumber } from './invented.ts';
import { approve, handIn, type Step, type Teller, unless } from './teller.ts';

/** As its folder below `notices/` is called. */
const NOTICE = '2020-3';
const LIST = 'volunteer-honour';
const BODY = { prefix: 'civil-affairs' } as const;

const step = (name: string, title: string, at: string, act: (teller: Teller) => Promise<string>): Step => ({
  ...{ name: `volunteers-${name}`, title, at },
  act: async (teller) => ((await inForce(teller)) ? act(teller) : undefined),
});

async function inForce(teller: Teller): Promise<boolean> {
  const office = await teller.as('credit-office');
  const { notices } = await office.get<Pick<PolicyView, 'notices'>>('/api/platform/policy');
  return notices.some(({ id }) => id === NOTICE);
}

export const VOLUNTEERS = {
  report: step('report', '按志愿服务通知报送', '2020-05-06T11:00:00+08:00', report),
  review: step('review', '志愿服务审核', '2020-05-07T10:30:00+08:00', (teller) => decide(teller, 'review')),
  determine: step('determine', '志愿服务认定', '2020-05-08T10:30:00+08:00', (teller) => decide(teller, 'determine')),
  show: step('show', '推荐、公示志愿褒扬榜', '2020-05-08T15:00:00+08:00', show),
  publish: step('publish', '会签、发布志愿褒扬榜', '2020-05-19T10:00:00+08:00', publish),
} as const;

const VOLUNTEERS_REPORTED = 8;

/** The numbers of its clauses are those of the other notice, and mean something else. */
function volunteerFiles(): readonly DemoFile[] {
  const throwing = dice(20_200_301);
  const [joined] = DEMO_CITIZENS;
  const volunteers = Array.from({ length: VOLUNTEERS_REPORTED }, (_, index) => {
    const sex = index % 2 === 0 ? '男' : '女';
    const [kind, matter] =
      index < 5 ? ['1.1', '全年注册志愿服务三百小时'] : ['1.2', '带领社区志愿服务队，培训新志愿者四十人'];
    return [personName(throwing), sex, '居民身份证', personNumber(throwing, sex), kind, matter, '2020-04-18'];
  });
  const own = [
    joined?.name,
    '女',
    '居民身份证',
    joined?.documentNumber,
    '1.1',
    '全年注册志愿服务三百二十小时',
    '2020-04-18',
  ];
  const organisations = [
    [
      DEMO_ORGANISATIONS.honoured.name,
      DEMO_ORGANISATIONS.honoured.uscc,
      '3.2.1',
      '组织员工志愿服务二百人次',
      '2020-04-20',
    ],
    ...['豫安同济社会工作服务有限公司', '龙湖惠民志愿服务有限公司', '嵩岳佳禾家政服务有限公司'].map((name, index) => [
      ...[name, creditCode(`MA4VOL0${index + 1}`), index === 2 ? '3.2.2' : '3.2.1'],
      ...[index === 2 ? '开办志愿者培训课程十二期' : '长期组织社区志愿服务', `2020-04-${21 + index}`],
    ]),
  ];
  const csv = (rows: readonly (readonly (string | undefined)[])[]) =>
    `\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
  return [
    {
      ...{ name: '航空港区志愿者.csv', kind: 'individuals', reporter: 'reporter', notice: NOTICE },
      content: csv([['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期'], ...volunteers, own]),
    },
    {
      ...{ name: '航空港区志愿服务单位.csv', kind: 'organisations', reporter: 'reporter', notice: NOTICE },
      content: csv([['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '发生日期'], ...organisations]),
    },
  ];
}

async function report(teller: Teller): Promise<string> {
  let accepted = 0;
  for (const file of volunteerFiles()) {
    const { batchId, batch } = await handIn(teller, file);
    teller.keep({ volunteers: { ...teller.progress.volunteers, [file.name]: batchId } });
    accepted += batch.accepted;
  }
  return `${volunteerFiles().length} 份表，接收 ${accepted} 行`;
}

const batchesOf = ({ progress }: Teller) => Object.values(progress.volunteers);

const decide = (teller: Teller, which: 'review' | 'determine') => approve(teller, which, batchesOf(teller), [BODY]);

async function show(teller: Teller): Promise<string> {
  const office = await teller.as('credit-office');
  const declaration = {
    event: `${NOTICE}/year-reviewed`,
    ...{ effectiveOn: '2020-05-08', documentNumber: '演示志愿协调〔2020〕5号（虚构）' },
  };
  await unless(['action.not_available'], office.post('/api/platform/events', declaration));
  const reviewer = await teller.as(`${BODY.prefix}-reviewer`);
  for (const batchId of batchesOf(teller)) await reviewer.post(`/api/platform/lists/${LIST}/nominations`, { batchId });
  await unless(['action.not_available'], office.post(`/api/platform/lists/${LIST}/rounds`));
  const { noticeFrom, noticeUntil, entries } = await roundOf(teller);
  return `${entries.length} 条，${noticeFrom} 至 ${noticeUntil}`;
}

interface Round {
  readonly roundId: string;
  readonly digest: string;
  readonly entries: readonly unknown[];
  readonly noticeFrom: string;
  readonly noticeUntil: string;
}

async function roundOf(teller: Teller): Promise<Round> {
  const office = await teller.as('credit-office');
  const { items } = await office.get<{ items: readonly Round[] }>(`/api/platform/lists/${LIST}/rounds?limit=1`);
  return office.get<Round>(`/api/platform/rounds/${items[0]?.roundId}`);
}

async function publish(teller: Teller): Promise<string> {
  const { roundId, digest } = await roundOf(teller);
  for (const account of ['credit-office', `${BODY.prefix}-determiner`])
    await unless(
      ['action.not_available'],
      (await teller.as(account)).post(`/api/platform/rounds/${roundId}/sign-offs`, { digest }),
    );
  const second = await teller.as('credit-office-2');
  const edition = await second.post<{ number: number; entries: number }>(`/api/platform/rounds/${roundId}/publish`);
  return `志愿褒扬榜第 ${edition.number} 期，${edition.entries} 条`;
}
