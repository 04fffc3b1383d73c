/** Turns checked pack data into the functions of `PolicyQuestions`: indexes built once, plain look-ups afterwards. */
import type { LocalDate } from '#kernel/time/local-date.ts';
import { entryOrNotYet } from './dated.ts';
import { basisGap } from './list-basis.ts';
import { levelOf, levelsOn } from './points-engine.ts';
import type { Department, DepartmentId, LevelId, Policy, PolicyData, PolicyQuestions, Timer } from './policy.ts';
import { type KindRef, localId, noticeOfRef } from './refs.ts';

/** @param notices what the data is made of, where that is more than one */
export function withQuestions(data: PolicyData, notices?: readonly Policy[]): Policy {
  return {
    ...data,
    ...lookUps(data),
    ...competences(data),
    ...valuesOn(data),
    ...consequences(data),
    // of whoever is asked: a policy made of this one by changing a value is a notice of its own
    notices() {
      return notices ?? [this];
    },
    noticeOf(ref) {
      const id = ref.includes('/') ? noticeOfRef(ref) : ref;
      return present(
        this.notices().find((one) => one.id === id),
        'notice',
        id,
      );
    },
  };
}

type LookUps = Pick<
  PolicyQuestions,
  | 'clause'
  | 'findKind'
  | 'kind'
  | 'kindsFor'
  | 'findDepartment'
  | 'department'
  | 'findDepartmentByName'
  | 'findZoneByName'
  | 'findList'
  | 'list'
  | 'event'
>;

/** By id or name. */
function lookUps(data: PolicyData): LookUps {
  const clauses = byId(data.clauses);
  const kinds = byId(data.catalogue);
  const departments = byId(data.departments);
  const lists = byId(data.lists);
  const events = byId(data.events);
  const departmentNames = byName(data.departments);
  const zoneNames = byName(data.zones);
  return {
    clause: (id) => present(clauses.get(id), 'clause', id),
    findKind: (id) => kinds.get(id),
    kind: (id) => present(kinds.get(id), 'kind', id),
    kindsFor: (subject, polarity) =>
      data.catalogue.filter((item) => item.subject === subject && (!polarity || item.polarity === polarity)),
    findDepartment: (id) => departments.get(id),
    department: (id) => present(departments.get(id), 'department', id),
    findDepartmentByName: (name) => departmentNames.get(plainName(name)),
    findZoneByName: (name) => zoneNames.get(plainName(name)),
    findList: (id) => lists.get(id),
    list: (id) => present(lists.get(id), 'list', id),
    event: (id) => present(events.get(id), 'event', id),
  };
}

type Competences = Pick<PolicyQuestions, 'departmentsUnder' | 'mayReport' | 'competentDepartmentFor' | 'mayDetermine'>;

/** Who may report and determine what, and who stands above whom. */
function competences(data: PolicyData): Competences {
  const kinds = byId(data.catalogue);
  const departments = byId(data.departments);
  const kind = (id: KindRef) => present(kinds.get(id), 'kind', id);
  const department = (id: DepartmentId) => present(departments.get(id), 'department', id);

  function ancestorsAndSelf(id: DepartmentId): Department[] {
    const chain: Department[] = [];
    for (let at: Department | undefined = department(id); at; at = at.parent ? departments.get(at.parent) : undefined) {
      chain.push(at);
    }
    return chain;
  }

  return {
    departmentsUnder: (id) => {
      department(id);
      return data.departments
        .filter((item) => ancestorsAndSelf(item.id).some((ancestor) => ancestor.id === id))
        .map((item) => item.id);
    },
    mayReport: (kindId, id) => {
      const { reporterFunctions } = kind(kindId);
      const reporter = department(id);
      return reporterFunctions === 'any' || hasAny(reporter, reporterFunctions);
    },
    competentDepartmentFor: (kindId, reporter) => {
      const { competentFunctions } = kind(kindId);
      const near = ancestorsAndSelf(reporter).find((item) => hasAny(item, competentFunctions));
      return (near ?? cityDepartmentFor(data, kindId, competentFunctions)).id;
    },
    mayDetermine: (kindId, id) => hasAny(department(id), kind(kindId).competentFunctions),
  };
}

/** The first function that a department of the city has decides. */
function cityDepartmentFor(data: PolicyData, kindId: KindRef, functions: readonly string[]): Department {
  const city = data.departments.filter((item) => item.level === 'city' || item.level === 'department');
  for (const name of functions) {
    const found = city.find((item) => item.functions.includes(name));
    if (found) return found;
  }
  throw new RangeError(`no city department is competent for kind ${kindId}`);
}

/** What is in force on a day. */
function valuesOn(data: PolicyData): Pick<PolicyQuestions, 'timerOn' | 'repairRangeOn' | 'level' | 'levelById'> {
  // by its own id; by the name every notice gives it, of the first notice
  const named = data.timers.toReversed().map((timer) => [localId(timer.id), timer] as const);
  const timers = new Map<string, Timer>([...named, ...data.timers.map((timer) => [timer.id, timer] as const)]);
  const repair = byId(data.repair);
  return {
    timerOn: (id, on) => {
      const { value, citation, local, from, notYet } = entryOrNotYet(present(timers.get(id), 'timer', id).value, on);
      return { ...value, citation, local: local === true, from, notYet };
    },
    repairRangeOn: (grade, on) => entryOrNotYet(present(repair.get(grade), 'repair grade', grade).range, on).value,
    level: (total, on) => levelOf(data.points, total, on),
    levelById: (id, on) => present(byId(levelsOn(data.points, on)).get(id), 'level', id),
  };
}

/** What follows from standing on a list or at a level. */
function consequences(data: PolicyData): Pick<PolicyQuestions, 'measuresFor' | 'benefitsFor'> {
  const lists = byId(data.lists);
  return {
    measuresFor: ({ list, level }, on) =>
      data.measures.filter((measure) => {
        if (measure.from > on || (measure.until !== undefined && measure.until < on)) return false;
        if ('level' in measure.appliesTo) return reaches(data, level, measure.appliesTo.level, on);
        if (measure.appliesTo.list !== list) return false;
        // An adverse list without a recorded legal basis cannot be published, so nothing can hang on it either; nor after its end.
        const found = lists.get(list);
        return found === undefined || basisGap(found, on) === null;
      }),
    benefitsFor: (level, on) =>
      on < data.effectiveFrom ? [] : data.benefits.filter((benefit) => reaches(data, level, benefit.threshold, on)),
  };
}

function reaches(data: PolicyData, level: LevelId | undefined, threshold: LevelId, on: LocalDate): boolean {
  if (level === undefined) return false;
  const levels = byId(levelsOn(data.points, on));
  return present(levels.get(level), 'level', level).rank >= present(levels.get(threshold), 'level', threshold).rank;
}

function hasAny(department: Department, functions: readonly string[]): boolean {
  return functions.some((name) => department.functions.includes(name));
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function byName<T extends { readonly name: string; readonly aliases: readonly string[] }>(
  items: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(items.flatMap((item) => [item.name, ...item.aliases].map((name) => [plainName(name), item] as const)));
}

function present<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) throw new RangeError(`the policy pack has no ${what} "${id}"`);
  return value;
}

/** Names are compared without spaces and with full-width letters and brackets folded to half-width. */
function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s+/g, '');
}
