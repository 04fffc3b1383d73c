/** The files of a new notice, sound as they stand: one good kind of persons, one of organisations, a list, an incentive, a benefit, examples. */
import { CLOCKS, clock, header, quoted, type SchemaPlace } from './city-skeleton.ts';

export interface NoticeAnswers {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly titleEn: string;
  readonly authority: string;
  /** both `YYYY-MM-DD` */
  readonly issuedOn: string;
  readonly from: string;
}

/** What the city has already, for the notice to use. */
export interface OfCity {
  readonly creditOffice: string;
  /** who determines, and its name for the examples */
  readonly duty: string;
  readonly body: string;
  readonly sector?: { readonly id: string; readonly title: string };
  /** from which benefits are given */
  readonly level: { readonly id: string; readonly title: string };
  /** what a person without records has */
  readonly base: { readonly total: number; readonly level: string };
  /** points until that level */
  readonly step: number;
  /** clocks the city gives */
  readonly clocks: ReadonlySet<string>;
  /** not taken by another notice */
  readonly list: string;
}

export function noticeFiles(
  answers: NoticeAnswers,
  city: OfCity,
  schemas: SchemaPlace,
): Readonly<Record<string, string>> {
  const yaml = {
    'notice.yaml': notice(answers, city),
    'catalogue.yaml': catalogue(answers, city),
    'lists.yaml': lists(answers, city),
    'measures.yaml': measures(answers, city),
    'points.yaml': points(answers, city),
    'timers.yaml': timers(answers, city),
  };
  return {
    'notice.md': words(answers),
    ...Object.fromEntries(Object.entries(yaml).map(([name, text]) => [name, header(schemas, 'notice') + text])),
    'cases/all.yaml': header(schemas && `../${schemas}`, 'cases') + cases(answers, city),
  };
}

const words = ({ number, title }: NoticeAnswers): string => `# ${number} ${title}

<!-- 逐条转述通知：一条一个“## 编号 短标题”。只对人的要求、不用系统落实的，在标题后注明（指引）。“EN:”开头的一段是英文。 -->

## 1 做好事的市民

做了好事、由主管部门认定的市民，记为良好信息。

EN: Residents who did good, as the competent body determines, are recorded as good information.

## 2 做好事的单位

做了好事的单位，由主管部门推荐列入表扬名单；评议结束后，经公示，由信用主管部门会同推荐部门发布。

EN: Organisations that did good are nominated for the list of commendation; after the review and a public notice the credit office publishes it with those that nominated.

## 3 激励

名单上的单位评优评先时优先；达到规定等级的市民享受优惠。

EN: Organisations on the list come first in awards; residents of the level named enjoy benefits.

## 4 报送和填写

主管部门汇总报送，也可以本人上报。个人填姓名、性别、证件号码、事项，须年满十八周岁；单位填名称、统一社会信用代码、事项。

EN: Bodies report, and people may report themselves. Persons: name, sex, number of the document, matter, of full age; organisations: name, credit code, matter.

## 5 去向

个人的信息只在本人开通后送积分系统，单位的信息送公示网站。

EN: What concerns persons goes to the points system once they asked for it; what concerns organisations goes to the site.

## 6 加强组织（指引）

各单位要加强组织。

EN: Everybody is to organise well.
`;

const notice = (
  { id, number, title, titleEn, authority, issuedOn, from }: NoticeAnswers,
  city: OfCity,
): string => `id: "${id}"
title: ${quoted(title)}
titleEn: ${quoted(titleEn)}
document:
  number: ${quoted(number)}
  title: ${quoted(title)}
  authority: ${quoted(authority)}
  issuedOn: ${issuedOn}
effectiveFrom: ${from}
# 只管这一天以后的事；有截止日的再写 until。
deeds: { from: ${from}, citation: 施行日以后的行为, local: true }
# 全市统一的规定，由本通知的哪一条提出。
uses: { minimumAge: "4"${city.clocks.has('data-check') ? ', timers: { data-check: "4" }' : ''} }
determination: { clause: "1" }
fields:
  person: { clause: "4", required: [name, sex, documentNumber, matter] }
  organisation: { clause: "4", required: [name, uscc, matter] }
channels:
  - { id: department-summary, clause: "4", title: 主管部门汇总报送 }
  - { id: own-upload, clause: "4", title: 本人上报 }
deliveries:
  - { id: persons-to-points, clause: "5", subject: person, to: points }
  - { id: organisations-to-site, clause: "5", subject: organisation, to: site }
events:
  - { id: review-over, title: 评议结束, clause: "2" }
`;

const life = (from: string, months: number, mode: string): string => `    lifecycle:
      validityMonths: [{ from: ${from}, value: ${months}, citation: 本市选定, local: true }]
      disclosureMonths: [{ from: ${from}, value: ${months}, citation: 本市选定, local: true }]
      disclosureMode: ${mode}`;

