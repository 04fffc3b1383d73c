/** The rules of the points account as plain data, so that the citizen's browser can compute with the same rules. */
import type { Dated } from './dated.ts';
import type { ClauseRef, KindRef } from './refs.ts';

export interface Level {
  readonly id: string;
  readonly title: string;
  readonly titleEn: string;
  /** 0 is the lowest level. */
  readonly rank: number;
  readonly low: number;
  readonly lowIncluded: boolean;
  readonly high: number;
  readonly highIncluded: boolean;
}

export interface PointsScale {
  /** What an account holds before any record counts. */
  readonly base: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Most that all good records together can add. */
  readonly goodCap: number;
  /** Most that all adverse records together can take away (a positive number). */
  readonly adverseCap: number;
}

export interface PointsRule {
  readonly kind: KindRef;
  readonly clause: ClauseRef;
  readonly title: string;
  /** Flat figure per record; negative for an adverse kind. Never depends on an amount of money. */
  readonly points: Dated<number>;
  /** Most that all records of the kind together count, as a positive number. */
  readonly cap: Dated<number>;
}

export interface PointsRules {
  readonly citation: string;
  readonly scale: Dated<PointsScale>;
  /** Lowest level first; the intervals cover minimum to maximum without gap or overlap. */
  readonly levels: Dated<readonly Level[]>;
  readonly rules: readonly PointsRule[];
  /** of notices that bound what all their good records together add; left out where none does */
  readonly noticeCaps?: readonly NoticeCap[];
}

/** Between the cap of each kind and the city's. */
export interface NoticeCap {
  readonly notice: string;
  readonly goodCap: Dated<number>;
}
