/**
 * The demo's story, told once through the real API by the demo's own accounts: files come in, two officers each review and
 * determine, one citizen opens an account, the red list is nominated, shown for seven days, signed and published.
 * An adverse case goes through notice and window; an objection and a request for relief stay open for whoever tries the demo.
 * Every step may be repeated without harm, so a start that was interrupted carries on where it stopped.
 */
import { DEMO_ADMINISTRATOR, DEMO_DEPARTMENTS, DEMO_ORGANISATIONS, DEMO_SECOND_ADMINISTRATOR } from './accounts.ts';
import { appointOthers, appointSecond } from './appoint.ts';
import { EARLIER_STEPS } from './earlier.ts';
import { ADVERSE_FILE, DETERMINED_ROW, demoFiles, supplementFile } from './files.ts';
import { reportOneself } from './own-report-story.ts';
import { registerProviders } from './providers.ts';
import { registryFile } from './registry.ts';
import { approve, handIn, type Stage, type Step, Teller, unless } from './teller.ts';
import { VOLUNTEERS } from './volunteers-story.ts';

export interface Telling {
  readonly signal?: AbortSignal;
  readonly log: (line: string) => void;
}

const STEPS: readonly Step[] = [
  { name: 'administrators', title: '登记第二位管理员', at: '2020-03-02T09:00:00+08:00', act: administrators },
  { name: 'appoint', title: '登记经办人', at: '2020-03-02T09:00:00+08:00', act: appoint },
  ...EARLIER_STEPS,
  { name: 'directory', title: '导入企业名录', at: '2020-05-06T09:30:00+08:00', act: importRegistry },
  { name: 'report', title: '报送', at: '2020-05-06T10:00:00+08:00', act: report },
  VOLUNTEERS.report,
  { name: 'join', title: '市民开通积分账户', at: '2020-05-06T20:00:00+08:00', act: openAccount },
  { name: 'review', title: '审核', at: '2020-05-07T09:30:00+08:00', act: review },
  VOLUNTEERS.review,
  { name: 'serve', title: '不良信息审核、告知', at: '2020-05-07T15:00:00+08:00', act: serveNotice },
  { name: 'determine', title: '认定', at: '2020-05-08T09:30:00+08:00', act: determine },
  VOLUNTEERS.determine,
  VOLUNTEERS.show,
  { name: 'declare', title: '登记疫情结束的宣布文件', at: '2020-05-11T09:00:00+08:00', act: declare },
  { name: 'nominate', title: '推荐红榜', at: '2020-05-11T10:00:00+08:00', act: nominate },
  { name: 'show', title: '公示', at: '2020-05-11T15:00:00+08:00', act: show },
  { name: 'adverse', title: '陈述申辩期满，认定不良信息', at: '2020-05-18T10:00:00+08:00', act: determineAdverse },
  { name: 'publish', title: '会签、发布', at: '2020-05-19T09:30:00+08:00', act: publish },
  VOLUNTEERS.publish,
  { name: 'providers', title: '登记优惠服务单位', at: '2020-05-19T10:30:00+08:00', act: provide },
  { name: 'own-report', title: '市民上报自己做的好事', at: '2020-05-19T11:00:00+08:00', act: ownReport },
  { name: 'supplement', title: '补充推荐、再次公示', at: '2020-05-19T14:00:00+08:00', act: supplement },
  { name: 'object', title: '登记一件异议', at: '2020-05-19T16:00:00+08:00', act: object },
  { name: 'relief', title: '申请暂不纳入一条不良信息', at: '2020-05-19T16:30:00+08:00', act: askForRelief },
];

/** Another city's begins with the same two steps, on its own days. */
function stepsOf({ cast: { story, begins } }: Teller): readonly Step[] {
  if (story === null) return STEPS;
  const at = begins.toISOString();
  return [
    ...STEPS.filter(({ act }) => act === administrators || act === appoint).map((one) => ({ ...one, at })),
    ...story,
  ];
}

