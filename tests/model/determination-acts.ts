/** Acts on single cases in the model test: any, one that is allowed, the last one again, two at once, on the last day of a window. */
import { expect } from 'vitest';
import type { ActionRequest } from '#contracts/case-actions.ts';
import { ACTION_NAMES } from '#platform/determination/actions/index.ts';
import type { ActionName } from '#platform/determination/case.ts';
import { performAction } from '#platform/determination/index.ts';
import type { TestPlatform } from '../support/platform.ts';
import { DAY } from '../support/systems.ts';
import { type Command, checkAll, load, type Model, outcome, predict, requestFor } from './determination-model.ts';

export class Act implements Command {
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
export class Advance implements Command {
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
export const FORWARD = [
  'clear-suspicion',
  'review',
  'serve-notice',
  'receive-response',
  'consider-response',
  'determine',
] as const;

export class Repeat implements Command {
  check = (model: Readonly<Model>) => model.lastRequest !== undefined;
  async run(model: Model, real: TestPlatform) {
    const { actor, caseId, request, answer } = model.lastRequest!;
    expect(await performAction(real.context, actor, caseId, request)).toEqual(answer);
    await checkAll(model, real);
  }
  toString = () => 'repeat the last request';
}

/** Two things, each allowed by itself, at the same instant. */
export class Race implements Command {
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

/** Goes to the last day of a response window: the day on which waiting is just not enough yet. */
export class LastDay implements Command {
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
