/** Reads a policy pack's folder from disk and compiles it. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { withFloor } from '#kernel/floor/fold.ts';
import { type CompileResult, compilePolicy, type PolicyFile, type PolicyFinding } from '#kernel/policy/compile.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { loadLaw } from './law.ts';

/** The folder's own files; `cases/` holds examples, not rules. */
export async function readPolicyFiles(folder: string): Promise<PolicyFile[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) || name === 'notice.md').sort();
  return Promise.all(names.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })));
}

export async function compilePolicyFolder(folder: string): Promise<CompileResult> {
  return compilePolicy(await readPolicyFiles(folder), await loadLaw());
}

/** The pack's files as a whole: a digest that differs when one character differs, that of what they say, and what the check says of them. */
export async function inspectPolicyFolder(folder: string) {
  const files = await readPolicyFiles(folder);
  const digest = createHash('sha256');
  for (const { path, text } of files) digest.update(`${path}\n${Buffer.byteLength(text)}\n`).update(text);
  const compiled = compilePolicy(files, await loadLaw());
  return {
    digest: digest.digest('hex'),
    compiledDigest: compiled.ok ? canonicalDigest(compiled.policy) : null,
    files: files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) })),
    findings: compiled.findings,
  };
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
 * The pack as it is written: what is enacted, and what digests are of.
 * @throws PolicyInvalid naming every error with file, line and column
 * @throws the file system's error when the folder cannot be read
 */
export async function loadWritten(folder: string): Promise<Policy> {
  const result = await compilePolicyFolder(folder);
  if (!result.ok) throw new PolicyInvalid(folder, result.findings);
  return result.policy;
}

/** As `loadWritten`, with the law's floor under it: what anything runs by. */
export async function loadPolicy(folder: string): Promise<Policy> {
  return withFloor(await loadWritten(folder), await loadLaw()).policy;
}

/** `file:line:column 级别 信息`, which editors turn into links. */
export function findingLine(finding: PolicyFinding): string {
  const severity = finding.severity === 'error' ? '错误' : '提醒';
  return `${finding.file}:${finding.line}:${finding.column} ${severity} ${finding.zh} [${finding.code}]`;
}
