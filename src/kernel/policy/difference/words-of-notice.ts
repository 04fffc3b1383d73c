/** What a notice says, in the words it is compared in. */
import type { CatalogueKind, Measure, PolicyData, SubjectList } from '../policy.ts';
import { localId } from '../refs.ts';
import * as say from './sayings.ts';
import { dated, each, type FieldsOf, group, set, value } from './words.ts';

type KeyOfNotice =
  | ('id' | 'version' | 'title' | 'titleEn' | 'document' | 'bases' | 'effectiveFrom' | 'deeds' | 'determination')
  | ('fields' | 'channels' | 'deliveries' | 'relief' | 'clauses' | 'catalogue' | 'lists' | 'events' | 'measures');

const name = ['名称', 'name'] as const;
const english = ['英文名称', 'English name'] as const;
const clause = value(['依据条款', 'clause'], say.clauseRef);
const citation = value(['出处', 'source'], say.text);
const local = value(['是否由本市自定', 'whether the city chose it'], say.yesOrNo);
const polarity = value(
  ['性质', 'nature'],
  say.oneOf({ good: { zh: '良好信息', en: 'good' }, adverse: { zh: '不良信息', en: 'adverse' } }),
);
const SUBJECTS = { person: { zh: '自然人', en: 'persons' }, organisation: { zh: '单位', en: 'organisations' } };
const subject = value(['主体', 'subject'], say.oneOf(SUBJECTS));

const rules = (titles: readonly [string, string]) =>
  each<CatalogueKind['decisionTypes'][number], 'id'>(titles, 'id', say.titled, {
    title: value(name, say.text),
    citation,
  });

const KIND: FieldsOf<Omit<CatalogueKind, 'id'>> = {
  clause,
  subject,
  polarity,
  title: value(name, say.text),
  plainTitle: value(['通俗名称', 'plain name'], say.text),
  titleEn: value(english, say.text),
  requiredFields: set(['必填项', 'required fields'], say.rowField),
  competentFunctions: set(['认定职能', 'functions that determine'], say.functionId),
  reporterFunctions: value(['报送职能', 'functions that report'], (functions, policy) =>
    typeof functions === 'string'
      ? { zh: '“各单位均可报送”', en: 'any' }
      : say.all(say.functionId)(functions as readonly string[], policy),
  ),
  evidence: each(['证明材料', 'evidence'], 'id', say.titled, {
    title: value(name, say.text),
    titleEn: value(english, say.text),
    required: value(
      ['要求', 'demand'],
      say.either({ zh: '“必须提交”', en: 'required' }, { zh: '“可以不提交”', en: 'optional' }),
    ),
  }),
  approval: value(
    ['认定方式', 'way of determination'],
    say.oneOf({ batch: { zh: '可批量认定', en: 'in batches' }, case: { zh: '逐件认定', en: 'case by case' } }),
  ),
  factBasis: value(
    ['同一事实的判断', 'what makes one fact'],
    say.oneOf({
      'matter-and-date': { zh: '事项和日期', en: 'matter and date' },
      'decision-number': { zh: '文书文号', en: 'number of the decision' },
    }),
  ),
  lifecycle: group(['', ''], {
    validityMonths: dated(['有效期', 'validity'], say.months),
    disclosureMonths: dated(['公示期', 'disclosure period'], say.months),
    disclosureMode: value(
      ['公开方式', 'disclosure'],
      say.oneOf({
        public: { zh: '公开', en: 'public' },
        authorities: { zh: '机关共享', en: 'among authorities' },
        authorisation: { zh: '经授权查询', en: 'by authorisation' },
      }),
    ),
  }),
  nominates: value(['可推荐到的名单', 'list it may be nominated for'], ({ list, ground }, policy) =>
    say.joined([say.listId(list, policy), say.groundId(ground, policy)]),
  ),
  repairGrade: value(['修复等级', 'repair grade'], say.gradeId),
  gradeByDecision: dated(['按文书种类定的等级', 'grade by the kind of decision'], (grades, policy) =>
    say.joined(
      Object.entries(grades).map(([document, grade]) => {
        const { zh, en } = say.gradeId(grade, policy);
        return { zh: `${document}→${zh}`, en: `${document}→${en}` };
      }),
    ),
  ),
  decisionTypes: rules(['可作依据的文书', 'decision document']),
  notReported: rules(['不报送的情形', 'what is not reported']),
};

