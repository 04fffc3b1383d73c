/** What officers can try in the model test, each with what must happen. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { ActionRequest } from '#contracts/determination.ts';
import { RECORD_CHANGES } from '#contracts/vocabulary.ts';
import { isProblem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, inJurisdiction, systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import type { ActionName } from '#platform/determination/case.ts';
import { ACTION_NAMES } from '#platform/determination/fold.ts';
import {
  type CaseView,
  caseView,
  determineBatch,
  foldCase,
  performAction,
  reveal,
  reviewBatch,
} from '#platform/determination/index.ts';
import { recordIdOf } from '#platform/determination/record-id.ts';
import { mayAct } from '#platform/determination/rules.ts';
import { findCase, listActions } from '#platform/determination/store.ts';
import { withdrawExpired } from '#platform/registry/index.ts';
import { changeRecord } from '../support/change-record.ts';
import { DECISION, type Report, type TestPlatform } from '../support/platform.ts';
import { DAY } from '../support/systems.ts';
import { checkNever, checkProjection, History } from './determination-invariants.ts';

export interface Model {
  /** invented subjects of this run start here */
  readonly firstSubject: number;
  readonly cases: string[];
  readonly batches: string[];
  /** requests made so far: names the idempotency keys */
  keys: number;
  /** passed since the start of the run */
  days: number;
  readonly tally: { runs: number; accepted: number; refused: number; determined: number };
  history?: History;
  lastRequest?: { actor: Actor; caseId: string; request: ActionRequest; answer: unknown };
}
type Command = fc.AsyncCommand<Model, TestPlatform>;

async function checkAll(model: Model, { context, owner }: TestPlatform): Promise<void> {
  model.history ??= new History();
  await checkNever(owner, model.batches);
  await checkProjection(context, owner, model.cases);
  await model.history.check(owner, model.batches);
}

/** What happened: `ok`, or the code of the problem. Anything else thrown is a fault of the product. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

class ReportCase implements Command {
  readonly report: Report;
  readonly reporter: string;
  constructor(report: Report, reporter: string) {
    this.report = report;
    this.reporter = reporter;
  }
  check = (model: Readonly<Model>) => model.cases.length < 5;
  async run(model: Model, real: TestPlatform) {
    const sameBatch = model.cases.length % 3 !== 0 ? model.cases.at(-1) : undefined;
    const id = await real
      .report({
        ...this.report,
        subject: model.firstSubject + (this.report.subject ?? 0),
        reporter: real.actors[this.reporter]!,
        ...(sameBatch ? { sameBatchAs: sameBatch } : {}),
      })
      .catch((error: { constraint?: string }) => {
        // intake would have called the same fact a duplicate; here the primary key does
        if (error.constraint === 'submission_pkey') return undefined;
        throw error;
      });
    if (id === undefined) return;
    model.cases.push(id);
    const batch = id.split('-')[0]!;
    if (!model.batches.includes(batch)) model.batches.push(batch);
  }
  toString = () => `report(${JSON.stringify(this.report)} by ${this.reporter})`;
}

interface Known {
  readonly view: CaseView;
  readonly onRecord: boolean;
}

async function load({ context, owner }: TestPlatform, caseId: string): Promise<Known> {
  const view = await transact(context.database, systemActor('model'), async (tx) => {
    const head = (await findCase(tx, caseId))!;
    return foldCase(head, await listActions(tx, head));
  });
  const { rowCount } = await owner.query('SELECT FROM record WHERE subject_key = $1 AND record_id = $2', [
    view.submission.subjectKey,
    recordIdOf(view, context.policy),
  ]);
  return { view, onRecord: rowCount !== 0 };
}

/** What the rules say will happen, from the log as it stands. */
function predict(
  { view, onRecord }: Known,
  { context }: TestPlatform,
  actor: Actor,
  action: ActionRequest['action'],
): string {
  const { competentDepartment, reportingDepartment } = view.submission;
  if (!inJurisdiction(actor, competentDepartment) && !inJurisdiction(actor, reportingDepartment))
    return 'case.not_found';
  const may = mayAct(action, view, actor, context.policy, context.clock(), context.calendar);
  if (!may.ok) return may.problem;
  return action === 'determine' && onRecord ? 'case.conflict' : 'ok';
}

