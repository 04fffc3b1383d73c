/**
 * Reads `notice.md`: one heading `## 3.2 短标题` per clause, the clause in our own words below it.
 * `（指引）` at the end of a heading marks guidance; a paragraph that starts with `EN:` is the English wording.
 */
import type { PolicyFinding } from './finding.ts';
import type { LocalClause } from './qualify.ts';
import type { PolicyFile } from './source.ts';

const HEADING = /^##\s+(\S+)\s*(.*)$/;
const GUIDANCE = /[（(]指引[)）]\s*$/;

export interface Notice {
  readonly path: string;
  readonly clauses: readonly LocalClause[];
  readonly findings: readonly PolicyFinding[];
  lineOf(clause: string): number;
}

/** @param path where it ought to be */
export function readNotice(path: string, file: PolicyFile | undefined): Notice {
  if (!file) {
    return {
      path,
      clauses: [],
      lineOf: () => 1,
      findings: [noticeFinding(path, 1, 'notice.missing', '缺少 notice.md（逐条转述通知）', 'notice.md is missing')],
    };
  }
  const findings: PolicyFinding[] = [];
  const lines = new Map<string, number>();
  const drafts: { id: string; title: string; guidance: boolean; body: string[] }[] = [];

  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    const heading = HEADING.exec(line);
    if (!heading) {
      drafts.at(-1)?.body.push(line);
      continue;
    }
    const [, id = '', title = ''] = heading;
    if (lines.has(id)) {
      findings.push(
        noticeFinding(file.path, index + 1, 'id.duplicate', `条款“${id}”写了两次`, `clause "${id}" stands twice`),
      );
    }
    lines.set(id, index + 1);
    drafts.push({ id, title: title.replace(GUIDANCE, '').trimEnd(), guidance: GUIDANCE.test(title), body: [] });
  }

  const clauses = drafts.map(({ id, title, guidance, body }): LocalClause => {
    const paragraphs = body
      .join('\n')
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== '');
    const english = paragraphs.find((paragraph) => paragraph.startsWith('EN:'));
    const chinese = paragraphs.filter((paragraph) => paragraph !== english).join('\n');
    if (chinese === '') {
      findings.push(
        noticeFinding(
          file.path,
          lines.get(id) ?? 1,
          'clause.empty',
          `条款“${id}”没有内容`,
          `clause "${id}" has no wording`,
        ),
      );
    }
    return { id, title, text: chinese, guidance, ...(english ? { en: english.slice(3).trim() } : {}) };
  });
  return { path, clauses, findings, lineOf: (clause) => lines.get(clause) ?? 1 };
}

function noticeFinding(file: string, line: number, code: string, zh: string, en: string): PolicyFinding {
  return { severity: 'error', file, line, column: 1, path: '', code, zh, en };
}
