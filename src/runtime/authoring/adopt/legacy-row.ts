/**
 * May a row of an older system's export be reported anew? Pure, and on the side of the subject: what is doubtful stays behind, with the
 * reason. Nothing here makes a record; what passes is a row of an ordinary report, for a body to report and another to determine.
 */

import type { Polarity, SubjectType } from '#contracts/vocabulary.ts';
import { checkDocument, parseDocumentType } from '#kernel/identity/documents.ts';
import { checkOrganisationName } from '#kernel/identity/organisation-name.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { checkUscc, isSoleTrader } from '#kernel/identity/uscc.ts';
import type { CatalogueKind } from '#kernel/policy/policy.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { addMonths, addYears, ageOn, type LocalDate, parseDate } from '#kernel/time/local-date.ts';
import { documentSaid } from '#platform/intake/index.ts';
import type { LegacyField } from './columns.ts';
import type { LegacyCode } from './refusals.ts';

export type Cell = (field: LegacyField) => string;

export interface LegacyContext {
  readonly subject: SubjectType;
  readonly today: LocalDate;
  /** years */
  readonly minimumAge: number;
  /** months after which nothing adverse is shown any more, however grave it was */
  readonly longestMonths: number;
  /** that adverse information may rest on */
  readonly documents: CatalogueKind['decisionTypes'];
  /** true when the text holds what must never be collected */
  readonly neverCollect: (text: string) => boolean;
  /** of every row that does not say it itself */
  readonly polarity?: Polarity | undefined;
}

/** What is read of each row and may go on; by the fields of a report. */
export type CarriedCells = Partial<Record<LegacyField, string>>;

export type LegacyVerdict =
  | { readonly carried: CarriedCells; readonly polarity: Polarity; readonly subject: string }
  | { readonly refused: readonly LegacyCode[] };

const ADVERSE =
  /黑|失信|不良|不文明|负面|惩戒|惩罚|处罚|违法|违规|违约|失德|扣分|减分|重点关注|警示|异常|限制|曝光|被执行/u;
const GOOD = /红|守信|诚信|良好|正面|激励|奖励|表彰|表扬|嘉奖|先进|模范|好人|志愿|公益|捐|加分|优秀/u;
/** In what happened: of a good record these words may be about somebody else, but who knows. */
const ADVERSE_MATTER =
  /失信|被(处罚|执行|拘留|判)|处罚决定|违法|违规|拖欠|欠缴|逃(票|费|税)|闯红灯|酒驾|醉驾|扣\s*\d*\s*分|减\s*\d*\s*分/u;

const ACTIVE =
  /^(|有效|正常|在榜|公示中?|公开|生效中?|现行|在用|未(修复|移出|撤销|过期|失效|退出)|已(发布|公示|列入|认定|审核))$/u;
const DISPUTED = /异议|复议|复核|诉讼|申诉|争议|上诉/u;
const ENDED = /修复|撤销|撤回|移出|移除|删除|退出|失效|过期|到期|下架|终止|注销|作废|停止/u;

/** Every text of a row that may hold a sentence, whether or not it goes on. */
const TEXTS: readonly LegacyField[] = [
  ...(['kind', 'matter', 'remark', 'polarity', 'status', 'recommender', 'zone', 'issuingCountry'] as const),
  ...(['decisionType', 'decisionNumber', 'decisionAuthority', 'legalBasis'] as const),
];
const DECISION = ['decisionType', 'decisionNumber', 'decisionAuthority', 'decisionDate', 'legalBasis'] as const;

/** @param cell cells without line breaks and blanks around them */
export function judgeLegacyRow(cell: Cell, context: LegacyContext): LegacyVerdict {
  const refused = new Set<LegacyCode>();
  for (const field of TEXTS) {
    const text = cell(field);
    if (text === '') continue;
    if (context.neverCollect(text)) refused.add('matter.never_collect');
    if (holdsDocumentNumber(text)) refused.add('matter.document_number');
  }
  const polarity = polarityOf(cell, context);
  if (polarity === undefined) refused.add('legacy.polarity_unclear');
  const days = daysOf(cell, context, polarity, refused);
  status(cell('status'), refused);
  const who =
    context.subject === 'person' ? personOf(cell, context, days.occurredOn, refused) : organisationOf(cell, refused);
  if (polarity === 'adverse') adverse(cell, context, refused);
  if (!/\p{L}/u.test(cell('matter'))) refused.add(cell('points') === '' ? 'matter.missing' : 'legacy.points_only');
  if (refused.size > 0 || polarity === undefined || who === undefined) return { refused: [...refused] };
  const rest = context.subject === 'person' ? [] : (['recommender', 'zone'] as const);
  return {
    ...{ polarity, subject: who.identity },
    carried: {
      ...Object.fromEntries(rest.map((field) => [field, cell(field)])),
      ...Object.fromEntries(DECISION.map((field) => [field, cell(field)])),
      ...{ ...who.cells, matter: cell('matter'), occurredOn: days.occurredOn! },
      ...(days.decisionDate === undefined ? {} : { decisionDate: days.decisionDate }),
    },
  };
}

