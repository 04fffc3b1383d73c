/** Does every name a pack uses exist, once, and is every clause of the notice put to use? */
import type { PathStep } from './finding.ts';
import type { Notice } from './notice.ts';
import { REQUIRED_TIMERS } from './policy.ts';
import type { Pack } from './schema.ts';

/** Reports an error at a place in the data. */
export type Report = (path: readonly PathStep[], code: string, zh: string, en: string) => void;

/** Every property called `clause`, wherever it stands. */
export function clauseReferences(
  data: unknown,
  path: readonly PathStep[] = [],
): { path: PathStep[]; clause: string }[] {
  if (Array.isArray(data)) return data.flatMap((item, index) => clauseReferences(item, [...path, index]));
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) =>
    key === 'clause' && typeof value === 'string'
      ? [{ path: [...path, key], clause: value }]
      : clauseReferences(value, [...path, key]),
  );
}

/** Names of clauses the notice lacks; and clauses that nothing in the pack uses though they are not guidance. */
export function checkClauses(pack: Pack, notice: Notice, report: Report): readonly string[] {
  const known = new Set(notice.clauses.map((clause) => clause.id));
  const references = clauseReferences(pack);
  for (const { path, clause } of references) {
    if (!known.has(clause)) {
      report(path, 'clause.unknown', `notice.md 中没有条款“${clause}”`, `notice.md has no clause "${clause}"`);
    }
  }
  const used = new Set(references.map((reference) => reference.clause));
  return notice.clauses.filter((clause) => !clause.guidance && !used.has(clause.id)).map((clause) => clause.id);
}

const WITH_IDS = [
  'functions',
  'departments',
  'zones',
  'catalogue',
  'lists',
  'events',
  'measures',
  'benefits',
  'timers',
  'repair',
  'channels',
  'deliveries',
  'neverCollect',
] as const satisfies readonly (keyof Pack)[];

export function checkIds(pack: Pack, report: Report): void {
  for (const key of WITH_IDS) {
    const items: readonly { readonly id: string }[] = pack[key];
    eachRepeated(
      items,
      (item) => [item.id],
      (index, name) => report([key, index, 'id'], 'id.duplicate', `编号“${name}”重复`, `id "${name}" is used twice`),
    );
  }
  for (const [index, list] of pack.lists.entries()) {
    eachRepeated(
      list.grounds,
      (ground) => [ground.id],
      (ground, name) =>
        report(
          ['lists', index, 'grounds', ground, 'id'],
          'id.duplicate',
          `情形“${name}”重复`,
          `ground "${name}" twice`,
        ),
    );
  }
  for (const list of ['identity', 'authority'] as const)
    eachRepeated(
      pack.counter?.[list] ?? [],
      ({ id }) => [id],
      (index, name) =>
        report(
          ['counter', list, index, 'id'],
          'id.duplicate',
          `证明种类“${name}”重复`,
          `kind of proof "${name}" twice`,
        ),
    );
  checkDepartmentNames(pack, report);
  checkPlaces(pack, report);
}

/** A department is known from its file by any of its names. */
function checkDepartmentNames(pack: Pack, report: Report): void {
  eachRepeated(
    pack.departments,
    (department) => [...new Set([department.name, ...department.aliases])],
    (index, name) =>
      report(
        ['departments', index, 'name'],
        'name.duplicate',
        `名称“${name}”已是另一部门的名称或别名，无法据此认出部门`,
        `"${name}" already names another department`,
      ),
  );
}

/** Division codes, and the tiles of the schematic picture. */
function checkPlaces(pack: Pack, report: Report): void {
  eachRepeated(
    pack.divisions,
    (division) => [division.code],
    (index, code) =>
      report(['divisions', index, 'code'], 'id.duplicate', `区划代码“${code}”重复`, `division ${code} is there twice`),
  );
  eachRepeated(
    [...pack.divisions, ...pack.zones],
    ({ tile }) => (tile ? [`${tile.column}-${tile.row}`] : []),
    (index) => {
      const zone = index - pack.divisions.length;
      report(
        zone < 0 ? ['divisions', index, 'tile'] : ['zones', zone, 'tile'],
        'tile.taken',
        '示意图中的这一格已有另一个区县或功能区',
        'another division or zone has this tile',
      );
    },
  );
}

function eachRepeated<T>(
  items: readonly T[],
  namesOf: (item: T) => readonly string[],
  found: (index: number, name: string) => void,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    for (const name of namesOf(item)) {
      if (seen.has(name)) found(index, name);
      seen.add(name);
    }
  }
}