function requestFor(action: ActionRequest['action'], real: TestPlatform, key: string, variant: number): ActionRequest {
  const today = localDateAt(real.clock());
  const fields = { idempotencyKey: `model-${key}` };
  switch (action) {
    case 'clear-suspicion':
      return { action, payload: { registryEvidence: '登记机关查询结果一致', reason: '名称已变更' }, ...fields };
    case 'return':
    case 'refuse':
    case 'withdraw':
      return { action, payload: { reason: '材料不全' }, ...fields };
    case 'correct':
      return {
        action,
        payload: { reason: '笔误', matter: ['支援湖北医疗队', '完成口罩应急生产任务', '值守卡点'][variant % 3] },
        ...fields,
      };
    case 'serve-notice':
      return { action, payload: { servedOn: today, serviceMethod: 'direct' }, ...fields };
    case 'receive-response':
      return { action, payload: { receivedOn: today, summary: '认为事实有出入' }, ...fields };
    case 'consider-response':
      return { action, payload: { reasoning: '经复核，事实清楚' }, ...fields };
    case 'review':
    case 'determine':
      return { action, payload: {}, ...fields };
  }
}

class Act implements Command {
  readonly who: string;
  readonly which: number;
  readonly action: ActionRequest['action'];
  readonly variant: number;
  constructor(who: string, which: number, action: ActionRequest['action'], variant: number) {
    this.who = who;
    this.which = which;
    this.action = action;
    this.variant = variant;
  }
  check = (model: Readonly<Model>) => model.cases.length > 0;
  async run(model: Model, real: TestPlatform) {
    const actor = real.actors[this.who]!;
    const caseId = model.cases[this.which % model.cases.length]!;
    const expected = predict(await load(real, caseId), real, actor, this.action);
    const request = requestFor(this.action, real, `${caseId}-${++model.keys}`, this.variant);
    const done = performAction(real.context, actor, caseId, request);
    const answer = await done.catch(() => undefined);
    expect(await outcome(done), `${this.action} by ${this.who} on ${caseId}`).toBe(expected);
    model.tally[expected === 'ok' ? 'accepted' : 'refused'] += 1;
    if (expected === 'ok' && this.action === 'determine') model.tally.determined += 1;
    if (answer) model.lastRequest = { actor, caseId, request, answer };
    await checkAll(model, real);
  }
  toString = () => `${this.who}: ${this.action} #${this.which} (${this.variant})`;
}

/** Everything any officer may do to the case now. */
async function possibleActs(
  real: TestPlatform,
  caseId: string,
  which: number,
  actions: readonly ActionName[],
): Promise<Act[]> {
  const known = await load(real, caseId);
  return Object.keys(real.actors).flatMap((who) =>
    actions
      .filter((action) => predict(known, real, real.actors[who]!, action) === 'ok')
      .map((action) => new Act(who, which, action, which)),
  );
}

/** Does something that is allowed, so that cases get somewhere; the refusals come from `Act`. */
class Advance implements Command {
  readonly which: number;
  readonly pick: number;
  readonly actions: readonly ActionName[];
  constructor(which: number, pick: number, actions: readonly ActionName[]) {
    this.which = which;
    this.pick = pick;
    this.actions = actions;
  }
  check = (model: Readonly<Model>) => model.cases.length > 0;
  async run(model: Model, real: TestPlatform) {
    const caseId = model.cases[this.which % model.cases.length]!;
    const possible = await possibleActs(real, caseId, this.which, this.actions);
    await possible[this.pick % (possible.length || 1)]?.run(model, real);
  }
  toString = () => `advance #${this.which} (${this.pick} of ${this.actions.length})`;
}
const FORWARD = [
  'clear-suspicion',
  'review',
  'serve-notice',
  'receive-response',
  'consider-response',
  'determine',
] as const;

class Repeat implements Command {
  check = (model: Readonly<Model>) => model.lastRequest !== undefined;
  async run(model: Model, real: TestPlatform) {
    const { actor, caseId, request, answer } = model.lastRequest!;
    expect(await performAction(real.context, actor, caseId, request)).toEqual(answer);
    await checkAll(model, real);
  }
  toString = () => 'repeat the last request';
}

/** Two things, each allowed by itself, at the same instant. */
class Race implements Command {
  readonly which: number;
  readonly picks: readonly [number, number];
  constructor(which: number, picks: readonly [number, number]) {
    this.which = which;
    this.picks = picks;
  }
  check = (model: Readonly<Model>) => model.cases.length > 0;
  async run(model: Model, real: TestPlatform) {
    const caseId = model.cases[this.which % model.cases.length]!;
    const possible = await possibleActs(real, caseId, this.which, ACTION_NAMES);
    if (possible.length === 0) return;
    const results = await Promise.all(
      this.picks.map((pick) => {
        const { who, action, variant } = possible[pick % possible.length]!;
        const request = requestFor(action, real, `${caseId}-${++model.keys}`, variant);
        return outcome(performAction(real.context, real.actors[who]!, caseId, request));
      }),
    );
    expect(results, 'one of two allowed actions succeeds').toContain('ok');
    await checkAll(model, real);
  }
  toString = () => `at once on #${this.which}: ${this.picks}`;
}

