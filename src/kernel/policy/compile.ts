/**
 * Compiles a pack's files into a `Policy`, or says everything that is wrong with them, each with file, line and column.
 * Checks run in layers: what cannot be read is not checked for meaning, so one mistake does not cause ten findings.
 */
import type { z } from 'zod';
import { belowFloor } from '../floor/fold.ts';
import type { Law } from '../floor/law.ts';
import { floorWords } from '../floor/words.ts';
import { checkCatalogue } from './checks-catalogue.ts';
import { checkClauses, checkDepartments, checkIds, checkNames, type Report } from './checks-references.ts';
import { checkAdverseKinds, checkAdverseLists, checkMeasures, checkScenes } from './checks-restraint.ts';
import { checkDated, checkLevels, checkPatterns, checkPoints, checkRepair } from './checks-values.ts';
import type { PathStep, PolicyFinding } from './finding.ts';
import { type Notice, readNotice } from './notice.ts';
import type { PointsRules } from './points-rules.ts';
import type { Policy } from './policy.ts';
import { qualify } from './qualify.ts';
import { withQuestions } from './questions.ts';
import { refOf } from './refs.ts';
import { type Pack, packSchema } from './schema.ts';
import { type PackSource, type PolicyFile, readSource } from './source.ts';

export type { PolicyFinding } from './finding.ts';
export type { PolicyFile } from './source.ts';

export type CompileResult =
  | { readonly ok: true; readonly policy: Policy; readonly findings: readonly PolicyFinding[] }
  | { readonly ok: false; readonly findings: readonly PolicyFinding[] };

/**
 * `files`: notice.md and every YAML file of the folder; golden cases (`cases/`) are not part of the policy itself.
 * `law`: what no pack goes below (079); what is compiled is the pack's own, and `withFloor` puts the law under it when it runs.
 */
export function compilePolicy(files: readonly PolicyFile[], law: Law): CompileResult {
  const source = readSource(files.filter(({ path }) => /\.ya?ml$/.test(path) && !path.startsWith('cases/')));
  const notice = readNotice(files.find(({ path }) => path === 'notice.md'));
  const shape = source.findings.some((finding) => finding.code === 'yaml.syntax')
    ? undefined
    : packSchema.safeParse(source.data);
  const findings = [...source.findings, ...notice.findings];
  if (shape && !shape.success) findings.push(...shape.error.issues.flatMap((issue) => describe(issue, source)));
  if (shape?.success && notice.clauses.length > 0) findings.push(...checkMeaning(shape.data, { notice, source, law }));

  const sorted = findings.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
  if (!shape?.success || sorted.some((finding) => finding.severity === 'error')) return { ok: false, findings: sorted };
  return { ok: true, policy: build(shape.data, notice, law), findings: sorted };
}

interface Beside {
  readonly notice: Notice;
  readonly source: PackSource;
  readonly law: Law;
}

function checkMeaning(pack: Pack, { notice, source, law }: Beside): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const report: Report = (path, code, zh, en) => findings.push(source.finding('error', path, code, zh, en));
  checkIds(pack, report);
  checkDepartments(pack, report);
  checkCatalogue(pack, report);
  checkNames(pack, report);
  checkDated(pack, report);
  checkLevels(pack, report);
  checkPoints(pack, report);
  checkRepair(pack, report);
  checkPatterns(pack, report);
  checkAdverseKinds(pack, report);
  checkAdverseLists(pack, report);
  checkMeasures(pack, notice, report);
  checkScenes(pack, law, report);
  checkFloor(pack, { notice, source, law }, report);
  for (const clause of checkClauses(pack, notice, report)) {
    findings.push({
      severity: 'error',
      file: 'notice.md',
      line: notice.lineOf(clause),
      column: 1,
      path: clause,
      code: 'clause.unused',
      zh: `条款“${clause}”没有任何规则落实。请在规则中引用它；如果只是对人的要求，在标题后注明“（指引）”`,
      en: `clause "${clause}" is neither used nor marked as guidance`,
    });
  }
  findings.push(...warnings(pack, source));
  return findings;
}

