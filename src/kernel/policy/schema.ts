/** The shape of a city's and a notice's YAML, key by key. What the values mean together is checked in `checks-*.ts`. */
import { z } from 'zod';
import type { LocalDate } from '#kernel/time/local-date.ts';
import {
  APPROVALS,
  BASIS_KINDS,
  CHANNELS,
  DEPARTMENT_LEVELS,
  DISCLOSURE_MODES,
  type DurationUnit,
  ENTERPRISE_SIZES,
  FACT_BASES,
  GRAVITIES,
  MEASURE_POLARITIES,
  POLARITIES,
  SUBJECT_TYPES,
} from '../vocabulary.ts';
import { LIST_ID, RESERVED_LIST_IDS } from './list-id.ts';
import { OFFICER_ROLES } from './officer-roles.ts';
import { LOCAL_ID, NOTICE_ID } from './refs.ts';
import { ORGANISATION_FIELDS, PERSON_FIELDS, type RowField } from './row-fields.ts';

const id = z.string().regex(LOCAL_ID);
const text = z.string().trim().min(1);

const localDate = z.iso.date().transform((value) => value as LocalDate);

const dated = <T extends z.ZodType>(value: T) =>
  z.array(z.strictObject({ from: localDate, value, citation: text, local: z.literal(true).exactOptional() })).min(1);

const months = z.int().positive().nullable();

/** `5 working-days`, `7 days`, `12 months`, `5 years` */
export const duration = z
  .string()
  .regex(/^\d+ (working-days|days|months|years)$/)
  .transform((value) => {
    const [amount, unit] = value.split(' ') as [string, DurationUnit];
    return { amount: Number(amount), unit };
  });

/** `[80,100)`: a square bracket includes the end, a round one leaves it out. */
const interval = z
  .string()
  .regex(/^[[(]\s*-?\d+\s*,\s*-?\d+\s*[\])]$/)
  .transform((value) => {
    const [low, high] = value.slice(1, -1).split(',').map(Number) as [number, number];
    return { low, lowIncluded: value.startsWith('['), high, highIncluded: value.endsWith(']') };
  });

const subject = z.enum(SUBJECT_TYPES);
const role = z.enum(OFFICER_ROLES);
const polarity = z.enum(POLARITIES);
const rowField = z.enum([...new Set<RowField>([...PERSON_FIELDS, ...ORGANISATION_FIELDS])]);
const titledRule = z.strictObject({ id, title: text, citation: text });

/** Where a division or zone stands in the schematic picture of the city; no boundary is meant. */
const tile = z.strictObject({
  column: z.int().min(0).max(11),
  row: z.int().min(0).max(11),
  label: text,
  labelEn: text,
});

const department = z.strictObject({
  id,
  name: text,
  aliases: z.array(text).default([]),
  parent: id.exactOptional(),
  level: z.enum(DEPARTMENT_LEVELS),
  functions: z.array(id).default([]),
  division: z
    .string()
    .regex(/^\d{6}$/)
    .exactOptional(),
  zone: id.exactOptional(),
});

const catalogueKind = z.strictObject({
  id,
  clause: id,
  subject,
  polarity,
  title: text,
  plainTitle: text,
  titleEn: text,
  requiredFields: z.array(rowField).min(1),
  competentFunctions: z.array(id).min(1),
  reporterFunctions: z.union([z.literal('any'), z.array(id).min(1)]),
  evidence: z
    .array(z.strictObject({ id, title: text, titleEn: text.exactOptional(), required: z.boolean() }))
    .default([]),
  approval: z.enum(APPROVALS),
  factBasis: z.enum(FACT_BASES),
  lifecycle: z.strictObject({
    validityMonths: dated(months),
    disclosureMonths: dated(months),
    disclosureMode: z.enum(DISCLOSURE_MODES),
  }),
  nominates: z.strictObject({ list: id, ground: id }).exactOptional(),
  repairGrade: id.exactOptional(),
  /** which documents count as another grade, by their ids */
  gradeByDecision: dated(z.record(id, id)).exactOptional(),
  decisionTypes: z.array(titledRule).default([]),
  notReported: z.array(titledRule).default([]),
});