class ApproveBatch implements Command {
  readonly who: string;
  readonly which: number;
  readonly step: 'review' | 'determine';
  constructor(who: string, which: number, step: 'review' | 'determine') {
    this.who = who;
    this.which = which;
    this.step = step;
  }
  check = (model: Readonly<Model>) => model.batches.length > 0;
  async run(model: Model, real: TestPlatform) {
    const approve = this.step === 'review' ? reviewBatch : determineBatch;
    const batchId = model.batches[this.which % model.batches.length]!;
    await outcome(
      approve(real.context, real.actors[this.who]!, batchId).then(({ done }) => {
        if (this.step === 'determine') model.tally.determined += done;
      }),
    );
    await checkAll(model, real);
  }
  toString = () => `${this.who}: ${this.step} batch #${this.which}`;
}

class Look implements Command {
  readonly who: string;
  readonly which: number;
  readonly purpose: string | null;
  constructor(who: string, which: number, purpose: string | null) {
    this.who = who;
    this.which = which;
    this.purpose = purpose;
  }
  check = (model: Readonly<Model>) => model.cases.length > 0;
  async run(model: Model, real: TestPlatform) {
    const actor = real.actors[this.who]!;
    const caseId = model.cases[this.which % model.cases.length]!;
    const before = await looks(real, actor, caseId);
    const done =
      this.purpose === null ? caseView(real.context, actor, caseId) : reveal(real.context, actor, caseId, this.purpose);
    const seen = (await outcome(done)) === 'ok';
    expect(await looks(real, actor, caseId), 'looked-is-logged').toBe(before + (seen ? 1 : 0));
    if (this.purpose === '') expect(seen, 'a look without a purpose').toBe(false);
  }
  toString = () => `${this.who}: ${this.purpose === null ? 'view' : `reveal for "${this.purpose}"`} #${this.which}`;
}

async function looks({ owner }: TestPlatform, actor: Actor, caseId: string): Promise<number> {
  const { rows } = await owner.query(
    "SELECT count(*)::int AS n FROM audit_entry WHERE actor_id = $1 AND object_id = $2 AND action IN ('case.viewed', 'subject.revealed')",
    [actor.id, caseId],
  );
  return rows[0].n;
}

class Change implements Command {
  readonly who: string;
  readonly which: number;
  readonly change: (typeof RECORD_CHANGES)[number];
  constructor(who: string, which: number, change: (typeof RECORD_CHANGES)[number]) {
    this.who = who;
    this.which = which;
    this.change = change;
  }
  check = (model: Readonly<Model>) => model.cases.length > 0;
  async run(model: Model, real: TestPlatform) {
    const [batchId = '', row] = model.cases[this.which % model.cases.length]!.split('-');
    const corrected = this.change === 'corrected' ? { corrected: { matter: '更正后的事项' } } : {};
    await outcome(
      changeRecord(
        real.context,
        real.actors[this.who]!,
        { batchId, rowNumber: Number(row) },
        {
          ...{ change: this.change, reason: '依据变化', basis: '复核决定书' },
          ...corrected,
        },
      ),
    );
    await checkAll(model, real);
  }
  toString = () => `${this.who}: ${this.change} record #${this.which}`;
}

class Wait implements Command {
  readonly days: number;
  constructor(days: number) {
    this.days = days;
  }
  // the working calendar ends with 2026
  check = (model: Readonly<Model>) => model.days + this.days < 2_000;
  async run(model: Model, real: TestPlatform) {
    model.days += this.days;
    real.clock.forward(this.days * DAY);
    await withdrawExpired(real.context);
    expect(await withdrawExpired(real.context), 'an expiry is told once').toBe(0);
  }
  toString = () => `${this.days} days pass`;
}

