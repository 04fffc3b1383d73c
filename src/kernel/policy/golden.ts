/** Holds a golden case against a compiled policy and lists where the two disagree. */
import { compileScreen } from '#kernel/screening/never-collect.ts';
import { ageOn, type LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { DisclosureMode } from '../vocabulary.ts';
import { entryOrNotYet, valueOn } from './dated.ts';
import { outsideDeeds } from './deeds.ts';
import { endOfPeriod, endOfPublicNotice } from './duration.ts';
import { type Answers, type CaseOf, conflicts, disclosed, gravity, named, relief } from './golden-adverse.ts';
import type { GoldenCase } from './golden-schema.ts';
import { type BasisGap, basisGap } from './list-basis.ts';
import { computeAccount, levelsOn } from './points-engine.ts';
import type { Department, Policy } from './policy.ts';
import { withQuestions } from './questions.ts';
import { localId, refOf } from './refs.ts';
import { fieldTitle } from './row-fields.ts';

export type { GoldenCase } from './golden-schema.ts';
export { parseGoldenCases } from './golden-schema.ts';

export interface Mismatch {
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export function runGoldenCase(golden: GoldenCase, policy: Policy, calendar: WorkingCalendar): readonly Mismatch[] {
  const known = policy.clauses.some((clause) => localId(clause.id) === golden.clause);
  const unknownClause = known ? [] : [{ what: 'clause', expected: golden.clause, actual: '通知中没有此条款' }];
  const answers: Record<string, unknown> = answer(golden, policy, calendar);
  return [
    ...unknownClause,
    ...Object.entries(golden.expect)
      .map(([what, expected]) => ({ what, expected, actual: answers[what] }))
      .filter(({ expected, actual }) => !same(expected, actual)),
  ];
}

function answer(golden: GoldenCase, policy: Policy, calendar: WorkingCalendar) {
  switch (golden.when) {
    case '报送':
      return competence(golden, policy);
    case '受理':
      return demands(golden, policy);
    case '计分':
      return account(golden, policy);
    case '发布名单':
      return gate(golden, policy);
    case '计算期限':
      return deadline(golden, policy, calendar);
    case '查询措施':
      return measures(golden, policy);
    case '信用修复':
      return repair(golden, policy);
    case '失信等级':
      return gravity(golden, policy);
    case '披露截止':
      return disclosed(golden, policy, calendar);
    case '暂不纳入':
      return relief(golden, policy);
    case '名单冲突':
      return conflicts(golden, policy);
    case '采集':
      return { refused: compileScreen(policy.neverCollect)(golden.given.text) !== null };
    case '年龄':
      return { collected: ageOn(golden.given.born, golden.given.on) >= policy.minimumAge.years };
    case '免费报告': {
      const { value, local } = entryOrNotYet(policy.fullReportsPerYear, golden.given.on);
      return { perYear: value, localChoice: local === true };
    }
    case '适用期间':
      return { within: !outsideDeeds(policy, golden.given) };
  }
}

function competence({ given, expect }: CaseOf<'报送'>, policy: Policy): Answers<'报送'> {
  const reporter = departmentNamed(given.reporter, policy);
  const expected = expect.determinedBy === undefined ? undefined : departmentNamed(expect.determinedBy, policy);
  const kind = refOf(policy.id, given.kind);
  const actual = policy.department(policy.competentDepartmentFor(kind, reporter.id));
  return {
    mayReport: policy.mayReport(kind, reporter.id),
    // The case may use any of a department's names.
    determinedBy: expected?.id === actual.id ? expect.determinedBy : actual.name,
  };
}

const DISCLOSURE: Readonly<Record<DisclosureMode, string>> = {
  public: '公开',
  authorities: '机关共享',
  authorisation: '经授权',
};

function demands({ given }: CaseOf<'受理'>, policy: Policy): Answers<'受理'> {
  const kind = policy.kind(refOf(policy.id, given.kind));
  const target = kind.nominates;
  return {
    fields: kind.requiredFields.map((field) => fieldTitle(kind.subject, field)),
    evidence: kind.evidence.filter((evidence) => evidence.required).map((evidence) => evidence.title),
    decisions: kind.decisionTypes.map((decision) => decision.title),
    notReported: kind.notReported.map((item) => item.title),
    approval: kind.approval === 'batch' ? '可批量' : '逐件',
    validMonths: valueOn(kind.lifecycle.validityMonths, given.on),
    disclosure: DISCLOSURE[kind.lifecycle.disclosureMode],
    nominates: target
      ? {
          list: policy.list(target.list).title,
          ground: policy.list(target.list).grounds.find((ground) => ground.id === target.ground)?.title,
        }
      : null,
  };
}

function account({ given }: CaseOf<'计分'>, policy: Policy): Answers<'计分'> {
  if (!given.consent) return { total: null, level: null, notCounted: [], marked: [], benefits: [] };
  const contributions = given.records.map((record) => ({
    recordId: record.name,
    kind: refOf(policy.id, record.kind),
    validFrom: record.from,
    validUntil: record.until ?? null,
    endedOn: record.ended ?? null,
    objectionOpen: record.objection,
  }));
  const { total, level, explanation } = computeAccount(policy.points, contributions, given.on);
  const records = explanation.notices.flatMap(({ kinds }) => kinds.flatMap((kind) => kind.records));
  return {
    total,
    level: level.title,
    notCounted: records.filter((record) => record.notCounted || record.capped).map((record) => record.recordId),
    marked: records.filter((record) => record.objectionOpen).map((record) => record.recordId),
    benefits: policy.benefitsFor(level.id, given.on).map((benefit) => benefit.title),
  };
}

const BASIS_GAPS: Readonly<Record<NonNullable<BasisGap> | 'none', readonly string[]>> = {
  none: [],
  missing: ['设列依据未登记'],
  'not-yet': ['设列依据尚未施行'],
  ended: ['设列依据已经失效'],
};

/** The policy with what its adverse lists rest on as the case supposes it. */
function supposed(policy: Policy, basis: { readonly until: LocalDate } | null | undefined): Policy {
  if (basis === undefined) return policy;
  const lists = policy.lists.map((list) => {
    const { legalBasis } = list.requires;
    if (!legalBasis) return list;
    const changed = basis === null ? { recorded: false, citation: null } : { ...legalBasis, until: basis.until };
    return { ...list, requires: { ...list.requires, legalBasis: changed } };
  });
  return withQuestions({ ...policy, lists });
}

function gate({ given }: CaseOf<'发布名单'>, written: Policy): Answers<'发布名单'> {
  const policy = supposed(written, given.basis);
  const list = named(policy.lists, given.list, 'list');
  const event = policy.event(list.gateEvent);
  return {
    blockedBy: [
      ...(given.declared.includes(event.title) ? [] : [event.title]),
      ...BASIS_GAPS[basisGap(list, given.on) ?? 'none'],
    ],
    needsPerEntry: [
      ...(list.requires.noticeServed ? ['事先告知'] : []),
      ...(list.requires.decision ? ['认定文书'] : []),
    ],
    signedBy: [policy.department(list.signOff.office).name, '推荐部门'],
    entryMonths: valueOn(list.entryMonths, given.on),
  };
}

function deadline({ given }: CaseOf<'计算期限'>, policy: Policy, calendar: WorkingCalendar): Answers<'计算期限'> {
  const { id } = named(policy.timers, given.timer, 'timer');
  const timer = policy.timerOn(id, given.from);
  const shown = policy.lists.some(({ publicNotice }) => publicNotice === id);
  const lastDay = (shown ? endOfPublicNotice : endOfPeriod)(given.from, timer, calendar);
  return { lastDay, localChoice: timer.local };
}

function measures({ given, expect }: CaseOf<'查询措施'>, written: Policy): Answers<'查询措施'> {
  const policy = supposed(written, given.basis);
  const standing = {
    ...(given.list === undefined ? {} : { list: named(policy.lists, given.list, 'list').id }),
    ...(given.level === undefined ? {} : { level: named(levelsOn(policy.points, given.on), given.level, 'level').id }),
  };
  const found = policy.measuresFor(standing, given.on);
  const matters = [...new Set(found.flatMap((measure) => measure.matters))];
  return {
    measures: found.map((measure) => measure.title),
    matters,
    never: expect.never?.filter((matter) => !matters.includes(matter)),
  };
}

function repair({ given }: CaseOf<'信用修复'>, policy: Policy): Answers<'信用修复'> {
  const range = policy.repairRangeOn(named(policy.repair, given.grade, 'repair grade').id, given.on);
  return { published: range.published, earliestMonths: range.minimumMonths, latestMonths: range.maximumMonths };
}

function departmentNamed(name: string, policy: Policy): Department {
  const department = policy.findDepartmentByName(name);
  if (!department) throw new RangeError(`政策包中没有部门“${name}”`);
  return department;
}

/** Equal as written data: same keys, same values, same order in lists. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