/** Any sign of something adverse makes a row adverse; a column of its own speaks before what the whole file is said to be. */
function polarityOf(cell: Cell, { polarity, subject }: LegacyContext): Polarity | undefined {
  const said = ['polarity', 'kind', 'status'].map((field) => cell(field as LegacyField)).join(' ');
  const named = cell('polarity');
  if (/^\s*[-－−]\s*\d/u.test(cell('points')) || ADVERSE.test(`${named} ${cell('kind')}`)) {
    // `红黑名单`: which of the two?
    return GOOD.test(named) && ADVERSE.test(named) ? undefined : 'adverse';
  }
  if (polarity === 'adverse') return 'adverse';
  const good = polarity === 'good' || GOOD.test(said);
  if (!good) return undefined;
  return subject === 'person' && ADVERSE_MATTER.test(cell('matter')) ? undefined : 'good';
}

interface Days {
  readonly occurredOn?: LocalDate;
  readonly decisionDate?: LocalDate;
}

function daysOf(cell: Cell, context: LegacyContext, polarity: Polarity | undefined, refused: Set<LegacyCode>): Days {
  const read = (field: 'occurredOn' | 'decisionDate') => {
    const day = parseDate(cell(field));
    if (!day.ok) {
      if (day.reason === 'date.invalid') refused.add('date.invalid');
      return undefined;
    }
    if (day.date > context.today) refused.add('date.future');
    return day.date;
  };
  const decisionDate = read('decisionDate');
  const occurredOn = read('occurredOn') ?? decisionDate;
  if (occurredOn === undefined) refused.add('date.missing');
  const begins = decisionDate ?? occurredOn;
  const ends = endOf(cell('until'), begins);
  if (ends === null) refused.add('date.invalid');
  else if (ends !== undefined && ends < context.today) refused.add('legacy.expired');
  if (polarity !== 'good' && begins && addMonths(begins, context.longestMonths) <= context.today)
    refused.add('legacy.too_old');
  return { ...(occurredOn ? { occurredOn } : {}), ...(decisionDate ? { decisionDate } : {}) };
}

/** A last day, or how long (`24个月`, `3年`); null: cannot be read, undefined: without an end. */
function endOf(text: string, begins: LocalDate | undefined): LocalDate | null | undefined {
  if (/^(|无|长期|长期有效|永久|不限|-+)$/u.test(text)) return undefined;
  const [, amount, unit] = /^(\d{1,3})\s*个?(月|年)$/u.exec(text) ?? [];
  if (amount !== undefined && begins) return (unit === '年' ? addYears : addMonths)(begins, Number(amount));
  const day = parseDate(text);
  return day.ok ? day.date : null;
}

function status(text: string, refused: Set<LegacyCode>): void {
  if (ACTIVE.test(text)) return;
  refused.add(DISPUTED.test(text) ? 'legacy.disputed' : ENDED.test(text) ? 'legacy.ended' : 'legacy.status_unclear');
}

interface Who {
  readonly identity: string;
  readonly cells: CarriedCells;
}

function personOf(
  cell: Cell,
  { today, minimumAge }: LegacyContext,
  on: LocalDate | undefined,
  refused: Set<LegacyCode>,
): Who | undefined {
  const name = checkPersonName(cell('name'));
  if (!name.ok) refused.add(name.reason);
  const type = cell('documentType') === '' ? 'resident-id' : parseDocumentType(cell('documentType'));
  if (type === undefined) refused.add('document.unknown');
  const document = type && checkDocument(type, cell('documentNumber'));
  if (!document || !name.ok) return undefined;
  if (!document.ok) {
    refused.add(document.reason);
    return undefined;
  }
  const { birthDate } = document;
  if (birthDate !== undefined && [today, on ?? today].some((day) => ageOn(birthDate, day) < minimumAge))
    refused.add('subject.minor');
  return {
    identity: `${document.type}|${document.identityNumber}`,
    cells: {
      ...{ name: name.name, sex: cell('sex'), documentType: cell('documentType'), documentNumber: document.number },
      issuingCountry: cell('issuingCountry'),
    },
  };
}

function organisationOf(cell: Cell, refused: Set<LegacyCode>): Who | undefined {
  const name = checkOrganisationName(cell('name'));
  if (!name.ok) refused.add(name.reason);
  const code = checkUscc(cell('uscc'));
  if (code.verdict === 'invalid') {
    refused.add(code.reason);
    return undefined;
  }
  if (isSoleTrader(code.uscc)) refused.add('legacy.sole_trader');
  return name.ok ? { identity: code.uscc, cells: { name: name.name, uscc: code.uscc } } : undefined;
}

/** adverse-needs-document, and of natural persons nothing adverse at all. */
function adverse(cell: Cell, { subject, documents }: LegacyContext, refused: Set<LegacyCode>): void {
  if (subject === 'person') refused.add('legacy.person_adverse');
  const given = DECISION.filter(
    (field) => /[\p{L}\p{N}]/u.test(cell(field)) && !/^(无|不详|未知|暂无)$/u.test(cell(field)),
  );
  if (given.length < DECISION.length) refused.add('decision.missing');
  const type = documentSaid(cell('decisionType'), { decisionTypes: documents });
  if (type !== '' && !documents.some(({ title }) => title === type) && !founds(type))
    refused.add('legacy.document_kind');
}

/** How effective decisions are headed; a report, a letter, a notice or a complaint is none. */
const founds = (type: string): boolean =>
  /(判决|裁定|裁决|调解|仲裁|处罚|决定)书?$/u.test(type) && !/告知|通知|投诉|举报|函|建议|意向|立案|拟/u.test(type);