const subjectList = z.strictObject({
  id: z
    .string()
    .regex(LIST_ID)
    .refine((value) => !RESERVED_LIST_IDS.has(value)),
  polarity,
  title: text,
  titleEn: text,
  plainTitle: text,
  plainTitleEn: text,
  clause: id,
  grounds: z.array(z.strictObject({ id, clause: id, title: text })).min(1),
  gateEvent: id,
  publicNotice: id,
  entryMonths: dated(months),
  requires: z.strictObject({
    noticeServed: z.boolean(),
    decision: z.boolean(),
    legalBasis: z
      .strictObject({ recorded: z.boolean(), citation: text.nullable(), basis: id.exactOptional() })
      .exactOptional(),
  }),
  signOff: z.strictObject({ office: id, departments: z.literal('nominating'), clause: id }),
});

const measure = z.strictObject({
  id,
  clause: id,
  polarity: z.enum(MEASURE_POLARITIES),
  title: text,
  titleEn: text,
  appliesTo: z.union([z.strictObject({ list: id }), z.strictObject({ level: id })]),
  matters: z.array(text).min(1),
  legalBasis: text,
  from: localDate,
  until: localDate.exactOptional(),
});

/** Base, caps and levels are the city's: what all its notices give counts together. */
const scheme = z.strictObject({
  citation: text,
  scale: dated(
    z.strictObject({
      base: z.int(),
      minimum: z.int(),
      maximum: z.int(),
      goodCap: z.int().nonnegative(),
      adverseCap: z.int().nonnegative(),
    }),
  ),
  levels: dated(z.array(z.strictObject({ id, title: text, titleEn: text, interval })).min(1)),
});

/** What a record of each kind gives is the notice's. */
const contributions = z.strictObject({
  /** most that all good records under the notice together add, between the cap of each kind and the city's */
  goodCap: dated(z.int().nonnegative()).exactOptional(),
  rules: z.array(z.strictObject({ kind: id, clause: id, points: dated(z.int()), cap: dated(z.int().nonnegative()) })),
});

const timer = z.strictObject({ id, title: text, titleEn: text.exactOptional(), value: dated(duration) });

/** Every top-level key of a city. In which YAML file of its folder a key stands is free; each stands once. */
export const citySchema = z.strictObject({
  names: z.strictObject({
    city: text,
    cityEn: text,
    platform: text,
    pointsSystem: text,
    points: text,
    site: text,
    creditOffice: text,
    /** what English pages call the site; absent: that it is the city's */
    siteEn: text.exactOptional(),
  }),
  regionPrefix: z.string().regex(/^\d{2,6}$/),
  creditOffice: id,
  /** whose auditors look at the whole city; absent: the credit office's own */
  auditOffice: id.exactOptional(),
  /** roles that never meet in one person here, beside those of the floor */
  rolesApart: z.array(z.strictObject({ roles: z.tuple([role, role]), citation: text })).exactOptional(),
  /** Who may act for themselves; by which clause, each notice says (`uses`). */
  minimumAge: z.strictObject({ years: z.int().positive() }),
  /** Full reports a subject may take free of charge within one calendar year; the own view is not counted. */
  fullReportsPerYear: dated(z.int().positive()),
  /** Of who looked (谁看过), a person is told department, role and purpose; the officer's name where the city says so. */
  looks: z.strictObject({ showOfficerName: z.boolean() }).exactOptional(),
  /** what somebody who appears at a counter shows; without it nothing is done there for anybody */
  counter: z
    .strictObject({
      identity: z.array(z.strictObject({ id, title: text, titleEn: text })).min(1),
      authority: z.array(z.strictObject({ id, title: text, titleEn: text })).min(1),
    })
    .exactOptional(),
  functions: z.array(z.strictObject({ id, title: text })).min(1),
  departments: z.array(department).min(1),
  divisions: z
    .array(z.strictObject({ code: z.string().regex(/^\d{6}$/), name: text, tile: tile.exactOptional() }))
    .default([]),
  zones: z
    .array(
      z.strictObject({
        id,
        name: text,
        aliases: z.array(text).default([]),
        statisticalCode: z
          .string()
          .regex(/^\d{6}$/)
          .exactOptional(),
        tile: tile.exactOptional(),
      }),
    )
    .default([]),
  /** Where a benefit may be given, and what everybody keeps there; from which level on, each notice says. */
  sectors: z
    .array(z.strictObject({ id, title: text, titleEn: text, basicService: text, basicServiceEn: text }))
    .default([]),
  points: scheme,
  /** The clocks that run alike whatever notice a matter rests on. */
  timers: z.array(timer),
  repair: z.array(
    z.strictObject({
      id,
      title: text,
      /** which of the law's grades it is, where its id does not say */
      gravity: z.enum(GRAVITIES).exactOptional(),
      range: dated(
        z.strictObject({
          published: z.boolean(),
          minimumMonths: z.int().nonnegative(),
          maximumMonths: z.int().positive(),
        }),
      ),
    }),
  ),
  neverCollect: z
    .array(
      z.strictObject({
        id,
        category: text,
        any: z.array(text).min(1),
        unless: z.array(text).default([]),
        citation: text,
      }),
    )
    .default([]),
});

