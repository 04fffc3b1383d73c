/** Reads a city's folder, or that of one of its notices, from disk and compiles it. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { withFloor } from '#kernel/floor/fold.ts';
import type { Law } from '#kernel/floor/law.ts';
import { type CompileResult, compileCity, type PolicyFile, type PolicyFinding } from '#kernel/policy/compile.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { together } from '#kernel/policy/together.ts';
import { loadLaw } from './law.ts';

const NOTICES = 'notices';

/**
 * The rules of a city: its own files and those of its notices; `cases/` holds examples, not rules.
 * @param elsewhere folders of notices that stand elsewhere (the demo's, 084); they are read as if they stood in the city's
 */
export async function readPolicyFiles(folder: string, elsewhere: readonly string[] = []): Promise<PolicyFile[]> {
  const { city, only } = placeOf(folder);
  const notices = (await foldersIn(join(city, NOTICES))).filter((name) => only === undefined || name === only);
  const folders = ['', ...notices.map((name) => `${NOTICES}/${name}/`)];
  const paths = await Promise.all(
    folders.map(async (prefix) => (await rulesIn(join(city, prefix))).map((name) => prefix + name)),
  );
  const own = await Promise.all(
    paths.flat().map(async (path) => ({ path, text: await readFile(join(city, path), 'utf8') })),
  );
  return [...own, ...(await Promise.all(elsewhere.map(noticeElsewhere))).flat()];
}

async function noticeElsewhere(folder: string): Promise<PolicyFile[]> {
  const names = await rulesIn(folder);
  return Promise.all(
    names.map(async (name) => ({
      path: `${NOTICES}/${basename(folder)}/${name}`,
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}

/** The folder of one notice names its city too: the notice means nothing without it. */
function placeOf(folder: string): { readonly city: string; readonly only?: string } {
  const here = resolve(folder);
  return basename(dirname(here)) === NOTICES ? { city: dirname(dirname(here)), only: basename(here) } : { city: here };
}

/** Where the paths of findings begin. */
export const cityFolder = (folder: string): string => placeOf(folder).city;

async function rulesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) || name === 'notice.md').sort();
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

export async function compilePolicyFolder(folder: string, elsewhere: readonly string[] = []): Promise<CompileResult> {
  return compileCity(await readPolicyFiles(folder, elsewhere), await loadLaw());
}

/** Differs when one character of the files does. */
export function sourceDigestOf(files: readonly PolicyFile[]): string {
  const digest = createHash('sha256');
  for (const { path, text } of files) digest.update(`${path}\n${Buffer.byteLength(text)}\n`).update(text);
  return digest.digest('hex');
}

/** The pack's files as a whole: their digest, that of what they say, and what the check says of them; a folder that cannot be read is a finding. */
export async function inspectPolicyFolder(folder: string, elsewhere: readonly string[] = []) {
  const read = await readPolicyFiles(folder, elsewhere).catch((error: Error) => error);
  const files = read instanceof Error ? [] : read;
  const compiled = read instanceof Error ? unreadable(folder, read) : compileCity(files, await loadLaw());
  return {
    digest: sourceDigestOf(files),
    compiledDigests: compiled.ok
      ? compiled.policies.map((policy) => ({ notice: policy.id, digest: canonicalDigest(policy) }))
      : [],
    files: files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) })),
    findings: compiled.findings,
  };
}

function unreadable(folder: string, { message }: Error): { ok: false; findings: readonly PolicyFinding[] } {
  const said = { zh: `政策文件夹读不出来：${message}`, en: `The policy folder cannot be read: ${message}` };
  const at = { file: basename(folder), line: 1, column: 1, path: '' };
  return { ok: false, findings: [{ severity: 'error', ...at, code: 'folder.unreadable', ...said }] };
}

export class PolicyInvalid extends Error {
  override readonly name = 'PolicyInvalid';
  readonly findings: readonly PolicyFinding[];

  constructor(folder: string, findings: readonly PolicyFinding[]) {
    const errors = findings.filter((finding) => finding.severity === 'error');
    super([`政策包 ${folder} 有 ${errors.length} 处错误：`, ...errors.map(findingLine)].join('\n'));
    this.findings = findings;
  }
}

/**
 * Every notice of the folder as it is written, in the order they took effect: what is enacted, and what digests are of.
 * @throws PolicyInvalid naming every error with file, line and column
 * @throws the file system's error when the folder cannot be read
 */
export async function loadWritten(
  folder: string,
  elsewhere: readonly string[] = [],
): Promise<readonly [Policy, ...Policy[]]> {
  const result = await compilePolicyFolder(folder, elsewhere);
  const [first, ...more] = result.ok ? result.policies : [];
  if (!first) throw new PolicyInvalid(folder, result.findings);
  return [first, ...more];
}

/** All that a city says, its notices together. @throws as `loadPolicies` */
export const loadCity = async (folder: string): Promise<Policy> => together(await loadPolicies(folder));

/**
 * For a start: a folder that is only below the law says what it says. Where something is enacted already that runs, with the law under it:
 * law that changes does not bring a city to a standstill. Enacting refuses it (079).
 * @throws PolicyInvalid for everything else that is wrong
 */
export function loadForStart(folder: string, files: readonly PolicyFile[], law: Law): readonly [Policy, ...Policy[]] {
  const held = compileCity(files, law);
  const onlyBelow = held.findings.every(({ severity, code }) => severity !== 'error' || code.startsWith('floor.'));
  const result = !held.ok && onlyBelow ? compileCity(files, { ...law, rules: [] }) : held;
  const [first, ...more] = result.ok ? result.policies : [];
  if (!first) throw new PolicyInvalid(folder, held.findings);
  return [first, ...more];
}

/** As `loadWritten`, with the law's floor under each: what anything runs by. */
export async function loadPolicies(
  folder: string,
  elsewhere: readonly string[] = [],
): Promise<readonly [Policy, ...Policy[]]> {
  const law = await loadLaw();
  const [first, ...more] = (await loadWritten(folder, elsewhere)).map((policy) => withFloor(policy, law).policy);
  return [first!, ...more];
}

/** The first notice of a city, or the one whose folder is named. @throws as `loadWritten` */
export async function loadPolicy(folder: string): Promise<Policy> {
  const [first] = await loadPolicies(folder);
  return first;
}

/** `file:line:column 级别 信息`, which editors turn into links. */
export function findingLine(finding: PolicyFinding): string {
  const severity = finding.severity === 'error' ? '错误' : '提醒';
  return `${finding.file}:${finding.line}:${finding.column} ${severity} ${finding.zh} [${finding.code}]`;
}