export async function tellStory(stage: Stage, { signal, log }: Telling): Promise<void> {
  const teller = new Teller(stage, signal);
  const steps = stepsOf(teller).filter(({ name }) => !teller.progress.done.includes(name));
  if (steps.length > 0) log('正在以演示账号走一遍全过程（只在首次启动时）……');
  for (const step of steps) {
    if (signal?.aborted) return;
    await teller.settled(); // what was sent that day arrives that day, before the clock is set forward
    stage.clock.advanceTo(new Date(step.at));
    const outcome = await step.act(teller);
    log(`${step.at.slice(0, 10)}  ${step.title}${outcome ? `：${outcome}` : ''}`);
    teller.keep({ done: [...teller.progress.done, step.name] });
  }
  if (steps.length > 0) await stage.catchUp();
  await teller.settled();
}

async function administrators(teller: Teller): Promise<string> {
  const confirmed = await appointSecond(town(teller), teller.cast.officers);
  return `${DEMO_ADMINISTRATOR.name}提出${DEMO_SECOND_ADMINISTRATOR.name}，在主机上确认 ${confirmed.length} 人`;
}

async function appoint(teller: Teller): Promise<string> {
  const seated: readonly string[] = [DEMO_ADMINISTRATOR.id, DEMO_SECOND_ADMINISTRATOR.id];
  await appointOthers(
    town(teller),
    teller.cast.officers.filter(({ id }) => !seated.includes(id)),
    teller.cast.machine,
  );
  return `${teller.cast.officers.length} 名经办人，1 个单位系统，一人提出、另一人确认`;
}

const town = (teller: Teller) => ({
  as: (account: string) => teller.as(account),
  confirmOnHost: () => teller.confirmOnHost(),
});

async function importRegistry(teller: Teller): Promise<string> {
  const office = await teller.as('credit-office');
  const query = new URLSearchParams({ fileName: '企业名录.csv' });
  const { rows } = await office.upload<{ rows: number }>(`/api/platform/directory/imports?${query}`, registryFile());
  return `${rows} 家`;
}

async function report(teller: Teller): Promise<string> {
  const total = { accepted: 0, duplicate: 0, suspect: 0, rejected: 0 };
  for (const file of demoFiles()) {
    const { batchId, batch } = await handIn(teller, file);
    teller.keep({ batches: { ...teller.progress.batches, [file.name]: batchId } });
    for (const verdict of Object.keys(total) as (keyof typeof total)[]) total[verdict] += batch[verdict];
  }
  return `${demoFiles().length} 份表，接收 ${total.accepted} 行，重复 ${total.duplicate}，存疑 ${total.suspect}，退回 ${total.rejected}`;
}

async function openAccount(teller: Teller): Promise<string> {
  const citizen = await teller.as('citizen-joined', 'points');
  const { version } = await citizen.get<{ version: string }>('/api/points/consent-text');
  await unless(['consent.already'], citizen.post('/api/points/accounts', { consent: true, textVersion: version }));
  return '1 人开通；另一人没有开通';
}

function review(teller: Teller): Promise<string> {
  return approve(teller, 'review');
}

function determine(teller: Teller): Promise<string> {
  return approve(teller, 'determine');
}

async function provide(teller: Teller): Promise<string> {
  return registerProviders(await teller.as('credit-office'), await teller.as('credit-office-2'));
}

async function declare(teller: Teller): Promise<undefined> {
  const office = await teller.as('credit-office');
  const declaration = {
    event: 'epidemic-ended',
    effectiveOn: '2020-05-11',
    documentNumber: '演示指挥部〔2020〕1号（虚构）',
  };
  await unless(['action.not_available'], office.post('/api/platform/events', declaration));
}

async function nominate(teller: Teller): Promise<string> {
  let nominated = 0;
  for (const { prefix } of DEMO_DEPARTMENTS) {
    const officer = await teller.as(`${prefix}-reviewer`);
    for (const batchId of teller.batches) {
      const outcome = await officer.post<{ nominated: number }>('/api/platform/lists/red/nominations', { batchId });
      nominated += outcome.nominated;
    }
  }
  return `${nominated} 家单位`;
}

interface RoundView {
  readonly roundId: string;
  readonly digest: string;
  readonly entries: readonly { uscc: string; status: string; recordId: string }[];
  readonly noticeFrom: string;
  readonly noticeUntil: string;
}

