/** The policy in plain words, all of it out of the pack: what counts, who decides, what follows, what never happens, clause by clause. */
import type { DisclosureMode } from '#contracts/vocabulary.ts';
import type { BesideFloor } from '#kernel/floor/beside.ts';
import { type Html, html } from '#kernel/markup/html.ts';
import { valueOn } from '#kernel/policy/dated.ts';
import { basisGap } from '#kernel/policy/list-basis.ts';
import type { CatalogueKind, Clause, Measure, Policy } from '#kernel/policy/policy.ts';
import { citedAs, localId } from '#kernel/policy/refs.ts';
import { bases } from './bases.ts';
import { floorSection, floorsOf, floorsToday } from './floor.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { clauseLink, duration, heading, listTag, objectionGuide } from './words.ts';

/** One notice, in the version that is in force or an earlier one. */
export function noticePolicyPage(every: Reading, policy: Policy, about: Html | '' = ''): Page {
  const reading: Reading = { ...every, context: { ...every.context, policy } };
  const { say, original, day, to } = reading;
  const floors = floorsToday(reading);
  const contents = [
    ['counts', say('什么算', 'What counts')],
    ['measures', say('有什么后果', 'What follows')],
    ['never', say('什么绝不会发生', 'What never happens')],
    ['objection', say('如何提出异议', 'How to object')],
    ['repair', say('信用修复', 'Repair')],
    ['timers', say('办理期限', 'Periods')],
    ['floor', say('法律底线', 'The floor')],
    ['clauses', say('逐条说明', 'Clause by clause')],
  ] as const;
  return {
    title: every.inForce.length === 1 ? say('政策说明', 'The policy') : say(policy.title, policy.titleEn),
    section: 'policy',
    description: say(
      `《${policy.document.title}》逐条说明：什么算、谁认定、有什么后果、什么绝不会发生。`,
      'The policy in plain words: what counts, who decides, what follows, what never happens.',
    ),
    body: html`<article class="policy">
<header class="title">
<h1>${heading(say(policy.title, policy.titleEn))}</h1>
<p class="dateline">${original(`${policy.document.authority}，${policy.document.number}`)}${say('，', ', ')}${day(policy.document.issuedOn)}</p>
${about}
</header>
<p class="lead">${say('以下用平常的话说明文件的意思，条号与各页面所引一致。原文以印发的文件为准。', 'What the document means, in plain words; clauses are numbered as everywhere on this site. The issued text prevails.')}</p>
<nav class="contents" aria-label="${say('本页内容', 'On this page')}"><ul>${contents.map(([anchor, title]) => html`<li><a href="#${anchor}">${title}</a></li>`)}
<li><a href="${to('/questions')}">${say('常见问题', 'Questions')}</a></li></ul></nav>
${bases(reading)}
<section aria-labelledby="counts"><h2 id="counts">${say('什么算，谁认定', 'What counts, and who decides')}</h2>
<p>${say('只记录下表列出的信息，此外一律不记。谁报送都不算数，要由认定部门认定；报送、审核、认定是三个不同的人。', 'Only what this table names is recorded. A report alone counts for nothing: a competent department determines it, and three different officers report, review and determine.')}</p>
${catalogueTable(reading)}
</section>
<section aria-labelledby="measures"><h2 id="measures">${say('有什么后果', 'What follows')}</h2>
<p>${say('后果只有下列几项，任何单位不得增加或加重。', 'Only these measures; nobody may add to them or aggravate them.')}</p>
${measureTable(reading)}
</section>
<section aria-labelledby="never"><h2 id="never">${say('什么绝不会发生', 'What never happens')}</h2>
${neverHappens(reading)}
</section>
<section aria-labelledby="objection"><h2 id="objection">${say('如何提出异议', 'How to object')}</h2>${objectionGuide(reading)}</section>
<section aria-labelledby="repair"><h2 id="repair">${say('信用修复', 'Repair')}</h2>
${repair(reading, floors)}
</section>
<section aria-labelledby="timers"><h2 id="timers">${say('办理期限', 'Periods')}</h2>
${timerTable(reading, floors)}
</section>
<section aria-labelledby="floor"><h2 id="floor">${say('法律底线', 'The floor')}</h2>
${floorSection(reading, floors)}
</section>
<section aria-labelledby="clauses"><h2 id="clauses">${say('逐条说明', 'Clause by clause')}</h2>
${chapters(policy.clauses).map((clauses) => html`<div class="chapter">${clauses.map((clause) => clauseBlock(reading, clause))}</div>`)}
</section>
</article>`,
  };
}

