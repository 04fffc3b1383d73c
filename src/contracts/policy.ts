/** The API of the policy pack: what it says, in the words and with the sources it gives itself. */
import { z } from 'zod';
import { ANYBODY, endpoints, json, officers } from './endpoint.ts';
import { LARGEST_INTEGER } from './given-values.ts';
import { ClauseRef, GroundRef, KindRef, MeasureRef, TimerRef } from './refs.ts';
import {
  APPROVALS,
  DISCLOSURE_MODES,
  DURATION_UNITS,
  FACT_BASES,
  MEASURE_POLARITIES,
  POLARITIES,
  SEVERITIES,
  SUBJECT_TYPES,
} from './vocabulary.ts';

/** `local`: no source fixes the value, the city chose it; the citation says why. */
const dated = <T extends z.ZodType>(value: T) =>
  z.array(z.object({ from: z.iso.date(), value, citation: z.string(), local: z.boolean() }));

const duration = z.object({ amount: z.number().int(), unit: z.enum(DURATION_UNITS) });
const titledRule = z.object({ id: z.string(), title: z.string(), citation: z.string() });
const months = z.number().int().nullable();
const subject = z.enum(SUBJECT_TYPES);
const polarity = z.enum(POLARITIES);

export const PolicyFindingView = z.object({
  severity: z.enum(SEVERITIES),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
});

export const PolicyView = z.object({
  notices: z
    .array(z.object({ id: z.string(), title: z.string(), titleEn: z.string(), number: z.string() }))
    .meta({ description: '现行的各份通知' }),
  id: z.string(),
  title: z.string(),
  titleEn: z.string(),
  document: z.object({ number: z.string(), title: z.string(), authority: z.string(), issuedOn: z.iso.date() }),
  bases: z
    .array(
      z.object({
        title: z.string(),
        titleEn: z.string(),
        issuer: z.string(),
        issuedOn: z.iso.date().nullable(),
        from: z.iso.date().nullable(),
        until: z.iso.date().nullable(),
        confirmed: z.boolean(),
        note: z.string(),
        noteEn: z.string(),
      }),
    )
    .meta({ description: '通知依据的文件；未核实的注明' }),
  deeds: z
    .object({ from: z.iso.date(), until: z.iso.date().nullable(), citation: z.string(), local: z.boolean() })
    .nullable()
    .meta({ description: '通知适用的事项发生在哪一段日期；null 为不限' }),
  effectiveFrom: z.iso.date(),
  digest: z.string().meta({ description: '政策包各文件的 SHA-256 摘要：内容有一字不同即不同' }),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int() })),
  enactment: z
    .object({
      version: z.number().int(),
      fromDay: z.iso.date(),
      digest: z.string().meta({ description: '施行的规则编译后的 SHA-256 摘要' }),
      differs: z.boolean().meta({ description: '启动时政策包文件夹的内容与施行的不同' }),
    })
    .nullable()
    .meta({ description: '施行记录：运行的是已施行的版本，不是文件夹里的' }),
  check: z.object({ ok: z.boolean(), findings: z.array(PolicyFindingView) }),
  minimumAge: z.object({ years: z.number().int(), clause: ClauseRef }),
  clauses: z.array(z.object({ id: ClauseRef, title: z.string(), text: z.string(), guidance: z.boolean() })),
  catalogue: z.array(
    z.object({
      id: KindRef,
      clause: ClauseRef,
      subject,
      polarity,
      title: z.string(),
      plainTitle: z.string(),
      titleEn: z.string(),
      fields: z.array(z.object({ id: z.string(), title: z.string() })),
      competent: z.array(z.string()).meta({ description: '有权认定的单位' }),
      reporters: z.array(z.string()).nullable().meta({ description: '可报送单位的职能；null 为不限' }),
      evidence: z.array(z.object({ id: z.string(), title: z.string(), required: z.boolean() })),
      approval: z.enum(APPROVALS),
      factBasis: z.enum(FACT_BASES),
      validityMonths: dated(months),
      disclosureMonths: dated(months),
      disclosureMode: z.enum(DISCLOSURE_MODES),
      nominates: z.object({ list: z.string(), ground: z.string() }).nullable(),
      decisionTypes: z.array(titledRule),
      notReported: z.array(titledRule),
    }),
  ),
  lists: z.array(
    z.object({
      id: z.string(),
      clause: ClauseRef,
      polarity,
      title: z.string(),
      grounds: z.array(z.object({ id: GroundRef, clause: ClauseRef, title: z.string() })),
      gates: z.array(z.object({ text: z.string(), clause: ClauseRef.nullable(), open: z.boolean().nullable() })),
      publicNotice: z.string(),
      entryMonths: dated(months),
    }),
  ),
  measures: z.array(
    z.object({
      id: MeasureRef,
      clause: ClauseRef,
      polarity: z.enum(MEASURE_POLARITIES),
      title: z.string(),
      appliesTo: z.string(),
      matters: z.array(z.string()),
      legalBasis: z.string(),
      from: z.iso.date(),
      until: z.iso.date().nullable(),
    }),
  ),
  benefits: z.array(
    z.object({
      id: z.string(),
      clause: ClauseRef,
      title: z.string(),
      threshold: z.string(),
      basicService: z.string(),
    }),
  ),
  points: z.object({
    citation: z.string(),
    scale: dated(
      z.object({
        base: z.number(),
        minimum: z.number(),
        maximum: z.number(),
        goodCap: z.number(),
        adverseCap: z.number(),
      }),
    ),
    levels: dated(
      z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          low: z.number(),
          lowIncluded: z.boolean(),
          high: z.number(),
          highIncluded: z.boolean(),
        }),
      ),
    ),
    rules: z.array(
      z.object({
        kind: KindRef,
        clause: ClauseRef,
        title: z.string(),
        points: dated(z.number()),
        cap: dated(z.number()),
      }),
    ),
  }),
  timers: z.array(z.object({ id: TimerRef, title: z.string(), clause: ClauseRef.nullable(), value: dated(duration) })),
  repair: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      range: dated(z.object({ published: z.boolean(), minimumMonths: z.number(), maximumMonths: z.number() })),
    }),
  ),
  neverCollect: z.array(z.object({ id: z.string(), category: z.string(), citation: z.string() })),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyQuery = z.object({
  notice: z.string().max(32).optional().meta({ description: '哪一份通知；不填为最早施行的一份', example: '2099-1' }),
  version: z.coerce
    .number()
    .int()
    .positive()
    .max(LARGEST_INTEGER)
    .optional()
    .meta({ description: '第几版；不填为现行的一版' }),
});
export type PolicyQuery = z.infer<typeof PolicyQuery>;

/** What people choose between where several are in force. */
export const NoticeInForce = z.object({
  id: z.string(),
  title: z.string(),
  titleEn: z.string(),
  number: z.string().meta({ description: '文号' }),
});
export type NoticeInForce = z.infer<typeof NoticeInForce>;

export const policyEndpoints = endpoints('policy', {
  'GET /policy/notices': {
    summary: { zh: '现行的各份通知，先施行的在前', en: 'The notices in force, the earliest first' },
    who: ANYBODY,
    caching: 'never',
    answer: json(z.array(NoticeInForce)),
  },
  'GET /policy': {
    summary: {
      zh: '现行政策包：条款、目录、名单、措施、积分、期限和依据，以及检查结果',
      en: 'The policy pack in force: clauses, catalogue, lists, measures, points, periods and their basis, and what its check says',
    },
    who: officers(),
    query: PolicyQuery,
    answer: json(PolicyView),
  },
});
