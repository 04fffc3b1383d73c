/**
 * What no pack may say, whatever its notice says: the limits that law sets to adverse information, lists and measures.
 */
import type { Law } from '../floor/law.ts';
import type { Report } from './checks-references.ts';
import type { PathStep } from './finding.ts';
import type { Notice } from './notice.ts';
import { ADVERSE_FIELDS } from './row-fields.ts';
import type { Pack } from './schema.ts';

/** An adverse kind stands on a decision with legal force and is determined one case at a time (国办发〔2020〕49号). */
export function checkAdverseKinds(pack: Pack, report: Report): void {
  const ceiling = pack.timers.find((timer) => timer.id === 'adverse-disclosure-maximum');
  for (const [index, kind] of pack.catalogue.entries()) {
    if (kind.polarity !== 'adverse') continue;
    const at = (...steps: PathStep[]) => ['catalogue', index, ...steps];
    if (kind.approval === 'batch') {
      report(
        at('approval'),
        'adverse.batch',
        '不良信息必须逐件认定，不得批量通过（approval 应为 case）',
        'an adverse kind cannot be approved in batches',
      );
    }
    const lacking = ADVERSE_FIELDS.filter((field) => !kind.requiredFields.includes(field));
    if (lacking.length > 0) {
      report(
        at('requiredFields'),
        'adverse.no_decision',
        `不良信息必须载明生效文书和依据，缺少：${lacking.join('、')}`,
        `an adverse kind must require ${lacking.join(', ')}`,
      );
    }
    if (kind.decisionTypes.length === 0) {
      report(
        at(),
        'adverse.no_decision',
        '不良信息须列明可作依据的文书种类（decisionTypes）',
        'an adverse kind must name its decision types',
      );
    }
    if (kind.factBasis !== 'decision-number') {
      report(
        at('factBasis'),
        'adverse.fact_basis',
        '同一文书只能形成一条不良信息（factBasis 应为 decision-number）',
        'an adverse fact is one decision',
      );
    }
    if (kind.reporterFunctions === 'any') {
      report(
        at('reporterFunctions'),
        'adverse.any_reporter',
        '不良信息不得由任意单位报送，请列明职能',
        'adverse information needs named reporters',
      );
    }
    for (const [position, { from, value }] of kind.lifecycle.disclosureMonths.entries()) {
      const limit = ceiling?.value.findLast((entry) => entry.from <= from)?.value;
      const most = limit?.unit === 'years' ? limit.amount * 12 : limit?.unit === 'months' ? limit.amount : undefined;
      if (value === null || (most !== undefined && value > most)) {
        report(
          at('lifecycle', 'disclosureMonths', position, 'value'),
          'adverse.disclosure_too_long',
          `不良信息披露期不得超过 ${most ?? '法定'} 个月`,
          'adverse information is disclosed longer than allowed',
        );
      }
    }
  }
}

/** A list of adverse information needs prior notice, a decision and its own legal basis (`black-list-needs-basis`). */
export function checkAdverseLists(pack: Pack, report: Report): void {
  for (const [index, list] of pack.lists.entries()) {
    if (list.polarity !== 'adverse') continue;
    const { noticeServed, decision, legalBasis } = list.requires;
    if (!noticeServed || !decision || !legalBasis) {
      report(
        ['lists', index, 'requires'],
        'list.adverse_requirements',
        '不良名单必须要求：事先告知（noticeServed）、认定文书（decision）、设列依据（legalBasis）',
        'an adverse list must require notice, decision and legal basis',
      );
    } else if (legalBasis.recorded !== (legalBasis.citation !== null)) {
      report(
        ['lists', index, 'requires', 'legalBasis'],
        'list.legal_basis',
        '设列依据已登记的必须写明出处，未登记的不得写出处',
        'recorded and citation contradict each other',
      );
    } else if (legalBasis.recorded) {
      checkListBasis(pack, index, legalBasis.basis, report);
    }
  }
}

/** What an adverse list rests on is one of the notice's bases, and more than a document (国办发〔2020〕49号). */
function checkListBasis(pack: Pack, index: number, named: string | undefined, report: Report): void {
  const at = ['lists', index, 'requires', 'legalBasis'];
  const basis = pack.bases?.find(({ id }) => id === named);
  if (!basis) {
    report(
      at,
      'list.basis_unknown',
      '已登记的设列依据须在 bases 中列明，并在 basis 写其编号',
      'a recorded legal basis must name one of the bases',
    );
  } else if (basis.kind === 'document') {
    report(
      at,
      'list.basis_document',
      `“${basis.title}”不是法律、法规，不能作为不良名单的设列依据`,
      'an ordinary document cannot carry an adverse list',
    );
  } else if (basis.from === null) {
    report(
      at,
      'list.basis_undated',
      '设列依据须写明自何日起施行（from）',
      'the basis of a list must say from which day',
    );
  }
}

/** Points only unlock; measures stay within the notice (`listed-measures-only`, `points-only-unlock`). */
export function checkMeasures(pack: Pack, notice: Notice, report: Report): void {
  const guidance = new Set(notice.clauses.filter((clause) => clause.guidance).map((clause) => clause.id));
  for (const [index, measure] of pack.measures.entries()) {
    const at = (...steps: PathStep[]) => ['measures', index, ...steps];
    if (guidance.has(measure.clause)) {
      report(
        at('clause'),
        'measure.beyond_notice',
        `条款“${measure.clause}”只是指引，不能据以设定措施`,
        `clause "${measure.clause}" is guidance and founds no measure`,
      );
    }
    if ('level' in measure.appliesTo && measure.polarity === 'restriction') {
      report(
        at('polarity'),
        'measure.points_restrict',
        '信用积分只能用于激励，不得作为限制的依据',
        'points never feed a restriction',
      );
    }
    if ('list' in measure.appliesTo) {
      const name = measure.appliesTo.list;
      const list = pack.lists.find((item) => item.id === name);
      if (list && (list.polarity === 'good') !== (measure.polarity === 'incentive')) {
        report(
          at('polarity'),
          'measure.polarity',
          '良好信息的名单只能激励，不良信息的名单只能限制',
          'measure and list differ in polarity',
        );
      }
    }
    if (measure.until !== undefined && measure.until < measure.from) {
      report(at('until'), 'measure.dates', '措施的终止日早于起始日', 'the measure ends before it begins');
    }
  }
}

/** Matters are scenes of the closed vocabulary: of a free text nobody can say what it would touch. */
export function checkScenes(pack: Pack, { scenes }: Pick<Law, 'scenes'>, report: Report): void {
  const known = scenes.map(({ id }) => id);
  for (const [index, { matters }] of pack.measures.entries()) {
    for (const [position, matter] of matters.entries()) {
      if (known.includes(matter)) continue;
      report(
        ['measures', index, 'matters', position],
        'scene.unknown',
        `没有“${matter}”这一事项，措施只能针对词表（law/cn/scenes.yaml）中的事项：${known.join('、')}`,
        `unknown scene "${matter}"; a measure is about scenes of law/cn/scenes.yaml: ${known.join(', ')}`,
      );
    }
  }
}