const MODES: Readonly<Record<DisclosureMode, readonly [string, string]>> = {
  public: ['向社会公开', 'everybody'],
  authorities: ['有关机关共享', 'authorities only'],
  authorisation: ['本人授权才可查', 'with consent only'],
};

function catalogueTable(reading: Reading): Html {
  const { context, say } = reading;
  const [who, determined, validity, seen] = [
    say('主体', 'About'),
    say('认定', 'Determined by'),
    say('有效期', 'In force'),
    say('谁能看到', 'Seen by'),
  ];
  return html`<div class="table"><table class="plain"><caption>${say('信息目录', 'Catalogue')}</caption>
<thead><tr><th scope="col">${say('信息', 'Information')}</th><th scope="col">${who}</th><th scope="col">${determined}</th><th scope="col">${validity}</th><th scope="col">${seen}</th></tr></thead>
<tbody>${context.policy.catalogue.map(
    (kind) => html`<tr><th scope="row">${kindTitle(reading, kind)} ${clauseLink(reading, kind.clause)}</th>
<td data-label="${who}">${kind.subject === 'person' ? say('个人', 'persons') : say('企业、组织', 'organisations')}${say('，', ', ')}${kind.polarity === 'good' ? say('良好', 'good') : say('不良', 'adverse')}</td>
<td data-label="${determined}">${determiners(reading, kind)}</td>
<td data-label="${validity}">${lasting(reading, kind)}</td>
<td data-label="${seen}">${disclosure(reading, kind)}</td></tr>`,
  )}</tbody></table></div>`;
}

const kindTitle = ({ language, original }: Reading, kind: CatalogueKind) =>
  language === 'en' ? html`${kind.titleEn}` : original(kind.title);

/** Whichever of these departments the matter belongs to; more than a few names say less than their number. */
function determiners({ context, say, original }: Reading, kind: CatalogueKind): Html {
  const names = kind.competentFunctions.map(
    (id) => context.policy.functions.find((item) => item.id === id)?.title ?? id,
  );
  const named = names.slice(0, 3).join('、');
  if (names.length <= 3) return html`${original(named)}${say('部门', '')}`;
  return html`${original(named)}${say(`等 ${names.length} 类部门`, ` and ${names.length - 3} more`)}`;
}

function lasting(reading: Reading, kind: CatalogueKind): Html {
  const months = valueOn(kind.lifecycle.validityMonths, reading.today);
  if (months === undefined || months === null) return html`${reading.say('长期', 'no end')}`;
  return html`${duration(reading, { amount: months, unit: 'months' })}`;
}

function disclosure({ say }: Reading, kind: CatalogueKind): Html {
  const [zh, en] = MODES[kind.lifecycle.disclosureMode];
  const adverse = kind.polarity === 'adverse' && kind.lifecycle.disclosureMode === 'public';
  return html`${adverse ? say('只随发布的名单公开', 'on a published list only') : say(zh, en)}`;
}

