/** Can every kind of the catalogue be reported, determined and, where it may, nominated for a list? */
import { type Report, unknownFunction } from './checks-references.ts';
import type { PathStep } from './finding.ts';
import { FIELDS_OF } from './row-fields.ts';
import type { Pack } from './schema.ts';

type Kind = Pack['catalogue'][number];
/** The path of something in the kind that is being checked. */
type At = (...steps: PathStep[]) => PathStep[];

export function checkCatalogue(pack: Pack, report: Report): void {
  const functions = functionsOf(pack);
  const grades = pack.repair.map(({ id }) => id);
  const lists = new Map(pack.lists.map((list) => [list.id, list]));
  for (const [index, kind] of pack.catalogue.entries()) {
    const at: At = (...steps) => ['catalogue', index, ...steps];
    checkCompetent(kind, functions, at, report);
    checkReporters(kind, functions, at, report);
    checkFields(kind, pack.fields[kind.subject].required, at, report);
    if (kind.polarity === 'adverse' && !grades.includes(kind.repairGrade ?? '')) {
      report(
        at('repairGrade'),
        'kind.repair_grade',
        `不良信息须写明按哪一等级修复（${grades.join('、')}）`,
        'an adverse kind names one of the repair grades',
      );
    }
    checkGrades(kind, grades, at, report);
    if (kind.nominates) checkNomination(kind, lists.get(kind.nominates.list), at('nominates'), report);
  }
  checkGrounds(pack, report);
}

/** Grades by the kind of decision: of documents the kind names, to grades the city has. */
function checkGrades(kind: Kind, grades: readonly string[], at: At, report: Report): void {
  const documents = kind.decisionTypes.map(({ id }) => id);
  for (const [position, { value }] of (kind.gradeByDecision ?? []).entries()) {
    const path = (document: string) => at('gradeByDecision', position, 'value', document);
    for (const [document, grade] of Object.entries(value)) {
      if (!documents.includes(document))
        report(
          path(document),
          'kind.grade_document',
          `“${document}”不在本类信息的文书种类（decisionTypes）之中，先列明再定等级；现有：${documents.join('、')}`,
          `"${document}" is none of the kind's decision documents: ${documents.join(', ')}`,
        );
      if (!grades.includes(grade))
        report(
          path(document),
          'kind.repair_grade',
          `没有“${grade}”这一等级，可以写：${grades.join('、')}`,
          `no grade "${grade}"; there are ${grades.join(', ')}`,
        );
    }
  }
}

interface Functions {
  readonly known: ReadonlySet<string>;
  /** those that some department has */
  readonly held: ReadonlySet<string>;
  readonly heldByCity: ReadonlySet<string>;
}

function functionsOf({ functions, departments }: Pack): Functions {
  const ofCity = departments.filter(({ level }) => level === 'city' || level === 'department');
  return {
    known: new Set(functions.map((item) => item.id)),
    held: new Set(departments.flatMap((department) => department.functions)),
    heldByCity: new Set(ofCity.flatMap((item) => item.functions)),
  };
}

/** Somebody can determine it, and where others report it, somebody of the city. */
function checkCompetent(kind: Kind, { known, held, heldByCity }: Functions, at: At, report: Report): void {
  for (const [position, name] of kind.competentFunctions.entries()) {
    const path = at('competentFunctions', position);
    if (!known.has(name)) unknownFunction(report, path, name);
    else if (!held.has(name)) {
      report(
        path,
        'function.no_department',
        `没有任何部门具有职能“${name}”，此类信息无人能认定`,
        `no department has the function "${name}"`,
      );
    }
  }
  if (
    kind.competentFunctions.some((name) => held.has(name)) &&
    !kind.competentFunctions.some((name) => heldByCity.has(name))
  ) {
    report(
      at('competentFunctions'),
      'function.no_city_department',
      '没有市级部门具有认定职能，其他部门报来的信息无处可送',
      'no city department is competent',
    );
  }
}

function checkReporters(kind: Kind, { known }: Functions, at: At, report: Report): void {
  if (kind.reporterFunctions === 'any') return;
  for (const [position, name] of kind.reporterFunctions.entries()) {
    if (!known.has(name)) unknownFunction(report, at('reporterFunctions', position), name);
  }
}

/** The form has the fields, and all that the notice demands are among them. */
function checkFields(kind: Kind, demanded: Pack['fields']['person']['required'], at: At, report: Report): void {
  for (const [position, field] of kind.requiredFields.entries()) {
    if (!FIELDS_OF[kind.subject].includes(field)) {
      report(
        at('requiredFields', position),
        'field.not_for_subject',
        `这类主体的报送表没有“${field}”一栏`,
        `"${field}" does not exist for this subject`,
      );
    }
  }
  const lacking = demanded.filter((field) => !kind.requiredFields.includes(field));
  if (lacking.length > 0) {
    report(
      at('requiredFields'),
      'field.missing',
      `缺少通知规定的必填项：${lacking.join('、')}`,
      `fields the notice demands are missing: ${lacking.join(', ')}`,
    );
  }
}

/** Every ground of a list has a kind that nominates for it. */
function checkGrounds(pack: Pack, report: Report): void {
  for (const [index, list] of pack.lists.entries()) {
    for (const [position, ground] of list.grounds.entries()) {
      if (!pack.catalogue.some((kind) => kind.nominates?.list === list.id && kind.nominates.ground === ground.id)) {
        report(
          ['lists', index, 'grounds', position],
          'list.ground_without_kind',
          `情形“${ground.id}”没有对应的目录信息，无从推荐`,
          `no kind nominates for ground "${ground.id}"`,
        );
      }
    }
  }
}

function checkNomination(kind: Kind, list: Pack['lists'][number] | undefined, path: PathStep[], report: Report): void {
  const { list: listId, ground } = kind.nominates ?? { list: '', ground: '' };
  if (!list) {
    report([...path, 'list'], 'list.unknown', `没有名单“${listId}”`, `unknown list "${listId}"`);
    return;
  }
  if (!list.grounds.some((item) => item.id === ground)) {
    report(
      [...path, 'ground'],
      'kind.unknown_ground',
      `名单“${listId}”没有情形“${ground}”`,
      `list "${listId}" has no ground "${ground}"`,
    );
  }
  if (kind.subject !== 'organisation') {
    report(
      path,
      'kind.person_on_list',
      '名单只收社会组织和企业，不收自然人',
      'a list holds organisations, never persons',
    );
  }
  if (kind.polarity !== list.polarity) {
    report(
      path,
      'kind.polarity',
      '良好信息只能进入良好信息的名单，不良信息只能进入不良信息的名单',
      'kind and list differ in polarity',
    );
  }
}
