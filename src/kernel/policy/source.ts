/** The files of a city or of a notice as read: YAML joined by top-level key, with the line and column of every value kept. */
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { type PathStep, type PolicyFinding, pathText } from './finding.ts';
import { CITY_KEYS, NOTICE_KEYS } from './schema.ts';

export interface PolicyFile {
  /** Path inside the city's folder, with `/`. */
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

/** Whose folder it is: some things are the city's to say, others the notice's. */
export type Side = 'city' | 'notice';

export function readSource(side: Side, files: readonly PolicyFile[]): PackSource {
  const data: Record<string, unknown> = {};
  const parts = new Map<string, Part>();
  const findings: PolicyFinding[] = [];
  for (const file of files) {
    const lines = new LineCounter();
    const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
    const part = { file: file.path, document, lines };
    const content = contentOf(part, findings);
    for (const [key, value] of Object.entries(content)) {
      const wrong = wrongKey(side, key, parts.get(key));
      if (wrong) findings.push({ ...placeOf(part, keyPosition(document, key)), path: key, ...wrong });
      else {
        parts.set(key, part);
        data[key] = value;
      }
    }
  }
  const fallback = files[0]?.path ?? `${side}.yaml`;
  return {
    data,
    findings,
    finding(severity, path, code, zh, en) {
      const part = parts.get(String(path[0]));
      const place = part && placeOf(part, nearestPosition(part.document, path));
      return { ...(place ?? { file: fallback, line: 1, column: 1 }), severity, path: pathText(path), code, zh, en };
    },
  };
}

function placeOf({ file, lines }: Part, offset: number) {
  const { line, col } = lines.linePos(offset);
  return { severity: 'error' as const, file, line: line || 1, column: col || 1 };
}

/** What the file says by key; nothing where it cannot be understood, and a finding says why. */
function contentOf(part: Part, findings: PolicyFinding[]): object {
  const { document } = part;
  for (const error of document.errors) {
    findings.push({
      ...placeOf(part, error.pos[0]),
      path: '',
      code: 'yaml.syntax',
      zh: `YAML 写法有误，此处无法读懂（${error.code}）。请检查缩进、冒号、引号和括号是否成对`,
      en: error.message,
    });
  }
  if (document.errors.length > 0) return {};
  const content: unknown = document.toJS();
  if (content !== null && typeof content === 'object' && !Array.isArray(content)) return content;
  findings.push({
    ...placeOf(part, 0),
    path: '',
    code: 'yaml.not_a_mapping',
    zh: '文件最外层应为“键: 值”的形式',
    en: 'the file must be a mapping at its top level',
  });
  return {};
}

/** @param known where the key stands already */
function wrongKey(
  side: Side,
  key: string,
  known: Part | undefined,
): Pick<PolicyFinding, 'code' | 'zh' | 'en'> | undefined {
  const [own, other] = side === 'city' ? [CITY_KEYS, NOTICE_KEYS] : [NOTICE_KEYS, CITY_KEYS];
  if (!own.includes(key)) {
    if (other.includes(key)) return elsewhere(side, key);
    return {
      code: 'key.unknown',
      zh: `不认识的项“${key}”。可用的项：${own.join('、')}`,
      en: `unknown key "${key}"`,
    };
  }
  if (!known) return undefined;
  return {
    code: 'key.twice',
    zh: `“${key}”在 ${known.file} 中已有，每一项只能写在一个文件里`,
    en: `"${key}" already stands in ${known.file}`,
  };
}

function elsewhere(side: Side, key: string): Pick<PolicyFinding, 'code' | 'zh' | 'en'> {
  return side === 'city'
    ? {
        code: 'key.of_notice',
        zh: `“${key}”由各份通知规定，请写在 notices/ 下该通知的文件夹中`,
        en: `"${key}" is for each notice to say: write it in the notice's folder below notices/`,
      }
    : {
        code: 'key.of_city',
        zh: `“${key}”全市只有一份，请写在城市的文件夹中`,
        en: `"${key}" is the city's to say, once: write it in the city's folder`,
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