function measureTable(reading: Reading): Html {
  const { context, today, say, original, language } = reading;
  const applicable = context.policy.measures.filter(
    ({ from, until }) => from <= today && (until === undefined || until >= today),
  );
  const [only, basis] = [say('限于', 'Only in'), say('依据', 'Basis')];
  return html`<div class="table"><table class="plain"><caption>${say('全部措施', 'All measures')}</caption>
<thead><tr><th scope="col">${say('对象', 'For')}</th><th scope="col">${say('措施', 'Measure')}</th><th scope="col">${only}</th><th scope="col">${basis}</th></tr></thead>
<tbody>${applicable.map((measure) => html`<tr><td>${appliesTo(reading, measure)}</td><th scope="row">${language === 'en' ? measure.titleEn : original(measure.title)}</th><td data-label="${only}">${original(measure.matters.join('、'))}</td><td data-label="${basis}">${original(measure.legalBasis)} ${clauseLink(reading, measure.clause)}</td></tr>`)}</tbody></table></div>`;
}

function appliesTo(reading: Reading, measure: Measure): Html {
  const { context, today, say } = reading;
  if ('list' in measure.appliesTo) return listTag(reading, measure.appliesTo.list);
  const level = context.policy.levelById(measure.appliesTo.level, today);
  return html`${say(`等级在“${level.title}”及以上的市民`, `citizens at or above the level “${level.titleEn}”`)}`;
}

const CATEGORIES: Readonly<Record<string, readonly [string, string]>> = {
  disease: ['疾病', 'illness'],
  history: ['病史', 'medical history'],
  contact: ['接触情况', 'contacts'],
  travel: ['行程轨迹', 'journeys'],
  religion: ['宗教信仰', 'religion'],
  genes: ['基因', 'genes'],
  fingerprints: ['指纹等生物特征', 'fingerprints and other biometrics'],
  'blood-type': ['血型', 'blood type'],
};

function neverHappens(reading: Reading): Html {
  const { context, say, original } = reading;
  const { policy } = context;
  const named = new Set(policy.neverCollect.map(({ category }) => category));
  const categories = [...named].map((category) => CATEGORIES[category] ?? [category, category]);
  const citations = [...new Set(policy.neverCollect.map(({ citation }) => citation.split('；')[0] ?? ''))];
  const blocked = policy.lists.filter((list) => basisGap(list, reading.today) === 'missing');
  return html`<ul class="never">
<li>${say(`绝不采集：${categories.map(([zh]) => zh).join('、')}。写在任何一栏都会被退回，不会存下来。`, `Never collected: ${categories.map(([, en]) => en).join(', ')}. In whatever field it is written, it is refused and not stored.`)}<small>${say('依据：', 'Basis: ')}${original(citations.slice(0, 2).join('；'))}</small></li>
<li>${say('绝不公示个人：本站没有任何自然人的信息，也没有存放它的地方。', 'Nobody is shown in person: this site has no information on natural persons and no place to keep any.')}</li>
<li>${say(`绝不因${policy.names.points}低而受限制：积分只用于享受优惠，没有积分的人照常享受基本服务。`, 'No low score ever restricts anybody: points only unlock benefits, and everybody keeps the basic service.')} ${policy.benefits[0] ? clauseLink(reading, policy.benefits[0].clause) : ''}</li>
<li>${say('绝不由程序推定失信：不良信息必须有生效文书，事先告知，听取陈述申辩，由人逐件认定。', 'No program ever concludes that somebody is dishonest: adverse information needs an effective decision, prior notice and a hearing, and is determined case by case by people.')}</li>
<li>${say('绝不一个人说了算：报送、审核、认定由三个不同的人办理。', 'Nobody decides alone: report, review and determination are three different officers.')}</li>
<li>${say('绝不只凭名称认定：企业和组织以统一社会信用代码为准。', 'Nobody is identified by name: only the code identifies an organisation.')}</li>
${blocked.map((list) => html`<li>${say(`${list.title}在法律、法规依据登记以前绝不发布。`, `Nothing is published on the ${list.titleEn} before its legal basis is recorded.`)} ${clauseLink(reading, list.clause)}</li>`)}
${policy.relief ? html`<li>${say(`${policy.relief.title}：暂不纳入期间，任何页面、查询、措施都看不到。`, 'What this notice’s cause did to small firms is held back: while it is, no page, query or measure sees it.')} ${clauseLink(reading, policy.relief.clause)}</li>` : ''}
</ul>`;
}

