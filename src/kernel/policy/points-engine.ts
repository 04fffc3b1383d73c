/**
 * The points account of one person: base, plus capped flat contributions of the records in force on a day.
 * The explanation is the return value; the total is read off it. Pure and free of Node imports, because the
 * citizen's browser runs it over their own export.
 */

import type { LocalDate } from '#kernel/time/local-date.ts';
import type { NotCountedReason } from '../vocabulary.ts';
import { entryOn, entryOrNotYet } from './dated.ts';
import type { Level, PointsRule, PointsRules, PointsScale } from './points-rules.ts';
import { type ClauseRef, type KindRef, noticeOfRef } from './refs.ts';

/** What the account is told about one record: no name, no matter, only what the rules need. */
export interface Contribution {
  /** The fact's own key: the same fact counts once however often it is delivered. */
  readonly recordId: string;
  readonly kind: KindRef;
  readonly validFrom: LocalDate;
  /** Last day in force; null when it stays. */
  readonly validUntil: LocalDate | null;
  /** Day from which a repair, revocation or withdrawal takes effect. */
  readonly endedOn?: LocalDate | null;
  /** An open objection marks the record; it goes on counting until the objection is decided. */
  readonly objectionOpen?: boolean;
}

export interface RecordExplanation {
  readonly recordId: string;
  readonly clause: ClauseRef | null;
  /** What the rule gives for one record; null when no rule applies. */
  readonly rulePoints: number | null;
  readonly citation: string | null;
  /** True when the figure is the city's own choice. */
  readonly local: boolean;
  /** What it adds to this account. */
  readonly points: number;
  /** The cap of the kind cut the figure, in part or to nothing. */
  readonly capped: boolean;
  readonly notCounted?: NotCountedReason;
  readonly objectionOpen: boolean;
}

export interface KindExplanation {
  readonly kind: KindRef;
  readonly title: string | null;
  readonly clause: ClauseRef | null;
  readonly cap: number | null;
  /** Sum over its records. */
  readonly points: number;
  readonly records: readonly RecordExplanation[];
}

/** What one notice's records add or take away: its kinds, less what its own cap cuts. */
export interface NoticeExplanation {
  readonly notice: string;
  /** Most that its good records together add; null where it sets no such bound. */
  readonly goodCap: number | null;
  /** What that bound cut: 0 or a correction to add. */
  readonly cut: number;
  /** Sum over its kinds, and `cut`. */
  readonly points: number;
  readonly kinds: readonly KindExplanation[];
}

/** A tree: notices, their kinds, their records. */
export interface AccountExplanation {
  readonly on: LocalDate;
  readonly base: { readonly points: number; readonly citation: string };
  readonly notices: readonly NoticeExplanation[];
  /** What the caps over all good and all adverse records cut, and what the range cut: each a correction to add. */
  readonly corrections: {
    readonly goodCap: number;
    readonly adverseCap: number;
    readonly range: number;
  };
}

export interface Account {
  readonly total: number;
  readonly level: Level;
  readonly explanation: AccountExplanation;
}

export function computeAccount(rules: PointsRules, contributions: readonly Contribution[], on: LocalDate): Account {
  const scale = entryOrNotYet(rules.scale, on);
  const notices = explainNotices(rules, explainKinds(rules, contributions, on), on);
  const good = sum(notices.map(({ kinds, cut }) => goodOf(kinds) + cut));
  const adverse = sum(notices.flatMap(({ kinds }) => kinds.map((kind) => Math.min(kind.points, 0))));
  const corrections = correct(scale.value, good, adverse);
  const explanation: AccountExplanation = {
    on,
    base: { points: scale.value.base, citation: scale.citation },
    notices,
    corrections,
  };
  const total = totalOf(explanation);
  return { total, level: levelOf(rules, total, on), explanation };
}

/** The sum over the tree; anyone can add it up by hand. */
export function totalOf({ base, notices, corrections }: AccountExplanation): number {
  return (
    base.points +
    sum(notices.map((notice) => notice.points)) +
    corrections.goodCap +
    corrections.adverseCap +
    corrections.range
  );
}

function correct(scale: PointsScale, good: number, adverse: number): AccountExplanation['corrections'] {
  const goodCap = Math.min(0, scale.goodCap - good);
  const adverseCap = Math.max(0, -adverse - scale.adverseCap);
  const unbounded = scale.base + good + goodCap + adverse + adverseCap;
  const bounded = Math.min(Math.max(unbounded, scale.minimum), scale.maximum);
  return { goodCap, adverseCap, range: bounded - unbounded };
}

