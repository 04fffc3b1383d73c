/** A refusal as a page: for a person who followed a link. Needs no script and no style sheet. */
import { html } from '#kernel/markup/html.ts';
import type { ProblemDocument } from '#kernel/refusal/problem.ts';

export function problemPage(problem: ProblemDocument): string {
  const lines = [problem.detail, problem.remedy].filter((line): line is string => Boolean(line));
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${problem.title}</title></head>
<body>
<main>
<h1>${problem.title}</h1>
${lines.map(
  (line) => html`<p>${line}</p>
`,
)}
<p><small>错误代码 ${problem.code}，编号 ${String(problem['instance'] ?? '')}</small></p>
<p><a href="/">返回首页</a></p>
</main>
</body>
</html>
`.text;
}
