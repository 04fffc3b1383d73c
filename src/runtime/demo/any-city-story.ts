/**
 * What happens in the demo of a city that the story does not know, told by its own policy: good deeds are reported, reviewed, determined;
 * somebody opens an account; every good list is nominated, shown, signed and published in that city's own words and periods.
 */
import type { Policy, SubjectList } from '#kernel/policy/policy.ts';
import { localId, noticeOfRef } from '#kernel/policy/refs.ts';
import { addDays, type LocalDate } from '#kernel/time/local-date.ts';
import { bodiesOf, CITY_ORGANISATIONS, deedsOf, peopleInTables } from './any-city.ts';
import type { DemoFile } from './files.ts';
import { approve, handIn, type Step, type Teller, unless } from './teller.ts';

/** Days after the notice took effect. */
const DEED = 10;
const BEGINS = 40;

const dayOf = (policy: Policy, after: number): LocalDate => addDays(policy.effectiveFrom, after);
const at = (policy: Policy, after: number, hour: string) => `${dayOf(policy, after)}T${hour}:00+08:00`;

/** What the demo's clock shows at its first run there. */
export const cityBegins = (policy: Policy): Date => new Date(at(policy, BEGINS, '09:00'));

export function cityStory(policy: Policy): readonly Step[] {
  const lists = policy.lists.filter(({ polarity }) => polarity === 'good');
  const shown = BEGINS + 5;
  const over = shown + Math.max(0, ...lists.map((list) => longest(policy, list)));
  const step = (name: string, title: string, after: number, hour: string, act: Step['act']): Step => ({
    ...{ name, title, at: at(policy, after, hour), act },
  });
  return [
    step('report', '报送', BEGINS, '10:00', (teller) => report(teller, policy)),
    step('join', '市民开通积分账户', BEGINS, '20:00', openAccount),
    step('review', '审核', BEGINS + 1, '09:30', (teller) => decide(teller, policy, 'review')),
    step('determine', '认定', BEGINS + 2, '09:30', (teller) => decide(teller, policy, 'determine')),
    step('declare', '登记宣布文件', BEGINS + 4, '09:00', (teller) => declare(teller, policy, lists)),
    step('nominate', '推荐', BEGINS + 4, '10:00', (teller) => nominate(teller, policy, lists)),
    step('show', '公示', shown, '15:00', (teller) => show(teller, lists)),
    step('publish', '会签、发布', over, '09:30', (teller) => publish(teller, policy, lists)),
  ];
}

/** Days that a list's public notice lasts at most, weekends and holidays among them. */
function longest(policy: Policy, list: SubjectList): number {
  const { amount, unit } = policy.timerOn(list.publicNotice, policy.effectiveFrom);
  const days = { days: amount, 'working-days': amount * 2, months: amount * 31, years: amount * 366 }[unit];
  return days + 21;
}

async function report(teller: Teller, policy: Policy): Promise<string> {
  const files = filesOf(policy);
  for (const file of files) {
    const { batchId } = await handIn(teller, file);
    teller.keep({ batches: { ...teller.progress.batches, [file.name]: batchId } });
  }
  return `${files.length} 份表`;
}

const PEOPLE = ['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期'];
const ORGANISATIONS = ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '发生日期'];

/** A table for each kind, handed in by who may report it. */
function filesOf(policy: Policy): readonly DemoFile[] {
  const who = (functions: readonly string[] | 'any', kind: Parameters<Policy['competentDepartmentFor']>[0]) =>
    functions === 'any' ? 'reporter' : `${policy.competentDepartmentFor(kind, policy.creditOffice)}-reporter`;
  const day = (index: number) => dayOf(policy, DEED + index);
  const people = deedsOf(policy, 'person').map(({ id, plainTitle, reporterFunctions }, index) => ({
    ...{ name: `${plainTitle}.csv`, kind: 'individuals' as const, reporter: who(reporterFunctions, id) },
    notice: noticeOfRef(id),
    content: csv([
      PEOPLE,
      ...peopleInTables.map(({ name, documentNumber }) => [
        ...[name, Number(documentNumber[16]) % 2 === 1 ? '男' : '女', '居民身份证', documentNumber],
        ...[localId(id), `${plainTitle}，全年二十四次`, day(index)],
      ]),
    ]),
  }));
  const organisations = deedsOf(policy, 'organisation').map(({ id, plainTitle, reporterFunctions }, index) => ({
    ...{ name: `${plainTitle}.csv`, kind: 'organisations' as const, reporter: who(reporterFunctions, id) },
    notice: noticeOfRef(id),
    content: csv([
      ORGANISATIONS,
      ...CITY_ORGANISATIONS.map(({ name, uscc }) => [name, uscc, localId(id), `${plainTitle}，成效突出`, day(index)]),
    ]),
  }));
  return [...people, ...organisations];
}

