/** The written form of a golden case: an example a lawyer can read, check against the notice and correct. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { LocalDate } from '#kernel/time/local-date.ts';

const text = z.string().trim().min(1);
const date = z.iso.date().transform((value) => value as LocalDate);

const record = z.strictObject({
  /** Any name; the same name twice means the same fact. */
  name: text,
  kind: text,
  from: date,
  until: date.exactOptional(),
  /** Day on which a repair, revocation or withdrawal took effect. */
  ended: date.exactOptional(),
  objection: z.boolean().default(false),
});

const header = { title: text, clause: text };

/** Who may report a kind and who determines it. Departments by the name a file would use. */
const competence = z.strictObject({
  ...header,
  given: z.strictObject({ kind: text, reporter: text }),
  when: z.literal('报送'),
  expect: z.strictObject({ mayReport: z.boolean(), determinedBy: text.exactOptional() }),
});

/** What a kind demands. Fields by their titles in the form. */
const demands = z.strictObject({
  ...header,
  given: z.strictObject({ kind: text, on: date }),
  when: z.literal('受理'),
  expect: z.strictObject({
    fields: z.array(text).exactOptional(),
    evidence: z.array(text).exactOptional(),
    decisions: z.array(text).exactOptional(),
    notReported: z.array(text).exactOptional(),
    approval: z.enum(['可批量', '逐件']).exactOptional(),
    validMonths: z.int().nullable().exactOptional(),
    disclosure: z.enum(['公开', '机关共享', '经授权']).exactOptional(),
    nominates: z.strictObject({ list: text, ground: text }).nullable().exactOptional(),
  }),
});

/** The account of a person on a day; without consent there is none. */
const account = z.strictObject({
  ...header,
  given: z.strictObject({ consent: z.boolean(), on: date, records: z.array(record) }),
  when: z.literal('计分'),
  expect: z.strictObject({
    total: z.int().nullable(),
    level: text.nullable(),
    /** Records that do not count or count in part. */
    notCounted: z.array(text).exactOptional(),
    marked: z.array(text).exactOptional(),
    benefits: z.array(text).exactOptional(),
  }),
});

/** As if the list's law were not recorded (null), or ended on a day: what a city must be told beforehand. */
const basis = z.union([z.null(), z.strictObject({ until: date })]).exactOptional();

/** What still stands in the way of a list's publication. */
const gate = z.strictObject({
  ...header,
  given: z.strictObject({ list: text, declared: z.array(text), on: date, basis }),
  when: z.literal('发布名单'),
  expect: z.strictObject({
    blockedBy: z.array(text),
    needsPerEntry: z.array(text).exactOptional(),
    signedBy: z.array(text).exactOptional(),
    entryMonths: z.int().nullable().exactOptional(),
  }),
});

/** The last day of a period, by the working days of that year. */
const deadline = z.strictObject({
  ...header,
  given: z.strictObject({ timer: text, from: date }),
  when: z.literal('计算期限'),
  expect: z.strictObject({ lastDay: date, localChoice: z.boolean().exactOptional() }),
});

/** Which measures apply to somebody, in which matters, and which never do. */
const measures = z.strictObject({
  ...header,
  given: z.strictObject({ list: text.exactOptional(), level: text.exactOptional(), on: date, basis }),
  when: z.literal('查询措施'),
  expect: z.strictObject({
    measures: z.array(text),
    matters: z.array(text).exactOptional(),
    never: z.array(text).exactOptional(),
  }),
});

const repair = z.strictObject({
  ...header,
  given: z.strictObject({ grade: text, on: date }),
  when: z.literal('信用修复'),
  expect: z.strictObject({ published: z.boolean(), earliestMonths: z.int(), latestMonths: z.int() }),
});

/** As how grave a decision counts, by what kind of document it is, by the rules of a day. */
const gravity = z.strictObject({
  ...header,
  given: z.strictObject({ kind: text, decision: text, on: date }),
  when: z.literal('失信等级'),
  expect: z.strictObject({
    grade: text,
    published: z.boolean().exactOptional(),
    earliestMonths: z.int().exactOptional(),
    latestMonths: z.int().exactOptional(),
  }),
});

/** Until when a record lasts and is shown, counted from the decision where it rests on one. */
const disclosed = z.strictObject({
  ...header,
  given: z.strictObject({
    kind: text,
    determinedOn: date,
    decidedOn: date.exactOptional(),
    decision: text.exactOptional(),
  }),
  when: z.literal('披露截止'),
  expect: z.strictObject({ validUntil: date.nullable(), disclosedUntil: date.nullable().exactOptional() }),
});

/** Whether relief can be granted for such a matter, and the last day of a hold that begins on a day. */
const relief = z.strictObject({
  ...header,
  given: z.strictObject({ kind: text, from: date }),
  when: z.literal('暂不纳入'),
  expect: z.strictObject({ possible: z.boolean(), latest: date.nullable().exactOptional() }),
});

/** What stands between a body and a list it is nominated for. */
const conflict = z.strictObject({
  ...header,
  given: z.strictObject({
    list: text,
    nominatedFor: z.array(text).default([]),
    adverseInForce: z.boolean().default(false),
    objectionOpen: z.boolean().default(false),
  }),
  when: z.literal('名单冲突'),
  expect: z.strictObject({
    conflicts: z.array(z.enum(['同时推荐到相反的名单', '有生效的不良信息', '有未办结的异议'])),
  }),
});

/** Whether a text may be stored at all. */
const collected = z.strictObject({
  ...header,
  given: z.strictObject({ text }),
  when: z.literal('采集'),
  expect: z.strictObject({ refused: z.boolean() }),
});

/** Whether a person born on a day was grown up on that of the deed. */
const age = z.strictObject({
  ...header,
  given: z.strictObject({ born: date, on: date }),
  when: z.literal('年龄'),
  expect: z.strictObject({ collected: z.boolean() }),
});

/** How many full reports a year are free. */
const reports = z.strictObject({
  ...header,
  given: z.strictObject({ on: date }),
  when: z.literal('免费报告'),
  expect: z.strictObject({ perYear: z.int(), localChoice: z.boolean().exactOptional() }),
});

/** Whether a deed lies in the days the notice is about. */
const deeds = z.strictObject({
  ...header,
  given: z.strictObject({ occurredOn: date, decidedOn: date.exactOptional() }),
  when: z.literal('适用期间'),
  expect: z.strictObject({ within: z.boolean() }),
});

export const goldenCase = z.discriminatedUnion('when', [
  competence,
  demands,
  account,
  gate,
  deadline,
  measures,
  repair,
  gravity,
  disclosed,
  relief,
  conflict,
  collected,
  age,
  reports,
  deeds,
]);
export type GoldenCase = z.infer<typeof goldenCase>;

/** A file below `cases/`. */
export const goldenFile = z.strictObject({ cases: z.array(goldenCase).min(1) });

/** @throws Error naming the file and what is wrong in it */
export function parseGoldenCases(path: string, yaml: string): readonly GoldenCase[] {
  const result = goldenFile.safeParse(parse(yaml));
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`);
  return result.data.cases;
}
