/**
 * Compiles the files of a city and its notices into a `Policy` for each notice, or says everything that is wrong with them, each with file, line and column.
 * Checks run in layers: what cannot be read is not checked for meaning, so one mistake does not cause ten findings.
 */
import type { z } from 'zod';
import { belowFloor } from '../floor/fold.ts';
import type { Law } from '../floor/law.ts';
import { floorWords } from '../floor/words.ts';
import { checkAcross } from './checks-across.ts';
import { checkCatalogue } from './checks-catalogue.ts';
import { checkClauses, checkDepartments, checkIds, checkNames, type Report } from './checks-references.ts';
import { checkAdverseKinds, checkAdverseLists, checkMeasures, checkScenes } from './checks-restraint.ts';
import { checkDated, checkLevels, checkPatterns, checkPoints, checkRepair } from './checks-values.ts';
import type { PathStep, PolicyFinding } from './finding.ts';
import { type Joined, join } from './joined.ts';
import { type Notice, readNotice } from './notice.ts';
import type { PointsRules } from './points-rules.ts';
import type { Policy } from './policy.ts';
import { qualify } from './qualify.ts';
import { withQuestions } from './questions.ts';
import { refOf } from './refs.ts';
import { citySchema, noticeSchema, type Pack } from './schema.ts';
import { type PackSource, type PolicyFile, readSource } from './source.ts';

export type { PolicyFinding } from './finding.ts';
export type { PolicyFile } from './source.ts';

/** A city with its notices, in the order they took effect; each policy is whole in itself. */
export type CompileResult =
  | { readonly ok: true; readonly policies: readonly Policy[]; readonly findings: readonly PolicyFinding[] }
  | { readonly ok: false; readonly findings: readonly PolicyFinding[] };

const NOTICE_FILE = /^notices\/([^/]+)\/[^/]+$/;
const YAML = /\.ya?ml$/;

/**
 * `files`: the YAML files of the city's folder, and of every folder below `notices/` its YAML files and `notice.md`; golden cases
 * (`cases/`) are not part of the policy itself. `law`: what no city and no notice goes below (079); what is compiled is their own, and
 * `withFloor` puts the law under it when it runs.
 */
export function compileCity(files: readonly PolicyFile[], law: Law): CompileResult {
  const city = parsed(
    readSource(
      'city',
      files.filter(({ path }) => YAML.test(path) && !path.includes('/')),
    ),
    citySchema,
  );
  const folders = [...new Set(files.flatMap(({ path }) => NOTICE_FILE.exec(path)?.[1] ?? []))].sort();
  const notices = folders.map((folder) => readParts(folder, files));
  const findings = [...city.findings, ...notices.flatMap((notice) => notice.findings)];
  if (folders.length === 0)
    findings.push(
      city.source.finding('error', [], 'notices.none', 'notices/ 中没有通知', 'there is no notice below notices/'),
    );
  const joined = notices.flatMap((notice) =>
    city.data && notice.data && notice.words.clauses.length > 0
      ? [{ ...join({ ...city, data: city.data }, { ...notice, data: notice.data }), words: notice.words }]
      : [],
  );
  for (const one of joined) findings.push(...one.findings, ...checkMeaning(one, law));
  findings.push(...checkAcross(joined));

  const sorted = once(findings).sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
  if (!city.data || joined.length < folders.length || sorted.some((finding) => finding.severity === 'error'))
    return { ok: false, findings: sorted };
  const policies = joined.map(({ pack, words }) => build(pack, words, law));
  return {
    ok: true,
    policies: policies.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)),
    findings: sorted,
  };
}

function readParts(folder: string, files: readonly PolicyFile[]) {
  const path = `notices/${folder}/notice.md`;
  const own = files.filter((file) => NOTICE_FILE.exec(file.path)?.[1] === folder);
  const words = readNotice(
    path,
    own.find((file) => file.path === path),
  );
  const read = parsed(
    readSource(
      'notice',
      own.filter((file) => YAML.test(file.path)),
    ),
    noticeSchema,
  );
  const findings = [...read.findings, ...words.findings];
  if (read.data && read.data.id !== folder) {
    const zh = `通知的编号“${read.data.id}”应与它的文件夹名“${folder}”相同`;
    findings.push(
      read.source.finding(
        'error',
        ['id'],
        'notice.folder',
        zh,
        `the folder of "${read.data.id}" is called "${folder}"`,
      ),
    );
  }
  return { ...read, words, findings };
}

/** What the files say, where they can be read and have the shape; else what is wrong with them. */
function parsed<T>(source: PackSource, schema: z.ZodType<T>) {
  const readable = !source.findings.some((finding) => finding.code === 'yaml.syntax');
  const shape = readable ? schema.safeParse(source.data) : undefined;
  const wrong = shape?.success === false ? shape.error.issues.flatMap((issue) => describe(issue, source)) : [];
  return { source, data: shape?.success ? shape.data : undefined, findings: [...source.findings, ...wrong] };
}

/** What is the city's is looked at beside each of its notices, and told once. */
function once(findings: readonly PolicyFinding[]): PolicyFinding[] {
  const told = (one: PolicyFinding) => `${one.file}:${one.line}:${one.column} ${one.path} ${one.code} ${one.zh}`;
  return [...new Map(findings.map((one) => [told(one), one])).values()];
}

type Whole = Joined & { readonly words: Notice };

function checkMeaning({ pack, words: notice, finding }: Whole, law: Law): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const report: Report = (path, code, zh, en) => findings.push(finding('error', path, code, zh, en));
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
  checkFloor(build(pack, notice, law), law, report);
  for (const clause of checkClauses(pack, notice, report)) {
    findings.push({
      severity: 'error',
      file: notice.path,
      line: notice.lineOf(clause),
      column: 1,
      path: clause,
      code: 'clause.unused',
      zh: `条款“${clause}”没有任何规则落实。请在规则中引用它；如果只是对人的要求，在标题后注明“（指引）”`,
      en: `clause "${clause}" is neither used nor marked as guidance`,
    });
  }
  findings.push(...warnings(pack, finding));
  return findings;
}

/** Where the city or the notice is below the law: each place and day, with what is wanted and who says so. */
function checkFloor(compiled: Policy, law: Law, report: Report): void {
  for (const below of belowFloor(compiled, law)) {
    const { zh, en } = floorWords(below);
    report(below.path, below.found === undefined ? 'floor.missing' : 'floor.below', zh, en);
  }
}

/** Not wrong, but probably not meant. */
function warnings(pack: Pack, finding: PackSource['finding']): PolicyFinding[] {
  const withRule = new Set(pack.points.rules.map((rule) => rule.kind));
  const used = new Set(pack.departments.flatMap((department) => department.functions));
  return [
    ...pack.catalogue.flatMap((kind, index) =>
      kind.subject === 'person' && !withRule.has(kind.id)
        ? [
            finding(
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
            finding(
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
    ...(points.goodCap ? { noticeCaps: [{ notice: id, goodCap: points.goodCap }] } : {}),
  };
}
