/** The demo provider's pages: choose who to be, and sign out. Plain HTML, nothing inline (strict CSP). */
import { escapeText } from '#kernel/markup/html.ts';
import type { DemoAccount } from './accounts.ts';

export const CHOOSER_STYLE_PATH = '/idp/choose.css';
/** A file, for what stands in the page itself the browser does not run. */
export const SUBMIT_PATH = '/idp/submit.js';
export const SUBMIT_SCRIPT = 'document.forms[0].submit();\n';

export const CHOOSER_STYLE = `
body { margin: 0; background: #f5f6f8; color: #1f2329; font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
main { max-width: 52rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border: 1px solid #dfe2e8; border-radius: 8px; }
h1 { margin-top: 0; font-size: 1.4rem; }
p { padding: .75rem 1rem; background: #fff7e0; border-left: 4px solid #c77700; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .5rem; text-align: left; border-bottom: 1px solid #eceef2; vertical-align: middle; }
form { margin: 0; }
button { width: 100%; padding: .45rem .75rem; font: inherit; text-align: left; color: #fff; background: #0b5cad; border: 0; border-radius: 6px; cursor: pointer; }
button:hover, button:focus-visible { background: #084883; outline: 3px solid #9cc6f2; }
`;

/** `path`: this page's own; an account's button posts to the account's id below it. */
export function chooserPage(path: string, accounts: readonly DemoAccount[]): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>演示登录</title><link rel="stylesheet" href="${CHOOSER_STYLE_PATH}"></head>
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
  `<tr><td><form method="post" action="${escapeText(path)}/${encodeURIComponent(id)}"><button type="submit">${escapeText(name)}（${escapeText(id)}）</button></form></td><td>${escapeText(purpose)}</td></tr>`;

/** Ends the provider's own session. `form` holds what must be sent back; a browser that one of our systems sent here sends it by itself. */
export function signOutPage(form: string, atOnce: boolean): string {
  const button = '<input type="hidden" name="logout" value="yes"><button type="submit">退出演示登录</button></form>';
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>退出演示登录</title><link rel="stylesheet" href="${CHOOSER_STYLE_PATH}"></head>
<body>
<main>
<h1>退出演示登录</h1>
${form.replace('</form>', button)}
</main>
${atOnce ? `<script src="${SUBMIT_PATH}"></script>` : ''}
</body>
</html>
`;
}