export function repair(reading: Reading, floors: readonly BesideFloor[]): Html {
  const { context, today, say, original } = reading;
  const execution = context.policy.timerOn('repair-execution', today);
  const floor = say('底线', 'The floor');
  const [published, minimum, maximum] = [
    say('是否公示', 'Shown'),
    say('满多久可申请', 'Apply after'),
    say('满多久自动停止', 'Ends by itself after'),
  ];
  const months = (amount: number) =>
    amount === 0 ? say('随时', 'any time') : duration(reading, { amount, unit: 'months' });
  return html`<p>${say('已经纠正失信行为的，可以', 'Whoever has put things right may ')}<a href="/my/">${say('申请信用修复', 'apply for repair')}</a>${say(`：只需提交已履行义务的证明和信用承诺书，不收任何费用。准予修复的，${duration(reading, execution)}内停止公示、停止共享、解除措施、重新计算。`, `: only proof of performance and a letter of commitment are asked for, free of charge. Within ${duration(reading, execution)} of the decision it is no longer shown, shared or acted upon.`)}</p>
<div class="table"><table class="plain"><caption>${say('按失信程度', 'By gravity')}</caption>
<thead><tr><th scope="col">${say('程度', 'Gravity')}</th><th scope="col">${published}</th><th scope="col">${minimum}</th><th scope="col">${maximum}</th><th scope="col">${floor}</th></tr></thead>
<tbody>${context.policy.repair.map((grade, index) => {
    const range = context.policy.repairRangeOn(grade.id, today);
    return html`<tr><th scope="row">${original(grade.title)}</th><td data-label="${published}">${range.published ? say('公示', 'yes') : say('原则上不公示', 'as a rule not')}</td><td data-label="${minimum}">${months(range.minimumMonths)}</td><td data-label="${maximum}">${months(range.maximumMonths)}</td><td data-label="${floor}">${floorsOf(reading, floors, ['repair', index])}</td></tr>`;
  })}</tbody></table></div>
<p><small>${say('依据：', 'Basis: ')}${original(execution.citation)}</small></p>`;
}

function timerTable(reading: Reading, floors: readonly BesideFloor[]): Html {
  const { context, today, say, original } = reading;
  const [length, floor, basis] = [say('期限', 'Length'), say('底线', 'The floor'), say('依据', 'Basis')];
  return html`<div class="table"><table class="plain"><caption>${say('目前适用的期限及其依据', 'Periods in force, and their basis')}</caption>
<thead><tr><th scope="col">${say('事项', 'For')}</th><th scope="col">${length}</th><th scope="col">${floor}</th><th scope="col">${basis}</th></tr></thead>
<tbody>${context.policy.timers.map((timer, index) => {
    const value = context.policy.timerOn(timer.id, today);
    return html`<tr><th scope="row">${original(timer.title)}</th><td data-label="${length}">${duration(reading, value)}</td><td data-label="${floor}">${floorsOf(reading, floors, ['timers', index])}</td><td data-label="${basis}">${original(value.citation)}${value.local ? html` <span class="local">${say('本地确定', 'local choice')}</span>` : ''}${value.notYet ? ` ${say(`尚未施行，自 ${value.from} 起`, `not yet, from ${value.from}`)}` : ''}</td></tr>`;
  })}</tbody></table></div>`;
}

function chapters(clauses: readonly Clause[]): Clause[][] {
  return [...Map.groupBy(clauses, (clause) => localId(clause.id).split('.')[0] ?? '').values()];
}

const clauseBlock = (
  { language, original }: Reading,
  clause: Clause,
): Html => html`<div class="clause-text" id="clause-${localId(clause.id)}">
<h3>${/^\d/.test(localId(clause.id)) ? html`<span class="clause-id">${citedAs(clause.id, language)}</span>` : ''}${original(clause.title)}</h3>
<p>${language === 'en' && clause.en ? clause.en : original(clause.text)}</p></div>`;
