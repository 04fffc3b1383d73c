/** A refusal as a page: for a person who followed a link. Needs no script and no style sheet. */
import type { ProblemDocument } from '#kernel/problems.ts';

export function problemPage(problem: ProblemDocument): string {
  const lines = [problem.detail, problem.remedy].filter((line): line is string => Boolean(line));
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(problem.title)}</title></head>
<body>
<main>
<h1>${escapeHtml(problem.title)}</h1>
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<p><small>错误代码 ${escapeHtml(problem.code)}，编号 ${escapeHtml(String(problem['instance'] ?? ''))}</small></p>
<p><a href="/">返回首页</a></p>
</main>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