const LIST: FieldsOf<Omit<SubjectList, 'id'>> = {
  polarity,
  title: value(name, say.text),
  titleEn: value(english, say.text),
  plainTitle: value(['通俗名称', 'plain name'], say.text),
  plainTitleEn: value(['英文通俗名称', 'English plain name'], say.text),
  clause,
  grounds: each(['列入情形', 'ground'], 'id', say.titled, { clause, title: value(['内容', 'wording'], say.text) }),
  gateEvent: value(['发布前须宣布的事件', 'event before publication'], say.eventId),
  publicNotice: value(['公示期限', 'public notice period'], say.timerId),
  entryMonths: dated(['列入期限', 'length of an entry'], say.months),
  requires: group(['', ''], {
    noticeServed: value(['是否须先送达告知书', 'whether prior notice is served'], say.yesOrNo),
    decision: value(['是否须有生效文书', 'whether a decision is needed'], say.yesOrNo),
    legalBasis: group(['设列依据', 'legal basis'], {
      recorded: value(['是否已登记', 'whether recorded'], say.yesOrNo),
      citation: value(['条文', 'citation'], say.textOrNothing),
      basis: value(['文件', 'document'], say.basisId),
      from: value(['施行日', 'first day in force'], say.plain),
      until: value(['失效前的最后一日', 'last day in force'], say.plain),
    }),
  }),
  signOff: group(['会签', 'sign-off'], {
    office: value(['牵头单位', 'office'], say.departmentId),
    departments: value(
      ['参加单位', 'departments'],
      say.oneOf({ nominating: { zh: '各推荐单位', en: 'those that nominate' } }),
    ),
    clause,
  }),
};

const MEASURE: FieldsOf<Omit<Measure, 'id'>> = {
  clause,
  polarity: value(
    ['性质', 'nature'],
    say.oneOf({ incentive: { zh: '激励', en: 'incentive' }, restriction: { zh: '惩戒', en: 'restriction' } }),
  ),
  title: value(name, say.text),
  titleEn: value(english, say.text),
  appliesTo: value(['适用对象', 'whom it applies to'], (to, policy) => {
    if ('list' in to) return say.listId(to.list, policy);
    const { zh, en } = say.levelId(to.level, policy);
    return { zh: `${zh}及以上`, en: `${en} and above` };
  }),
  matters: set(['适用事项', 'matters'], say.text),
  legalBasis: value(['法律依据', 'legal basis'], say.text),
  from: value(['开始日', 'first day'], say.plain),
  until: value(['最后一日', 'last day'], say.plain),
};

const fields = (titles: readonly [string, string]) =>
  group<PolicyData['fields']['person']>(titles, { clause, required: set(['必填项', 'required fields'], say.rowField) });

const BASIS_KINDS = {
  law: { zh: '法律', en: 'law' },
  'administrative-regulation': { zh: '行政法规', en: 'administrative regulation' },
  'local-regulation': { zh: '地方性法规', en: 'local regulation' },
  'standing-committee-decision': { zh: '人大常委会决定', en: 'decision of a standing committee' },
  document: { zh: '规范性文件', en: 'document' },
};

