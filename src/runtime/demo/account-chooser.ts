/** The demo provider's one page: choose who to be. Plain HTML, no script, no inline style (strict CSP). */
import { escapeHtml } from '../http/problem-page.ts';
import type { DemoAccount } from './accounts.ts';

/** `path`: this page's own; an account's button posts to the account's id below it. */
export function chooserPage(path: string, accounts: readonly DemoAccount[]): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>演示登录</title></head>
<body>
<main>
<h1>演示登录</h1>
<p><strong>仅供演示：</strong>此页代替城市的统一身份认证，不设口令，任何人都可以选任何账号。人员均为虚构。正式运行时不存在此页。</p>
<table>
<thead><tr><th scope="col">账号</th><th scope="col">用途</th></tr></thead>
<tbody>
${accounts.map((account) => row(path, account)).join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`;
}

const row = (path: string, { id, name, purpose }: DemoAccount) =>
  `<tr><td><form method="post" action="${escapeHtml(path)}/${encodeURIComponent(id)}"><button type="submit">${escapeHtml(name)}（${escapeHtml(id)}）</button></form></td><td>${escapeHtml(purpose)}</td></tr>`;
