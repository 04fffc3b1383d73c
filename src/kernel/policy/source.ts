/** The files of a pack as read: YAML joined by top-level key, with the line and column of every value kept. */
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { type PathStep, type PolicyFinding, pathText } from './finding.ts';
import { PACK_KEYS } from './schema.ts';

export interface PolicyFile {
  /** Path inside the pack's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

interface Part {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

export interface PackSource {
  /** The joined data, not checked yet. */
  readonly data: Record<string, unknown>;
  readonly findings: readonly PolicyFinding[];
  /** Makes a finding that points at the value under `path`, or at the nearest thing around it that exists. */
  finding(
    severity: PolicyFinding['severity'],
    path: readonly PathStep[],
    code: string,
    zh: string,
    en: string,
  ): PolicyFinding;
}

export function readSource(files: readonly PolicyFile[]): PackSource {
  const data: Record<string, unknown> = {};
  const parts = new Map<string, Part>();
  const findings: PolicyFinding[] = [];

  for (const file of files) {
    const lines = new LineCounter();
    const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
    const at = (offset: number) => {
      const { line, col } = lines.linePos(offset);
      return { severity: 'error' as const, file: file.path, line: line || 1, column: col || 1 };
    };
    for (const error of document.errors) {
      findings.push({
        ...at(error.pos[0]),
        path: '',
        code: 'yaml.syntax',
        zh: `YAML 写法有误，此处无法读懂（${error.code}）。请检查缩进、冒号、引号和括号是否成对`,
        en: error.message,
      });
    }
    if (document.errors.length > 0) continue;

    const content: unknown = document.toJS();
    if (content === null || typeof content !== 'object' || Array.isArray(content)) {
      findings.push({
        ...at(0),
        path: '',
        code: 'yaml.not_a_mapping',
        zh: '文件最外层应为“键: 值”的形式',
        en: 'the file must be a mapping at its top level',
      });
      continue;
    }
    for (const [key, value] of Object.entries(content)) {
      const keyOffset = keyPosition(document, key);
      if (!PACK_KEYS.includes(key)) {
        findings.push({
          ...at(keyOffset),
          path: key,
          code: 'key.unknown',
          zh: `不认识的项“${key}”。可用的项：${PACK_KEYS.join('、')}`,
          en: `unknown key "${key}"`,
        });
      } else if (parts.has(key)) {
        findings.push({
          ...at(keyOffset),
          path: key,
          code: 'key.twice',
          zh: `“${key}”在 ${parts.get(key)?.file} 中已有，每一项只能写在一个文件里`,
          en: `"${key}" already stands in ${parts.get(key)?.file}`,
        });
      } else {
        parts.set(key, { file: file.path, document, lines });
        data[key] = value;
      }
    }
  }

  const fallback = files[0]?.path ?? 'policy.yaml';
  return {
    data,
    findings,
    finding(severity, path, code, zh, en) {
      const part = parts.get(String(path[0]));
      const position = part ? part.lines.linePos(nearestPosition(part.document, path)) : { line: 1, col: 1 };
      return {
        severity,
        file: part?.file ?? fallback,
        line: position.line || 1,
        column: position.col || 1,
        path: pathText(path),
        code,
        zh,
        en,
      };
    },
  };
}

function keyPosition(document: Document, key: string): number {
  const map = document.contents;
  if (!isMap(map)) return 0;
  const node = map.items.map((item) => item.key).find((item) => isNode(item) && String(item) === key);
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function nearestPosition(document: Document, path: readonly PathStep[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