const csv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;

async function openAccount(teller: Teller): Promise<string> {
  const citizen = await teller.as('citizen-joined', 'points');
  const { version } = await citizen.get<{ version: string }>('/api/points/consent-text');
  await unless(['consent.already'], citizen.post('/api/points/accounts', { consent: true, textVersion: version }));
  return '1 人开通；另一人没有开通';
}

const decide = (teller: Teller, policy: Policy, step: 'review' | 'determine') =>
  approve(teller, step, teller.batches, bodiesOf(policy));

async function declare(teller: Teller, policy: Policy, lists: readonly SubjectList[]): Promise<string> {
  const office = await teller.as('credit-office');
  const events = [...new Set(lists.map(({ gateEvent }) => gateEvent))];
  for (const event of events) {
    const declaration = { event, effectiveOn: dayOf(policy, BEGINS + 4), documentNumber: '演示文件第1号（虚构）' };
    await unless(['action.not_available'], office.post('/api/platform/events', declaration));
  }
  return events.map((event) => policy.event(event).title).join('、');
}

async function nominate(teller: Teller, policy: Policy, lists: readonly SubjectList[]): Promise<string> {
  let nominated = 0;
  for (const { prefix } of bodiesOf(policy)) {
    // whoever nominates does not sign: that is the determiner's
    const reviewer = await teller.as(`${prefix}-reviewer`);
    for (const { id } of lists)
      for (const batchId of teller.batches) {
        const path = `/api/platform/lists/${id}/nominations`;
        nominated += (await reviewer.post<{ nominated: number }>(path, { batchId })).nominated;
      }
  }
  return `${nominated} 家单位`;
}

interface Round {
  readonly roundId: string;
  readonly digest: string;
  readonly entries: readonly unknown[];
}

async function show(teller: Teller, lists: readonly SubjectList[]): Promise<string> {
  const office = await teller.as('credit-office');
  for (const { id } of lists) await unless(['action.not_available'], office.post(`/api/platform/lists/${id}/rounds`));
  return lists.map(({ plainTitle }) => plainTitle).join('、');
}

async function publish(teller: Teller, policy: Policy, lists: readonly SubjectList[]): Promise<string> {
  const office = await teller.as('credit-office');
  const published: string[] = [];
  for (const { id, plainTitle } of lists) {
    const { items } = await office.get<{ items: readonly Round[] }>(`/api/platform/lists/${id}/rounds?limit=1`);
    const roundId = items[0]?.roundId;
    if (roundId === undefined) continue;
    const { digest } = await office.get<Round>(`/api/platform/rounds/${roundId}`);
    // a body without an entry on the list has nothing to sign
    for (const account of ['credit-office', ...bodiesOf(policy).map(({ prefix }) => `${prefix}-determiner`)])
      await unless(
        ['action.not_available', 'jurisdiction.denied'],
        (await teller.as(account)).post(`/api/platform/rounds/${roundId}/sign-offs`, { digest }),
      );
    const second = await teller.as('credit-office-2');
    const { number, entries } = await second.post<{ number: number; entries: number }>(
      `/api/platform/rounds/${roundId}/publish`,
    );
    published.push(`${plainTitle}第 ${number} 期，${entries} 条`);
  }
  return published.join('；');
}
