/** What an older system's row may become: hostile rows, each with the reasons for which it stays behind, beside sound ones. */
import { expect, test } from 'vitest';
import { compileScreen } from '#kernel/screening/never-collect.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { inventedResidentId, inventedSoleTrader, inventedUscc } from '../../../../tests/support/people.ts';
import { DEFAULT_POLICY_FOLDER } from '../../default-policy.ts';
import { loadLaw } from '../../law.ts';
import { loadCity } from '../../policy.ts';
import type { CarriedCells } from './legacy-row.ts';
import { judgeLegacyRow, type LegacyContext } from './legacy-row.ts';
import { FloorOn, type LegacyCode } from './refusals.ts';

const TODAY = '2026-11-30' as LocalDate;
const policy = await loadCity(DEFAULT_POLICY_FOLDER);
const floor = new FloorOn(await loadLaw(), '99', TODAY);
const screen = compileScreen(policy.neverCollect);
const context = (subject: LegacyContext['subject']): LegacyContext => ({
  ...{ subject, today: TODAY, minimumAge: 18, longestMonths: 36, neverCollect: (text) => screen(text) !== null },
  documents: floor.values('decision-types').flatMap(({ value }) => value as LegacyContext['documents']),
});

const GOOD_PERSON: CarriedCells = {
  ...{ name: '柳青', sex: '女', documentNumber: inventedResidentId('1990-01-01', 2), polarity: '守信' },
  ...{ matter: '参加社区志愿服务四十小时', occurredOn: '2026-05-01' },
};
const GOOD_ORGANISATION: CarriedCells = {
  ...{
    name: '甲书店有限公司',
    uscc: inventedUscc(1),
    polarity: '红名单',
    matter: '捐建社区书屋',
    occurredOn: '2026.5.1',
  },
};
const ADVERSE_ORGANISATION: CarriedCells = {
  ...{ name: '乙商贸有限公司', uscc: inventedUscc(2), polarity: '黑名单', matter: '销售不合格商品' },
  ...{ decisionType: '行政处罚决定书', decisionNumber: '云市监罚〔2026〕3号', decisionAuthority: '市市场监管局' },
  ...{ decisionDate: '2026-04-02', legalBasis: '《产品质量法》第四十九条' },
};

const judge = (subject: LegacyContext['subject'], cells: CarriedCells, more: Partial<LegacyContext> = {}) =>
  judgeLegacyRow((field) => cells[field] ?? '', { ...context(subject), ...more });

const MINOR = inventedResidentId('2010-01-01', 2);
const minorThen = { documentNumber: inventedResidentId('2007-06-01', 2), occurredOn: '2025-05-01' };

test.each<[what: string, change: CarriedCells, reasons: LegacyCode[]]>([
  ['an adverse record', { polarity: '失信' }, ['legacy.person_adverse', 'decision.missing']],
  ['points taken off', { points: '-5' }, ['legacy.person_adverse', 'decision.missing']],
  ['an adverse kind under a good heading', { kind: '不文明行为' }, ['legacy.person_adverse', 'decision.missing']],
  ['something adverse in what is called good', { matter: '2026年因拖欠物业费被通报' }, ['legacy.polarity_unclear']],
  ['neither good nor adverse', { polarity: '一类' }, ['legacy.polarity_unclear']],
  ['a list that is both', { polarity: '红黑名单' }, ['legacy.polarity_unclear']],
  ['an illness in the matter', { matter: '本人患有糖尿病仍坚持值守' }, ['matter.never_collect']],
  ['a religion in the remark, which nobody carries', { remark: '其信奉伊斯兰教' }, ['matter.never_collect']],
  ['somebody else’s number', { matter: `代${MINOR}领取补贴` }, ['matter.document_number']],
  ['a minor', { documentNumber: MINOR }, ['subject.minor']],
  ['of age today, not when it happened', minorThen, ['subject.minor']],
  ['an end that is over', { until: '2026-11-29' }, ['legacy.expired']],
  ['a period that is over', { until: '6个月' }, ['legacy.expired']],
  ['an end that cannot be read', { until: '按规定' }, ['date.invalid']],
  ['a day to come', { occurredOn: '2026-12-01' }, ['date.future']],
  ['no day at all', { occurredOn: '' }, ['date.missing']],
  ['revoked there', { status: '已撤销' }, ['legacy.ended']],
  ['in dispute there', { status: '异议处理中' }, ['legacy.disputed']],
  ['a state nobody knows', { status: '3' }, ['legacy.status_unclear']],
  ['points and nothing else', { matter: '', points: '35' }, ['legacy.points_only']],
  ['nothing at all in the matter', { matter: '——' }, ['matter.missing']],
  ['a masked number', { documentNumber: '4101**********0021' }, ['document.format']],
  ['no number', { documentNumber: '' }, ['document.format']],
  ['a masked name', { name: '柳*' }, ['name.invalid']],
  ['a document nobody knows', { documentType: '会员卡' }, ['document.unknown']],
])('of a person, %s stays behind', (_what, change, reasons) => {
  const verdict = judge('person', { ...GOOD_PERSON, ...change });
  expect(
    'refused' in verdict && verdict.refused.map((code) => (code.startsWith('id.') ? 'document.format' : code)),
  ).toEqual(reasons);
});

