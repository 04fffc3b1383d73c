/**
 * A policy pack after compilation: what a notice says as typed data, and the questions the rest of the product
 * asks of it as plain functions. Nothing in here knows any particular city.
 */
import type { LocalDate } from '#kernel/time/local-date.ts';
import type {
  Approval,
  DepartmentLevel,
  DisclosureMode,
  DurationUnit,
  FactBasis,
  Gravity,
  MeasurePolarity,
  Polarity,
  Recipient,
  SubjectType,
} from '../vocabulary.ts';
import type { Dated } from './dated.ts';
import type { DeedsPeriod } from './deeds.ts';
import type { Basis, ListBasis } from './list-basis.ts';
import type { OfficerRole } from './officer-roles.ts';
import type { Level, PointsRules } from './points-rules.ts';
import type { ClauseRef, EventRef, GroundRef, KindRef, MeasureRef, TimerRef } from './refs.ts';
import type { CounterProofs, NeverCollectRule, Relief } from './restraint-data.ts';
import type { RowField } from './row-fields.ts';

export type { CounterProofs, NeverCollectRule, ProofKind, Relief } from './restraint-data.ts';

export type DepartmentId = string;
export type FunctionId = string;
export type ListId = string;
export type LevelId = string;

/** One clause of the notice, restated in our own words (`notice.md`). */
export interface Clause {
  readonly id: ClauseRef;
  readonly title: string;
  readonly text: string;
  readonly en?: string;
  /** Addressed to people, not to software: no element of the pack has to name it. */
  readonly guidance: boolean;
}

export interface DepartmentFunction {
  readonly id: FunctionId;
  readonly title: string;
}

export interface Department {
  readonly id: DepartmentId;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly parent?: DepartmentId;
  readonly level: DepartmentLevel;
  readonly functions: readonly FunctionId[];
  /** Six-digit division code (GB/T 2260) of a district. */
  readonly division?: string;
  /** Functional zone; never part of a credit code (GB 32100), so it is its own field. */
  readonly zone?: string;
  /** Since when the pack no longer names it; of the pack's own departments never said. */
  readonly retiredOn?: LocalDate;
}

/** A place in the schematic picture of the city, counted from its upper left; it says roughly where, and no boundary. */
export interface Tile {
  readonly column: number;
  readonly row: number;
  readonly label: string;
  readonly labelEn: string;
}

export interface Division {
  readonly code: string;
  readonly name: string;
  readonly tile?: Tile;
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Statistical code only; some zones have none. */
  readonly statisticalCode?: string;
  readonly tile?: Tile;
}

export interface EvidenceKind {
  readonly id: string;
  readonly title: string;
  /** for readers of English; a pack may leave it out, and its own words are then shown */
  readonly titleEn?: string;
  readonly required: boolean;
}

export interface TitledRule {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
}

export interface Lifecycle {
  /** Months in force: from the date of the decision a record rests on, else from the day of determination; null = stays. */
  readonly validityMonths: Dated<number | null>;
  /** Months it may be shown, counted alike; null = as long as it is in force. */
  readonly disclosureMonths: Dated<number | null>;
  readonly disclosureMode: DisclosureMode;
}

/** One kind of information the notice names (the catalogue: nothing else is ever recorded). */
export interface CatalogueKind {
  readonly id: KindRef;
  readonly clause: ClauseRef;
  readonly subject: SubjectType;
  readonly polarity: Polarity;
  readonly title: string;
  /** For the person it is about, in everyday words. */
  readonly plainTitle: string;
  readonly titleEn: string;
  readonly requiredFields: readonly RowField[];
  /** Functions whose departments determine it; the first one named is the default. */
  readonly competentFunctions: readonly FunctionId[];
  readonly reporterFunctions: readonly FunctionId[] | 'any';
  readonly evidence: readonly EvidenceKind[];
  /** `batch`: a clean batch may be determined at once. Adverse kinds are always `case`. */
  readonly approval: Approval;
  /** What makes two reports the same fact. */
  readonly factBasis: FactBasis;
  readonly lifecycle: Lifecycle;
  /** A determined record of this kind may be nominated for this ground of this list. */
  readonly nominates?: { readonly list: ListId; readonly ground: GroundRef };
  /** Adverse kinds only: how grave it counts for repair; one of the pack's grades. */
  readonly repairGrade?: string;
  /** Adverse kinds only: which documents count as another grade than that, by their ids, from which day of the decision on. */
  readonly gradeByDecision?: Dated<Readonly<Record<string, string>>>;
  /** Adverse kinds only: the documents with legal force that can found it. */
  readonly decisionTypes: readonly TitledRule[];
  /** Things that look like this kind but are never reported, each with the rule that says so. */
  readonly notReported: readonly TitledRule[];
}