/** Every top-level key of a notice, in its own folder. */
export const noticeSchema = z.strictObject({
  /** the notice's id within its city: `2020-2` */
  id: z.string().regex(NOTICE_ID),
  title: text,
  titleEn: text,
  document: z.strictObject({ number: text, title: text, authority: text, issuedOn: localDate }),
  /** What the notice's preamble rests on. Where the wording or the dates are not checked against the source, it says so. */
  bases: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(BASIS_KINDS),
        title: text,
        titleEn: text,
        issuer: text,
        issuedOn: localDate.nullable(),
        /** first and last day in force */
        from: localDate.nullable(),
        until: localDate.exactOptional(),
        confirmed: z.boolean(),
        note: text.exactOptional(),
        noteEn: text.exactOptional(),
      }),
    )
    .exactOptional(),
  effectiveFrom: localDate,
  /** Days of the deeds the notice is about; nothing that happened outside of them is reported under it. */
  deeds: z
    .strictObject({
      from: localDate,
      until: localDate.exactOptional(),
      citation: text,
      local: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  /** Which of its clauses puts what is the city's to use. */
  uses: z.strictObject({ minimumAge: id, timers: z.record(id, id).default({}) }),
  determination: z.strictObject({ clause: id }),
  fields: z.strictObject({
    person: z.strictObject({ clause: id, required: z.array(rowField).min(1) }),
    organisation: z.strictObject({ clause: id, required: z.array(rowField).min(1) }),
  }),
  channels: z.array(z.strictObject({ id: z.enum(CHANNELS), clause: id, title: text })),
  /** no-person-in-public: of persons the points system learns, of organisations the site, and nobody else */
  deliveries: z.array(
    z.union([
      z.strictObject({ id, clause: id, subject: z.literal('person'), to: z.literal('points') }),
      z.strictObject({ id, clause: id, subject: z.literal('organisation'), to: z.literal('site') }),
    ]),
  ),
  relief: z
    .strictObject({
      clause: id,
      title: text,
      holdMaximum: id,
      sizes: z.array(z.enum(ENTERPRISE_SIZES)).min(1),
    })
    .exactOptional(),
  catalogue: z.array(catalogueKind).min(1),
  lists: z.array(subjectList),
  events: z.array(z.strictObject({ id, title: text, clause: id })),
  measures: z.array(measure),
  benefits: z.array(z.strictObject({ sector: id, clause: id, threshold: id })),
  points: contributions,
  timers: z.array(timer.extend({ clause: id.exactOptional() })),
});

export type City = z.infer<typeof citySchema>;
export type NoticePart = z.infer<typeof noticeSchema>;

/** A notice with what its city says beside it: whole in itself, as it is compiled and enacted. */
export type Pack = Omit<City, 'sectors' | 'points' | 'timers' | 'minimumAge'> &
  Omit<NoticePart, 'uses' | 'benefits' | 'points' | 'timers'> & {
    readonly minimumAge: City['minimumAge'] & { readonly clause: string };
    readonly benefits: readonly (City['sectors'][number] & Omit<NoticePart['benefits'][number], 'sector'>)[];
    readonly points: City['points'] & NoticePart['points'];
    readonly timers: readonly NoticePart['timers'][number][];
  };

export const CITY_KEYS = Object.keys(citySchema.shape);
export const NOTICE_KEYS = Object.keys(noticeSchema.shape);