test.each<[what: string, change: CarriedCells, reasons: LegacyCode[]]>([
  ['a sole trader', { uscc: inventedSoleTrader(1) }, ['legacy.sole_trader']],
  [
    'no decision',
    { decisionType: '', decisionNumber: '', decisionDate: '', occurredOn: '2026-04-02' },
    ['decision.missing'],
  ],
  ['a decision without its basis', { legalBasis: '无' }, ['decision.missing']],
  ['a complaint for a decision', { decisionType: '投诉举报函' }, ['legacy.document_kind']],
  ['a prior notice for a decision', { decisionType: '行政处罚告知书' }, ['legacy.document_kind']],
  ['older than anything adverse is shown', { decisionDate: '2023-11-30' }, ['legacy.too_old']],
  ['repaired there', { status: '信用修复' }, ['legacy.ended']],
  ['a broken code', { uscc: '12345' }, ['uscc.length']],
  ['an illness in the decision’s basis', { legalBasis: '其被诊断为肝炎' }, ['matter.never_collect']],
])('of an organisation, %s stays behind', (_what, change, reasons) => {
  const verdict = judge('organisation', { ...ADVERSE_ORGANISATION, ...change });
  expect('refused' in verdict && verdict.refused).toEqual(reasons);
});

test.each<[string, LegacyContext['subject'], CarriedCells]>([
  ['a good person', 'person', GOOD_PERSON],
  ['a good person without an end', 'person', { ...GOOD_PERSON, until: '长期', status: '有效' }],
  ['a good organisation', 'organisation', GOOD_ORGANISATION],
  [
    'an adverse organisation with its decision',
    'organisation',
    { ...ADVERSE_ORGANISATION, status: '未修复', until: '3年' },
  ],
  ['a penalty named by its kind', 'organisation', { ...ADVERSE_ORGANISATION, decisionType: '罚款、没收违法所得' }],
])('%s may be reported anew', (_what, subject, cells) => {
  expect(judge(subject, cells)).toMatchObject({ carried: { name: cells.name } });
});

test('what goes on is what a report has: no end, no state, no points, no remark of the older system', () => {
  const verdict = judge('organisation', {
    ...GOOD_ORGANISATION,
    points: '10',
    status: '有效',
    remark: '旧',
    until: '长期',
  });
  const carried = 'carried' in verdict ? verdict.carried : {};
  expect(Object.entries(carried).filter(([, text]) => text !== '')).toEqual(
    expect.arrayContaining([
      ['occurredOn', '2026-05-01'],
      ['matter', '捐建社区书屋'],
    ]),
  );
  expect(Object.keys(carried)).not.toEqual(expect.arrayContaining(['points']));
  for (const field of ['points', 'status', 'until', 'remark', 'polarity']) expect(carried).not.toHaveProperty(field);
});

test('said of the whole file, good covers no adverse row, and adverse every row', () => {
  expect(judge('person', { ...GOOD_PERSON, polarity: '' }, { polarity: 'good' })).toHaveProperty('carried');
  expect(judge('person', { ...GOOD_PERSON, polarity: '黑名单' }, { polarity: 'good' })).toHaveProperty('refused');
  expect(judge('organisation', GOOD_ORGANISATION, { polarity: 'adverse' })).toHaveProperty('refused');
});

test('each refusal that follows from the floor names the source the law has, the others the product’s own principle', () => {
  const sourceOf = (code: LegacyCode) => floor.told(code).source;
  expect(sourceOf('matter.never_collect')).toContain('征信业管理条例');
  expect(sourceOf('decision.missing')).toContain('国办发〔2020〕49号');
  expect(sourceOf('legacy.too_old')).toContain('信用修复管理办法');
  for (const code of [
    'legacy.person_adverse',
    'legacy.sole_trader',
    'legacy.ended',
    'legacy.disputed',
    'legacy.document_kind',
    'subject.minor',
  ] as const)
    expect(sourceOf(code), code).not.toBe('本产品的原则');
  expect(sourceOf('legacy.points_only')).toBe('本产品的原则');
});