/** Goes to the last day of a response window: the day on which waiting is just not enough yet. */
class LastDay implements Command {
  readonly which: number;
  constructor(which: number) {
    this.which = which;
  }
  check = (model: Readonly<Model>) => model.cases.length > 0;
  async run(model: Model, real: TestPlatform) {
    const { view } = await load(real, model.cases[this.which % model.cases.length]!);
    if (view.state !== 'notice-served') return;
    const lastDay = new Date(`${view.notice.windowEndsOn}T12:00:00+08:00`);
    const days = Math.ceil((lastDay.getTime() - real.clock().getTime()) / DAY);
    if (days <= 0) return;
    model.days += days;
    real.clock.set(lastDay.toISOString());
    for (const who of ['policeDeterminer', 'healthDeterminer'])
      await new Act(who, this.which, 'determine', 0).run(model, real);
  }
  toString = () => `last day of the window of #${this.which}`;
}

const FORBIDDEN = [
  "UPDATE case_action SET action = 'determine'",
  'DELETE FROM case_action',
  'UPDATE case_participant SET part = part',
  'DELETE FROM record',
  "UPDATE record SET polarity = 'adverse'",
  'DELETE FROM audit_entry',
  `INSERT INTO record SELECT subject_key, gen_random_uuid(), subject_type, 'adverse', '2', '2', matter, occurred_on, reporting_department,
     competent_department, reporter_id, now(), occurred_on, NULL, NULL, uscc, organisation_name, sealed,
     '${JSON.stringify(DECISION)}', '{"number":"1","servedOn":"2020-01-01","serviceMethod":"direct","windowEndsOn":"2020-01-02"}', batch_id, row_number
   FROM submission WHERE batch_id = ANY ($1::bigint[])`,
];

/** Somebody with the application's own database login tries to get round the rules. */
class Tamper implements Command {
  readonly which: number;
  constructor(which: number) {
    this.which = which;
  }
  check = (model: Readonly<Model>) => model.batches.length > 0;
  async run(model: Model, real: TestPlatform) {
    const statement = FORBIDDEN[this.which % FORBIDDEN.length]!;
    await expect(real.asApplication(statement, statement.includes('$1') ? [model.batches] : [])).rejects.toThrow(
      /permission denied|append-only|no-derived-adverse/,
    );
    await checkAll(model, real);
  }
  toString = () => `tamper ${this.which}`;
}

export function commandsFor(real: TestPlatform): fc.Arbitrary<Command>[] {
  const who = fc.constantFrom(...Object.keys(real.actors));
  const which = fc.nat(11);
  const act = fc.tuple(who, which, fc.constantFrom(...ACTION_NAMES), fc.nat(2)).map((args) => new Act(...args));
  const reporter = fc.constantFrom('healthReporter', 'healthAll', 'policeReporter', 'policeAll', 'airportReporter');
  const report = fc.record({
    kind: fc.constantFrom('1.1', '2', '2', '3.2.1', '3.3.2'),
    verdict: fc.constantFrom<'accepted' | 'suspect'>('accepted', 'accepted', 'suspect'),
    matter: fc.constantFrom('支援湖北医疗队', '完成口罩应急生产任务', '值守卡点'),
    // few people, so that the same fact comes in twice
    subject: fc.nat(2),
  });
  const advance = fc
    .tuple(which, fc.nat(20), fc.constant<readonly ActionName[]>(FORWARD))
    .map((args) => new Advance(...args));
  const wander = fc
    .tuple(which, fc.nat(20), fc.constant<readonly ActionName[]>(ACTION_NAMES))
    .map((args) => new Advance(...args));
  const look = fc.tuple(who, which, fc.constantFrom(null, '', '核实申请材料'));
  const often = <T>(times: number, arbitrary: fc.Arbitrary<T>) => Array<fc.Arbitrary<T>>(times).fill(arbitrary);
  return [
    ...often(
      3,
      fc.tuple(report, reporter).map((args) => new ReportCase(...args)),
    ),
    ...often(10, advance),
    ...often(2, wander),
    ...often(3, act),
    ...often(
      2,
      fc.tuple(which, fc.tuple(fc.nat(40), fc.nat(40))).map((args) => new Race(...args)),
    ),
    ...often(
      3,
      fc.constantFrom(1, 3, 7, 8, 400).map((days) => new Wait(days)),
    ),
    ...often(
      2,
      which.map((index) => new LastDay(index)),
    ),
    fc.constant(new Repeat()),
    fc
      .tuple(who, which, fc.constantFrom<'review' | 'determine'>('review', 'determine'))
      .map((args) => new ApproveBatch(...args)),
    look.map((args) => new Look(...args)),
    fc.tuple(who, which, fc.constantFrom(...RECORD_CHANGES)).map((args) => new Change(...args)),
    fc.nat(FORBIDDEN.length - 1).map((index) => new Tamper(index)),
  ];
}