const goodOf = (kinds: readonly KindExplanation[]): number => sum(kinds.map((kind) => Math.max(kind.points, 0)));

/** In the order of the kinds, which is that of their notices' ids. */
function explainNotices(
  { noticeCaps = [] }: PointsRules,
  kinds: readonly KindExplanation[],
  on: LocalDate,
): readonly NoticeExplanation[] {
  return [...Map.groupBy(kinds, ({ kind }) => noticeOfRef(kind))].map(([notice, own]) => {
    const dated = noticeCaps.find((one) => one.notice === notice)?.goodCap;
    const goodCap = dated ? entryOrNotYet(dated, on).value : null;
    const cut = goodCap === null ? 0 : Math.min(0, goodCap - goodOf(own));
    return { notice, goodCap, cut, points: sum(own.map(({ points }) => points)) + cut, kinds: own };
  });
}

function explainKinds(
  rules: PointsRules,
  contributions: readonly Contribution[],
  on: LocalDate,
): readonly KindExplanation[] {
  const ordered = [...contributions].sort(compareContributions);
  const facts = ordered.map((record, index) => ({
    record,
    repeated: ordered[index - 1]?.recordId === record.recordId,
  }));
  const byKind = [...Map.groupBy(facts, ({ record }) => record.kind)].sort(([a], [b]) => compareText(a, b));
  return byKind.map(([kind, records]) => {
    const rule = rules.rules.find((item) => item.kind === kind);
    const cap = rule ? entryOrNotYet(rule.cap, on).value : null;
    let room = cap ?? 0;
    const explained = records.map(({ record, repeated }) => {
      const result = explainRecord(record, rule, room, repeated, on);
      room -= Math.abs(result.points);
      return result;
    });
    return {
      kind,
      title: rule?.title ?? null,
      clause: rule?.clause ?? null,
      cap,
      points: sum(explained.map((record) => record.points)),
      records: explained,
    };
  });
}

function explainRecord(
  record: Contribution,
  rule: PointsRule | undefined,
  room: number,
  repeated: boolean,
  on: LocalDate,
): RecordExplanation {
  // a rule whose first day is to come gives nothing yet
  const entry = rule ? entryOn(rule.points, on) : undefined;
  const full = entry?.value ?? 0;
  const granted = Math.sign(full) * Math.min(Math.abs(full), room);
  const reason = repeated ? 'same-fact' : whyNotInForce(record, on);
  const notCounted = reason ?? (!entry ? 'no-rule' : full !== 0 && granted === 0 ? 'cap-reached' : undefined);
  return {
    recordId: record.recordId,
    clause: rule?.clause ?? null,
    rulePoints: entry?.value ?? null,
    citation: entry?.citation ?? null,
    local: entry?.local === true,
    points: notCounted ? 0 : granted,
    capped: !reason && granted !== full,
    ...(notCounted ? { notCounted } : {}),
    objectionOpen: record.objectionOpen === true,
  };
}

function whyNotInForce(record: Contribution, on: LocalDate): NotCountedReason | undefined {
  if (record.endedOn && record.endedOn <= on) return 'withdrawn';
  if (record.validUntil !== null && record.validUntil < on) return 'expired';
  if (record.validFrom > on) return 'not-begun';
  return undefined;
}

/**
 * One order whatever order they arrived in. Among deliveries of one fact the one that ended comes first and so
 * speaks for the fact: a withdrawal is never outlived by an older copy (`withdrawal-everywhere`).
 */
function compareContributions(a: Contribution, b: Contribution): number {
  return (
    compareText(a.recordId, b.recordId) ||
    compareText(a.endedOn ?? '9999-12-31', b.endedOn ?? '9999-12-31') ||
    compareText(a.validUntil ?? '9999-12-31', b.validUntil ?? '9999-12-31') ||
    compareText(b.validFrom, a.validFrom) ||
    Number(b.objectionOpen === true) - Number(a.objectionOpen === true) ||
    compareText(a.kind, b.kind)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function levelsOn(rules: PointsRules, on: LocalDate): readonly Level[] {
  return entryOrNotYet(rules.levels, on).value;
}

export function levelOf(rules: PointsRules, total: number, on: LocalDate): Level {
  const level = levelsOn(rules, on).find(
    ({ low, lowIncluded, high, highIncluded }) =>
      (total > low || (lowIncluded && total === low)) && (total < high || (highIncluded && total === high)),
  );
  if (!level) throw new RangeError(`${total} lies outside the range of the account`);
  return level;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