async function show(teller: Teller): Promise<string> {
  const office = await teller.as('credit-office');
  const round = await office.post<RoundView>('/api/platform/lists/red/rounds');
  teller.keep({ roundId: round.roundId });
  return `${round.entries.length} 条，${round.noticeFrom} 至 ${round.noticeUntil}`;
}

async function publish(teller: Teller): Promise<string> {
  const { roundId } = teller.progress;
  const round = await (await teller.as('credit-office')).get<RoundView>(`/api/platform/rounds/${roundId}`);
  for (const account of ['credit-office', ...DEMO_DEPARTMENTS.map(({ prefix }) => `${prefix}-determiner`)]) {
    const officer = await teller.as(account);
    await unless(
      ['action.not_available'],
      officer.post(`/api/platform/rounds/${roundId}/sign-offs`, { digest: round.digest }),
    );
  }
  const office = await teller.as('credit-office-2');
  const edition = await office.post<{ number: number; entries: number }>(`/api/platform/rounds/${roundId}/publish`);
  return `红榜第 ${edition.number} 期，${edition.entries} 条`;
}

/** What came in late goes the same way, and stands in public notice when the demo has started. */
async function supplement(teller: Teller): Promise<string> {
  const file = supplementFile();
  const { batchId } = await handIn(teller, file);
  teller.keep({ batches: { ...teller.progress.batches, [file.name]: batchId } });
  await approve(teller, 'review', [batchId]);
  await approve(teller, 'determine', [batchId]);
  for (const { prefix } of DEMO_DEPARTMENTS) {
    await (await teller.as(`${prefix}-reviewer`)).post('/api/platform/lists/red/nominations', { batchId });
  }
  return show(teller);
}

/** One of the listed objects, through its representative, to what is said of it; the mark stands beside it everywhere until it is decided. */
async function ownReport(teller: Teller): Promise<string> {
  const citizen = await teller.as('citizen-not-joined', 'platform/my');
  return `事项 ${await reportOneself(citizen, teller.now())}，等待市民政局核对`;
}

async function object(teller: Teller): Promise<string> {
  const { uscc, name } = DEMO_ORGANISATIONS.honoured;
  const representative = await teller.as('representative', 'platform/my');
  const { records } = await representative.get<{ records: { caseId: string }[] }>(`/api/platform/my/data?uscc=${uscc}`);
  const request = {
    kind: 'objection',
    caseId: records[0]?.caseId,
    statement: '所记生产任务的完成日期不准确，实际比约定提前三天完成',
    idempotencyKey: 'demo-story-objection',
  };
  await unless(['action.not_available'], representative.post('/api/platform/my/requests', { uscc, request }));
  return name;
}

const adverseCase = (teller: Teller): string => `${teller.progress.batches[ADVERSE_FILE]}-${DETERMINED_ROW}`;

/** The same key at every attempt: done twice is done once. */
async function actOn(teller: Teller, account: string, action: string, payload: object): Promise<void> {
  const officer = await teller.as(account);
  const request = { action, payload, idempotencyKey: `story-adverse-${action}` };
  await officer.post(`/api/platform/cases/${adverseCase(teller)}/actions`, request);
}

async function serveNotice(teller: Teller): Promise<string> {
  await actOn(teller, 'health-reviewer', 'review', {});
  await actOn(teller, 'health-reviewer', 'serve-notice', { servedOn: '2020-05-07', serviceMethod: 'direct' });
  return '1 件，当事人有 5 个工作日陈述申辩';
}

async function determineAdverse(teller: Teller): Promise<string> {
  await actOn(teller, 'health-determiner', 'determine', {});
  return '1 件';
}

/** It waits for the health commission, as the objection before it waits for the credit office. */
async function askForRelief(teller: Teller): Promise<string> {
  const { uscc, name } = DEMO_ORGANISATIONS.adverse;
  const representative = await teller.as('representative', 'platform/my');
  const request = {
    kind: 'relief',
    caseId: adverseCase(teller),
    statement: '疫情期间停业两个月，人员不能返岗，健康监测未能按期补报；现已恢复经营并补报。',
    size: 'small',
    until: '2020-08-31',
    idempotencyKey: 'demo-story-relief',
  };
  await representative.post('/api/platform/my/requests', { uscc, request });
  return name;
}
