/** Why a row of an older system's export is not carried over, and which rule of the floor says so. */
import { type FloorRule, type Law, rulesOver } from '#kernel/floor/law.ts';
import { REASONS, type ReasonCode } from '#kernel/reasons.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';

interface Refusal {
  readonly zh: string;
  readonly remedy: string;
}

const REFUSALS = {
  'legacy.person_adverse': {
    zh: '自然人的不良信息',
    remedy: '不得沿用。确有生效文书的，由有职能的部门事先告知、听取陈述申辩以后，逐件重新认定。',
  },
  'legacy.sole_trader': {
    zh: '个体工商户是从事经营的自然人，不上名单',
    remedy: '不得沿用。所做的好事可以由主管部门按目录重新报送。',
  },
  'legacy.expired': {
    zh: '原系统写明的期限已经届满',
    remedy: '不得沿用，不必处理。原系统写错期限的，请改正以后再试。',
  },
  'legacy.too_old': {
    zh: '已经超过不良信息最长的披露期限',
    remedy: '不得沿用，不必处理。原系统写错日期的，按生效文书改正以后再试。',
  },
  'legacy.ended': {
    zh: '原系统中已修复、撤销或者移出',
    remedy: '不得沿用，不必处理。',
  },
  'legacy.disputed': {
    zh: '异议、复议或者诉讼还没有结果',
    remedy: '等有了结果，由提供单位决定是否重新报送。',
  },
  'legacy.status_unclear': {
    zh: '看不出是否仍然有效',
    remedy: '请在“状态”栏写“有效”，或者写明已修复、已撤销、异议中。',
  },
  'legacy.polarity_unclear': {
    zh: '看不出是良好信息还是不良信息',
    remedy: '请在“名单性质”栏写明；整份文件都是一种的，用 --polarity 写明。',
  },
  'legacy.points_only': {
    zh: '只有分值，没有事项',
    remedy: '分值一律不沿用：积分由本人开通以后，按重新认定的记录计算。',
  },
  'legacy.document_kind': {
    zh: '文书不是可以作为依据的一种',
    remedy: '通知、函件、投诉不能作为依据；有判决、处罚决定等生效文书的，补齐后重新报送。',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export type LegacyCode = ReasonCode | keyof typeof REFUSALS;

/** Which rule of the floor a refusal follows, by its scope; what is not here follows from how the product reads tables. */
const SCOPES: { readonly [Code in LegacyCode]?: string } = {
  'legacy.person_adverse': 'adverse-evidence',
  'legacy.sole_trader': 'disclosure-mode/person',
  'legacy.too_old': 'disclosure',
  'legacy.ended': 'timer/revocation-removal',
  'legacy.disputed': 'timer/objection-with-provider',
  'legacy.document_kind': 'decision-types',
  'decision.missing': 'adverse-fields',
  'matter.never_collect': 'never-collect',
  'subject.minor': 'minimum-age',
};

const OWN_PRINCIPLE = '本产品的原则';

/** The rules that stand over a city on a day. */
export class FloorOn {
  readonly #rules: readonly FloorRule[];
  readonly #on: LocalDate;

  constructor(law: Law, region: string, on: LocalDate) {
    this.#rules = rulesOver(law, region);
    this.#on = on;
  }

  /** Values in force of the rules of a scope, or of all scopes that begin with it and a `/`; the nation's first. */
  values(scope: string): readonly { readonly value: unknown; readonly source: string }[] {
    return this.#rules
      .filter((rule) => rule.scope === scope || rule.scope.startsWith(`${scope}/`))
      .flatMap(
        ({ dated }) => dated.findLast(({ from, until }) => from <= this.#on && !(until && until < this.#on)) ?? [],
      );
  }

  /** In words for the file of refusals; nothing of the row is in it. */
  told(code: LegacyCode): { readonly why: string; readonly source: string; readonly remedy: string } {
    const { zh, remedy }: Refusal =
      code in REFUSALS ? REFUSALS[code as keyof typeof REFUSALS] : REASONS[code as ReasonCode];
    const scope = SCOPES[code];
    const sources = scope === undefined ? [] : this.values(scope).map(({ source }) => source);
    return { why: zh, remedy, source: [...new Set(sources)].join('；') || OWN_PRINCIPLE };
  }
}