export function checkDepartments(pack: Pack, report: Report): void {
  const departments = new Map(pack.departments.map((department) => [department.id, department]));
  const functions = new Set(pack.functions.map((item) => item.id));
  const divisions = new Set(pack.divisions.map((division) => division.code));
  const zones = new Set(pack.zones.map((zone) => zone.id));

  for (const [index, department] of pack.departments.entries()) {
    const at = (...steps: PathStep[]) => ['departments', index, ...steps];
    if (department.parent !== undefined) {
      if (!departments.has(department.parent)) unknownDepartment(report, at('parent'), department.parent);
      else if (ancestorsRepeat(department.id, departments)) {
        report(
          at('parent'),
          'department.cycle',
          `“${department.name}”的上级绕回了自己`,
          `"${department.id}" is its own superior`,
        );
      }
    }
    for (const [position, name] of department.functions.entries()) {
      if (!functions.has(name)) unknownFunction(report, at('functions', position), name);
    }
    if (department.division !== undefined && !divisions.has(department.division)) {
      report(
        at('division'),
        'division.unknown',
        `divisions 中没有区划“${department.division}”`,
        `unknown division "${department.division}"`,
      );
    }
    if (department.zone !== undefined && !zones.has(department.zone)) {
      report(at('zone'), 'zone.unknown', `zones 中没有功能区“${department.zone}”`, `unknown zone "${department.zone}"`);
    }
  }
  if (!departments.has(pack.creditOffice)) unknownDepartment(report, ['creditOffice'], pack.creditOffice);
  if (pack.auditOffice !== undefined && !departments.has(pack.auditOffice))
    unknownDepartment(report, ['auditOffice'], pack.auditOffice);
}

function ancestorsRepeat(id: string, departments: ReadonlyMap<string, { parent?: string }>): boolean {
  const seen = new Set<string>();
  for (let current: string | undefined = id; current !== undefined; current = departments.get(current)?.parent) {
    if (seen.has(current)) return true;
    seen.add(current);
  }
  return false;
}

export function checkNames(pack: Pack, report: Report): void {
  const departments = new Set(pack.departments.map((item) => item.id));
  const timers = new Set(pack.timers.map((item) => item.id));
  const events = new Set(pack.events.map((item) => item.id));
  const lists = new Set(pack.lists.map((item) => item.id));
  const kinds = new Set(pack.catalogue.map((item) => item.id));
  const timer = (path: PathStep[], name: string) => {
    if (!timers.has(name)) report(path, 'timer.unknown', `timers 中没有期限“${name}”`, `unknown timer "${name}"`);
  };

  for (const [index, list] of pack.lists.entries()) {
    const at = (...steps: PathStep[]) => ['lists', index, ...steps];
    timer(at('publicNotice'), list.publicNotice);
    if (!events.has(list.gateEvent)) {
      report(
        at('gateEvent'),
        'event.unknown',
        `events 中没有事件“${list.gateEvent}”`,
        `unknown event "${list.gateEvent}"`,
      );
    }
    if (!departments.has(list.signOff.office)) unknownDepartment(report, at('signOff', 'office'), list.signOff.office);
  }
  if (pack.relief) timer(['relief', 'holdMaximum'], pack.relief.holdMaximum);
  for (const name of REQUIRED_TIMERS) {
    if (!timers.has(name)) report(['timers'], 'timer.missing', `缺少期限“${name}”`, `the timer "${name}" is missing`);
  }
  for (const [index, { appliesTo }] of pack.measures.entries()) {
    if ('list' in appliesTo && !lists.has(appliesTo.list)) {
      report(
        ['measures', index, 'appliesTo', 'list'],
        'list.unknown',
        `没有名单“${appliesTo.list}”`,
        `unknown list "${appliesTo.list}"`,
      );
    }
    if ('level' in appliesTo) checkLevelName(pack, ['measures', index, 'appliesTo', 'level'], appliesTo.level, report);
  }
  for (const [index, benefit] of pack.benefits.entries()) {
    checkLevelName(pack, ['benefits', index, 'threshold'], benefit.threshold, report);
  }
  for (const [index, rule] of pack.points.rules.entries()) {
    if (!kinds.has(rule.kind)) {
      report(
        ['points', 'rules', index, 'kind'],
        'points.unknown_kind',
        `目录中没有“${rule.kind}”类信息，不能计分`,
        `the catalogue has no kind "${rule.kind}"`,
      );
    }
  }
}

function checkLevelName(pack: Pack, path: PathStep[], name: string, report: Report): void {
  if (!pack.points.levels.every(({ value }) => value.some((level) => level.id === name))) {
    report(path, 'level.unknown', `没有信用等级“${name}”`, `unknown level "${name}"`);
  }
}

export function unknownDepartment(report: Report, path: PathStep[], name: string): void {
  report(path, 'department.unknown', `departments 中没有部门“${name}”`, `unknown department "${name}"`);
}

export function unknownFunction(report: Report, path: PathStep[], name: string): void {
  report(path, 'function.unknown', `functions 中没有职能“${name}”`, `unknown function "${name}"`);
}
