/** The frame of every page: masthead, navigation, the page itself, and who is responsible for it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Html, html } from '#kernel/markup/html.ts';
import type { SiteContext } from '../context.ts';

export const STYLE = readFileSync(join(import.meta.dirname, 'site.css'), 'utf8');
export const STYLE_VERSION = createHash('sha256').update(STYLE).digest('hex').slice(0, 12);

export interface Page {
  readonly title: string;
  /** of the navigation; the page it stands under */
  readonly section: 'home' | 'red' | 'black' | 'search' | 'policy' | 'data' | 'none';
  readonly body: Html;
}

const SECTIONS = [
  ['home', '/', '首页'],
  ['red', '/lists/red', '红榜'],
  ['black', '/lists/black', '黑榜'],
  ['search', '/search', '查询'],
  ['policy', '/policy', '政策说明'],
  ['data', '/open-data', '开放数据'],
] as const;

export function renderPage({ policy, demo }: Pick<SiteContext, 'policy' | 'demo'>, page: Page): string {
  const { names } = policy;
  const heading =
    page.section === 'home'
      ? html`<h1 class="site-name"><a href="/">${names.site}</a></h1>`
      : html`<p class="site-name"><a href="/">${names.site}</a></p>`;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${page.section === 'home' ? names.site : `${page.title} · ${names.site}`}</title>
<link rel="stylesheet" href="/site.css?v=${STYLE_VERSION}">
</head>
<body>
<a class="skip" href="#content">跳到正文</a>
${demo ? html`<p class="demo" role="note">演示站点：单位、名单和文书均为虚构，与任何城市、单位无关。 <span lang="en">Demonstration with invented data.</span></p>` : ''}
<header class="masthead">
${heading}
<p class="bearer">${names.creditOffice}主办 <span lang="en">Public credit lists of organisations, ${names.cityEn}</span></p>
<nav aria-label="主导航"><ul>${SECTIONS.map(
    ([section, address, title]) =>
      html`<li><a href="${address}"${section === page.section ? html` aria-current="page"` : ''}>${title}</a></li>`,
  )}</ul></nav>
</header>
<main id="content">
${page.body}
</main>
<footer>
<p>本站只公示企业和社会组织的信用信息，不公示自然人的任何信息。名单由认定部门与${names.creditOffice}会签后发布，到期或依法撤下的即时停止展示。</p>
<p>对内容有异议，请看<a href="/policy#objection">如何提出异议</a>。依据：《${policy.document.title}》（${policy.document.number}）。</p>
</footer>
</body>
</html>
`.text;
}

/** Works without JavaScript, like everything here: an ordinary form. */
export function searchForm(query = ''): Html {
  return html`<form class="search" action="/search" method="get" role="search">
<label for="q">查询企业或社会组织</label>
<div><input id="q" name="q" type="search" value="${query}" maxlength="100" placeholder="名称，或 18 位统一社会信用代码" autocomplete="off" required>
<button type="submit">查询</button></div>
</form>`;
}