export interface ListGround {
  readonly id: GroundRef;
  readonly clause: ClauseRef;
  readonly title: string;
}

export interface SubjectList {
  /** unique in the city */
  readonly id: ListId;
  readonly polarity: Polarity;
  readonly title: string;
  readonly titleEn: string;
  /** what people call it within a sentence: 红榜, red list */
  readonly plainTitle: string;
  readonly plainTitleEn: string;
  readonly clause: ClauseRef;
  readonly grounds: readonly ListGround[];
  /** The list cannot be published before this event is declared. */
  readonly gateEvent: EventRef;
  /** Length of the public notice period before sign-off. */
  readonly publicNotice: TimerRef;
  /** How long an entry stays, counted from publication; null = until withdrawn. */
  readonly entryMonths: Dated<number | null>;
  readonly requires: {
    /** Every entry carries a served prior notice. */
    readonly noticeServed: boolean;
    /** Every entry carries an effective decision document. */
    readonly decision: boolean;
    /** The list needs a law or local regulation of its own (国办发〔2020〕49号); publication is blocked until it is recorded. */
    readonly legalBasis?: ListBasis;
  };
  readonly signOff: { readonly office: DepartmentId; readonly departments: 'nominating'; readonly clause: ClauseRef };
}

export interface PolicyEvent {
  readonly id: EventRef;
  readonly title: string;
  readonly clause: ClauseRef;
}

/** A consequence the notice itself names; there are no others (`listed-measures-only`). */
export interface Measure {
  readonly id: MeasureRef;
  readonly clause: ClauseRef;
  readonly polarity: MeasurePolarity;
  readonly title: string;
  readonly titleEn: string;
  /** Listed organisations, or persons at or above a level. */
  readonly appliesTo: { readonly list: ListId } | { readonly level: LevelId };
  /** The matters in which it may be applied, exhaustively. */
  readonly matters: readonly string[];
  readonly legalBasis: string;
  readonly from: LocalDate;
  readonly until?: LocalDate;
}

export interface Benefit {
  readonly id: string;
  readonly clause: ClauseRef;
  readonly title: string;
  readonly titleEn: string;
  /** Unlocked at this level and above. */
  readonly threshold: LevelId;
  /** What everybody keeps, points or not. */
  readonly basicService: string;
  readonly basicServiceEn: string;
}

export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

export interface Timer {
  readonly id: TimerRef;
  readonly title: string;
  readonly titleEn?: string;
  readonly clause?: ClauseRef;
  readonly value: Dated<Duration>;
}

/** Timers the product itself asks for; every pack defines them, each with its own length. */
export const REQUIRED_TIMERS = [
  'data-check',
  'own-report-draft',
  'response-window',
  'objection-own',
  'objection-with-provider',
  'objection-provider-part',
  'revocation-removal',
  'repair-execution',
  'repair-decision',
  'relief-decision',
  'review-window',
  'review-decision',
  'adverse-disclosure-maximum',
  'relief-hold-maximum',
  'evidence-retention',
] as const;
export type RequiredTimer = (typeof REQUIRED_TIMERS)[number];

export interface RepairRange {
  /** Not published at all when false. */
  readonly published: boolean;
  /** Months after which the subject may apply. */
  readonly minimumMonths: number;
  /** Months after which it ends by itself. */
  readonly maximumMonths: number;
}

export interface RepairGrade {
  readonly id: string;
  readonly title: string;
  /** Which of the law's grades it is; left out: its id says it. */
  readonly gravity?: Gravity;
  readonly range: Dated<RepairRange>;
}

/** How information may come in, and where it is passed on: data, so that the clause behind each path is named. */
export interface Channel {
  readonly id: string;
  readonly clause: ClauseRef;
  readonly title: string;
}
export interface DeliveryRoute {
  readonly id: string;
  readonly clause: ClauseRef;
  readonly subject: SubjectType;
  readonly to: Recipient;
}

export interface SubjectFields {
  readonly clause: ClauseRef;
  readonly required: readonly RowField[];
}

export interface PolicyNames {
  readonly city: string;
  readonly cityEn: string;
  readonly platform: string;
  readonly pointsSystem: string;
  /** What the points are called. */
  readonly points: string;
  readonly site: string;
  readonly creditOffice: string;
  /** what English pages call the site; absent: that it is the city's */
  readonly siteEn?: string;
}

export interface PolicyDocument {
  readonly number: string;
  readonly title: string;
  readonly authority: string;
  readonly issuedOn: LocalDate;
}