const basisWords = each<PolicyData['bases'][number], 'id'>(['依据文件', 'basis'], 'id', say.titled, {
  kind: value(['种类', 'kind'], say.oneOf(BASIS_KINDS)),
  title: value(name, say.text),
  titleEn: value(english, say.text),
  issuer: value(['制定机关', 'issuer'], say.text),
  issuedOn: value(['公布日', 'day of issue'], say.plainOrUnknown),
  from: value(['施行日', 'first day in force'], say.plainOrUnknown),
  until: value(['失效前的最后一日', 'last day in force'], say.plain),
  confirmed: value(
    ['核对情况', 'checked'],
    say.either({ zh: '“已经核对”', en: 'checked' }, { zh: '“尚未核对”', en: 'not checked' }),
  ),
  note: value(['说明', 'note'], say.text),
  noteEn: value(['英文说明', 'English note'], say.text),
});

/** In the order in which a notice is read. */
export const WORDS_OF_NOTICE: FieldsOf<Pick<PolicyData, KeyOfNotice>> = {
  id: value(['通知编号', 'id of the notice'], say.text),
  version: value(['版本', 'version'], say.plain),
  title: value(['通知名称', 'title of the notice'], say.text),
  titleEn: value(['通知英文名称', 'English title of the notice'], say.text),
  document: group(['通知文件', 'document'], {
    number: value(['文号', 'number'], say.text),
    title: value(['标题', 'title'], say.text),
    authority: value(['发文机关', 'authority'], say.text),
    issuedOn: value(['发文日期', 'day of issue'], say.plain),
  }),
  bases: basisWords,
  effectiveFrom: value(['通知施行日', 'first day of the notice'], say.plain),
  deeds: group(['适用的行为发生期间', 'days of the deeds'], {
    from: value(['第一日', 'first day'], say.plain),
    until: value(['最后一日', 'last day'], say.plain),
    citation,
    local,
  }),
  determination: group(['认定', 'determination'], { clause }),
  fields: group(['', ''], {
    person: fields(['报送自然人', 'reports on persons']),
    organisation: fields(['报送单位', 'reports on organisations']),
  }),
  channels: each(['报送渠道', 'channel'], 'id', say.titled, { clause, title: value(name, say.text) }),
  deliveries: each(['推送', 'delivery'], 'id', ({ id }) => ({ zh: `“${id}”`, en: `“${id}”` }), {
    clause,
    subject,
    to: value(
      ['接收方', 'recipient'],
      say.oneOf({ points: { zh: '积分系统', en: 'points system' }, site: { zh: '公示网站', en: 'public site' } }),
    ),
  }),
  relief: group(['暂不纳入', 'relief'], {
    clause,
    title: value(['情形', 'case'], say.text),
    holdMaximum: value(['最长期限', 'longest hold'], say.timerId),
    sizes: set(
      ['企业规模', 'sizes of enterprises'],
      say.oneOf({
        micro: { zh: '微型', en: 'micro' },
        small: { zh: '小型', en: 'small' },
        medium: { zh: '中型', en: 'medium' },
      }),
    ),
  }),
  clauses: each(
    ['条款', 'clause'],
    'id',
    ({ id, title }) => ({ zh: `${localId(id)}“${title}”`, en: `${localId(id)} “${title}”` }),
    {
      title: value(['标题', 'title'], say.text),
      text: value(['条文', 'wording'], say.text),
      en: value(['英文条文', 'English wording'], say.text),
      guidance: value(['是否只是指引', 'whether it is guidance'], say.yesOrNo),
    },
  ),
  catalogue: each(
    ['事项', 'matter'],
    'id',
    ({ id, plainTitle, titleEn }) => ({ zh: `${localId(id)}“${plainTitle}”`, en: `${localId(id)} “${titleEn}”` }),
    KIND,
  ),
  lists: each(
    ['名单', 'list'],
    'id',
    ({ plainTitle, plainTitleEn }) => ({ zh: `“${plainTitle}”`, en: `“${plainTitleEn}”` }),
    LIST,
  ),
  events: each(['事件', 'event'], 'id', say.titled, { title: value(name, say.text), clause }),
  measures: each(['措施', 'measure'], 'id', say.titled, MEASURE),
};
