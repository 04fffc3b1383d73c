/**
 * The rules of this process: all that is enacted, and of it what is in force at the instant somebody asks. A version begins at midnight of
 * its day in every process, without a start: each has known it since it was confirmed (082).
 */
import { withFloor } from '#kernel/floor/fold.ts';
import type { Law } from '#kernel/floor/law.ts';
import { type Policies, policiesOf } from '#kernel/policy/in-force.ts';
import { livePolicy } from '#kernel/policy/live-policy.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { together } from '#kernel/policy/together.ts';
import { withEarlier } from '#kernel/policy/with-earlier.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { standingStill } from '#log/one-instant.ts';
import {
  type Asking,
  countEnactments,
  type Enactment,
  type Enactments,
  enactedOn,
  findEnactments,
} from '#platform/policy/index.ts';

interface Day {
  readonly day: LocalDate;
  readonly enactments: Enactments;
  readonly policy: Policy;
}

export class RulesInForce {
  /** of what is new: all notices in force together, asked anew at every question */
  readonly policy: Policy;
  /** of what is there: every version that was enacted */
  readonly policies: Policies;
  readonly #law: Law;
  readonly #clock: () => Date;
  #all: Enactments;
  #rows: number;
  #floored = new Map<string, Policy>();
  #at: Policies;
  #today: Day | undefined;

  /** @param rows how many rows of enactment and repeal `all` was read from */
  constructor(all: Enactments, rows: number, law: Law, clock: () => Date) {
    this.#all = all;
    this.#rows = rows;
    this.#law = law;
    this.#clock = standingStill(clock);
    this.#at = this.#known();
    this.policy = livePolicy(() => this.today().policy);
    this.policies = { at: (row) => this.#at.at(row), all: () => this.#at.all() };
  }

  /** Every version of every notice, in the order they came into force. */
  get all(): Enactments {
    return this.#all;
  }

  /** What is in force, together and row by row. */
  today(): Day {
    const day = localDateAt(this.#clock());
    if (this.#today?.day !== day) this.#today = this.#on(day);
    return this.#today;
  }

  /** Says which versions are in force; another word when they change. */
  standing(): string {
    return this.today()
      .enactments.map(({ notice, version }) => `${notice} ${version}`)
      .join(' ');
  }

  /** Reads what was enacted since; false where nothing was. @throws as `findEnactments` */
  async refresh(database: Asking): Promise<boolean> {
    const rows = await countEnactments(database);
    if (rows === this.#rows) return false;
    const all = await findEnactments(database);
    if (!all) return false;
    this.#all = all;
    this.#rows = rows;
    this.#at = this.#known();
    this.#today = undefined;
    return true;
  }

  /** With the law under it; the same object for the same row. */
  floored(one: Enactment): Policy {
    const key = `${one.notice} ${one.version}`;
    const policy = this.#floored.get(key) ?? withFloor(one.policy, this.#law).policy;
    this.#floored.set(key, policy);
    return policy;
  }

  #known(): Policies {
    return policiesOf(this.#all.map((one) => this.floored(one)));
  }

  #on(day: LocalDate): Day {
    const enactments = enactedOn(this.#all, day);
    const [first, ...more] = enactments;
    const policy = together([this.floored(first), ...more.map((one) => this.floored(one))]);
    const earlier = this.#all.filter(({ fromDay }) => fromDay <= day).map((one) => this.floored(one));
    return { day, enactments, policy: this.#all.length > enactments.length ? withEarlier(policy, earlier) : policy };
  }
}