/** Where the pack is below the law: each place and day, with what is wanted and who says so. */
function checkFloor(pack: Pack, { notice, law }: Beside, report: Report): void {
  for (const below of belowFloor(build(pack, notice, law), law)) {
    const { zh, en } = floorWords(below);
    report(below.path, below.found === undefined ? 'floor.missing' : 'floor.below', zh, en);
  }
}

/** Not wrong, but probably not meant. */
function warnings(pack: Pack, source: PackSource): PolicyFinding[] {
  const withRule = new Set(pack.points.rules.map((rule) => rule.kind));
  const used = new Set(pack.departments.flatMap((department) => department.functions));
  return [
    ...pack.catalogue.flatMap((kind, index) =>
      kind.subject === 'person' && !withRule.has(kind.id)
        ? [
            source.finding(
              'warning',
              ['catalogue', index],
              'points.no_rule',
              `“${kind.id}”类信息没有计分规则，不影响积分`,
              `kind "${kind.id}" has no points rule`,
            ),
          ]
        : [],
    ),
    ...pack.functions.flatMap((item, index) =>
      used.has(item.id)
        ? []
        : [
            source.finding(
              'warning',
              ['functions', index],
              'function.unused',
              `没有部门具有职能“${item.id}”`,
              `no department has the function "${item.id}"`,
            ),
          ],
    ),
  ];
}

/** Zod's issues in words for the person who writes packs. */
function describe(issue: z.core.$ZodIssue, source: PackSource): PolicyFinding[] {
  const path = issue.path as PathStep[];
  const found = valueAt(source.data, path);
  const key = path.at(-1) ?? '';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((name) =>
        source.finding('error', [...path, name], 'key.unknown', `不认识的项“${name}”`, `unknown key "${name}"`),
      );
    case 'invalid_union': {
      const named = issue.errors.map((errors) => errors.map((error) => error.message).join('; ')).join(' | ');
      return [source.finding('error', path, 'value.invalid', `“${key}”的写法不在允许的几种之内`, `${key}: ${named}`)];
    }
    default:
      if (found === undefined) {
        return [source.finding('error', path, 'key.missing', `缺少“${key}”`, `"${key}" is missing`)];
      }
      return [
        source.finding(
          'error',
          path,
          'value.invalid',
          `“${key}”的值不合要求：${expectation(issue)}`,
          `${key}: ${issue.message}`,
        ),
      ];
  }
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `应为${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `应为 ${issue.values.map(String).join('、')} 之一`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? '不能为空' : `不得小于 ${issue.minimum}`;
    case 'too_big':
      return `不得大于 ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date' ? '应为 YYYY-MM-DD 形式且确有其日' : `应符合 ${issue.pattern ?? issue.format}`;
    default:
      return issue.message;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: '文字（数字编号请加引号）',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '“键: 值”的形式',
};

function valueAt(data: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === 'object' ? (value as Record<PathStep, unknown>)[step] : undefined,
    data,
  );
}

function build(pack: Pack, notice: Notice, { scenes }: Law): Policy {
  const titles = new Map(scenes.map(({ id, title }) => [id, title]));
  const data = qualify(pack, notice.clauses);
  const measures = data.measures.map((one) => ({ ...one, matters: one.matters.map((id) => titles.get(id) ?? id) }));
  return withQuestions({ ...data, measures, points: buildPoints(pack) });
}

function buildPoints({ id, points, catalogue }: Pack): PointsRules {
  return {
    citation: points.citation,
    scale: points.scale,
    levels: points.levels.map((entry) => ({
      ...entry,
      value: entry.value.map(({ interval, ...level }, rank) => ({ ...level, rank, ...interval })),
    })),
    rules: points.rules.map((rule) => ({
      ...rule,
      kind: refOf(id, rule.kind),
      clause: refOf(id, rule.clause),
      title: catalogue.find((kind) => kind.id === rule.kind)?.plainTitle ?? rule.kind,
    })),
  };
}