const catalogue = (
  { from }: NoticeAnswers,
  { duty, list }: OfCity,
): string => `# 目录：通知点名的信息种类。目录以外的一律不记。
catalogue:
  - id: "1"
    clause: "1"
    subject: person
    polarity: good
    title: 做好事的市民
    plainTitle: 做好事
    titleEn: Good deed of a resident
    requiredFields: [name, sex, documentNumber, kind, matter, occurredOn]
    competentFunctions: [${duty}]
    reporterFunctions: any
    evidence:
      - { id: letter, title: 单位或者社区证明, titleEn: Letter of an organisation or the community, required: true }
    approval: batch
    factBasis: matter-and-date
${life(from, 36, 'authorisation')}

  - id: "2"
    clause: "2"
    subject: organisation
    polarity: good
    title: 做好事的单位
    plainTitle: 单位做好事
    titleEn: Good deed of an organisation
    requiredFields: [name, uscc, kind, matter, occurredOn]
    competentFunctions: [${duty}]
    reporterFunctions: any
    evidence:
      - { id: account, title: 事迹说明, titleEn: Account of what was done, required: true }
    approval: batch
    factBasis: matter-and-date
${life(from, 24, 'public')}
    nominates: { list: ${list}, ground: "2" }
`;

const lists = ({ from }: NoticeAnswers, { creditOffice, list }: OfCity): string => `lists:
  - id: ${list}
    polarity: good
    title: 做好事单位表扬名单
    titleEn: List of commendation
    plainTitle: 表扬名单
    plainTitleEn: list of commendation
    clause: "2"
    grounds:
      - { id: "2", clause: "2", title: 做了好事 }
    gateEvent: review-over
    publicNotice: ${list}-showing
    entryMonths:
      - { from: ${from}, value: 12, citation: 本市选定, local: true }
    requires: { noticeServed: false, decision: false }
    signOff: { office: ${creditOffice}, departments: nominating, clause: "2" }
`;

const measures = (
  { number, from }: NoticeAnswers,
  { list, level, sector }: OfCity,
): string => `# 通知规定的全部措施；没有写在这里的，一律不得采取。matters 只写 law/cn/scenes.yaml 里的编号。
measures:
  - id: ${list}-awards
    clause: "3"
    polarity: incentive
    title: 名单上的单位优先参加评优
    titleEn: Listed organisations come first in awards
    appliesTo: { list: ${list} }
    matters: [awards]
    legalBasis: ${quoted(`${number}第3条；激励由市自主安排`)}
    from: ${from}

# 哪些行业从哪个等级起给优惠；行业和等级是全市的。
benefits:${sector ? `\n  - { sector: ${sector.id}, clause: "3", threshold: ${level.id} }` : ' []'}
`;

const points = (
  { from }: NoticeAnswers,
  { step }: OfCity,
): string => `# 每类信息每条加多少分（points）、这一类合计最多算多少分（cap）。单位没有积分。
points:
  rules:
    - kind: "1"
      clause: "1"
      points: [{ from: ${from}, value: ${step}, citation: 本市选定, local: true }]
      cap: [{ from: ${from}, value: ${step * 2}, citation: 本市选定, local: true }]
`;

const timers = (
  { from }: NoticeAnswers,
  { list, clocks }: OfCity,
): string => `# 本通知自己的期限；全市统一的写在城市的文件夹里。
timers:
  - { id: ${list}-showing, title: 表扬名单公示, titleEn: Public notice of the list, clause: "2", value: [{ from: ${from}, value: 10 days, citation: 本市选定, local: true }] }
${CLOCKS.filter(([id]) => !clocks.has(id))
  .map((one) => `${clock(one, from)}\n`)
  .join('')}`;

const cases = (
  { from }: NoticeAnswers,
  { body, base, level, step, sector }: OfCity,
): string => `# 示例：法务人员能读懂、能核对的例子。检查时逐个验算，每类信息至少一个。
cases:
  - title: 做好事的市民由主管部门认定
    clause: "1"
    given: { kind: "1", reporter: ${quoted(body)} }
    when: 报送
    expect: { mayReport: true, determinedBy: ${quoted(body)} }
  - title: 做好事的单位由主管部门认定
    clause: "2"
    given: { kind: "2", reporter: ${quoted(body)} }
    when: 报送
    expect: { mayReport: true, determinedBy: ${quoted(body)} }
  - title: 开通以后没有记录，只有基础分
    clause: "5"
    given: { consent: true, on: ${from}, records: [] }
    when: 计分
    expect: { total: ${base.total}, level: ${quoted(base.level)}, benefits: [] }
  - title: 做一件好事，达到享受优惠的等级
    clause: "3"
    given: { consent: true, on: ${from}, records: [{ name: 好事, kind: "1", from: ${from} }] }
    when: 计分
    expect: { total: ${base.total + step}, level: ${quoted(level.title)}, benefits: [${sector ? quoted(sector.title) : ''}] }
`;