/** Everything of a policy that is data; it can be sent as JSON. */
export interface PolicyData {
  /** of the notice; no other notice of the city has it */
  readonly id: string;
  /** of the notice's rules: rows say which one they were made under */
  readonly version: number;
  readonly title: string;
  readonly titleEn: string;
  readonly document: PolicyDocument;
  /** Of the preamble; empty where an older enactment does not name them. */
  readonly bases: readonly Basis[];
  readonly names: PolicyNames;
  readonly effectiveFrom: LocalDate;
  /** Left out: deeds of any day. */
  readonly deeds?: DeedsPeriod;
  /** Region prefix of the city's credit codes and divisions. */
  readonly regionPrefix: string;
  readonly creditOffice: DepartmentId;
  /** Whose auditors look at the whole city; the credit office where the pack names no other. */
  readonly auditOffice: DepartmentId;
  /** Roles of officers that never meet in one person here, beside those the product keeps apart. */
  readonly rolesApart: readonly { readonly roles: readonly [OfficerRole, OfficerRole]; readonly citation: string }[];
  readonly minimumAge: { readonly years: number; readonly clause: ClauseRef };
  /** Full reports a subject may take free of charge within one calendar year; the own view is not counted. */
  readonly fullReportsPerYear: Dated<number>;
  /** Left out: of who looked, department and role are told, and no name. */
  readonly looks?: { readonly showOfficerName: boolean };
  /** Who decides that a claim becomes a record. */
  readonly determination: { readonly clause: ClauseRef };
  readonly fields: { readonly person: SubjectFields; readonly organisation: SubjectFields };
  readonly channels: readonly Channel[];
  readonly deliveries: readonly DeliveryRoute[];
  readonly relief?: Relief;
  readonly counter?: CounterProofs;
  readonly clauses: readonly Clause[];
  readonly functions: readonly DepartmentFunction[];
  readonly departments: readonly Department[];
  readonly divisions: readonly Division[];
  readonly zones: readonly Zone[];
  readonly catalogue: readonly CatalogueKind[];
  readonly lists: readonly SubjectList[];
  readonly events: readonly PolicyEvent[];
  readonly measures: readonly Measure[];
  readonly benefits: readonly Benefit[];
  readonly points: PointsRules;
  readonly timers: readonly Timer[];
  readonly repair: readonly RepairGrade[];
  readonly neverCollect: readonly NeverCollectRule[];
}

export interface TimerValue extends Duration {
  readonly citation: string;
  readonly local: boolean;
  /** First day on which it applies. */
  readonly from: LocalDate;
  /** That day is still to come: the length is the one it will have. */
  readonly notYet: boolean;
}

/** The questions. `find*` may answer undefined; the others throw a `RangeError` for an id the pack does not have. */
export interface PolicyQuestions {
  /** The notices it is made of, each whole in itself, in the order they came into force; of a notice, itself. */
  notices(): readonly Policy[];
  /** The notice of that id, or the one that gave this id (`2020-2/1.1`). */
  noticeOf(ref: string): Policy;
  clause(id: ClauseRef): Clause;
  findKind(id: string): CatalogueKind | undefined;
  kind(id: KindRef): CatalogueKind;
  kindsFor(subject: SubjectType, polarity?: Polarity): readonly CatalogueKind[];
  findDepartment(id: DepartmentId): Department | undefined;
  department(id: DepartmentId): Department;
  /** By name or alias, as written in a department's file (spaces and width do not matter). */
  findDepartmentByName(name: string): Department | undefined;
  findZoneByName(name: string): Zone | undefined;
  /** The department itself and everything under it. */
  departmentsUnder(id: DepartmentId): readonly DepartmentId[];
  mayReport(kind: KindRef, department: DepartmentId): boolean;
  /** The nearest of the reporter and its superiors with a competent function, else the city department that has it. */
  competentDepartmentFor(kind: KindRef, reporter: DepartmentId): DepartmentId;
  /** Whether this department may determine this kind. */
  mayDetermine(kind: KindRef, department: DepartmentId): boolean;
  findList(id: ListId): SubjectList | undefined;
  list(id: ListId): SubjectList;
  event(id: EventRef): PolicyEvent;
  /** The length in force on a day; before the first day the one to come (`notYet`). The product asks for its own timers by the name every pack gives them. */
  timerOn(id: TimerRef | RequiredTimer, on: LocalDate): TimerValue;
  repairRangeOn(grade: string, on: LocalDate): RepairRange;
  /** The level a total stands at, by the levels in force on a day. */
  level(total: number, on: LocalDate): Level;
  levelById(id: LevelId, on: LocalDate): Level;
  /** The measures that apply; a restriction whose list lacks its recorded legal basis never applies. */
  measuresFor(standing: { list?: ListId; level?: LevelId }, on: LocalDate): readonly Measure[];
  /** The benefits unlocked at a level; nothing without an account. */
  benefitsFor(level: LevelId | undefined, on: LocalDate): readonly Benefit[];
}

export type Policy = PolicyData & PolicyQuestions;
