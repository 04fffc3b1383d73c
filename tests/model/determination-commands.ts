/** What officers can try in the model test, each with what must happen. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { RECORD_CHANGES } from '#contracts/vocabulary.ts';
import type { Actor } from '#platform/access/actor.ts';
import { ACTION_NAMES } from '#platform/determination/actions/index.ts';
import type { ActionName } from '#platform/determination/case.ts';
import { caseView, determineBatch, reveal, reviewBatch } from '#platform/determination/index.ts';
import { withdrawExpired } from '#platform/registry/index.ts';
import { changeRecord } from '../support/change-record.ts';
import { DECISION, type Report, type TestPlatform } from '../support/platform.ts';
import { DAY } from '../support/systems.ts';
import { Act, Advance, FORWARD, LastDay, Race, Repeat } from './determination-acts.ts';
import { type Command, checkAll, type Model, outcome } from './determination-model.ts';

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
        if (error.constraint?.startsWith('submission_pkey')) return undefined;
        throw error;
      });
    if (id === undefined) return;
    model.cases.push(id);
    const batch = id.split('-')[0]!;
    if (!model.batches.includes(batch)) model.batches.push(batch);
  }
  toString = () => `report(${JSON.stringify(this.report)} by ${this.reporter})`;
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

const FORBIDDEN = [
  "UPDATE case_action SET action = 'determine'",
  'DELETE FROM case_action',
  'UPDATE case_participant SET part = part',
  'DELETE FROM record',
  "UPDATE record SET polarity = 'adverse'",
  'DELETE FROM audit_entry',
  `INSERT INTO record SELECT subject_key, gen_random_uuid(), fact_key, subject_type, 'adverse', '2020-2/2', 1, '2020-2/2', matter, occurred_on, reporting_department,
     competent_department, reporter_id, now(), occurred_on, NULL, NULL, uscc, organisation_name,
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
