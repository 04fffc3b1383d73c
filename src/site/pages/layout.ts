/** The frame of every page: masthead, navigation, the page itself, and who is responsible for it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Html, html } from '#kernel/markup/html.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { addressIn, type Reading } from './reading.ts';
import { heading, listHeading } from './words.ts';

/** what all pages of the product have in common, then the site's own: later ones overrule earlier ones */
const STYLES = [
  join('..', '..', '..', 'web', 'shared', 'tokens.css'),
  ...['page', 'listing', 'organisation', 'statistics', 'policy', 'wider', 'paper'].map((name) =>
    join('styles', `${name}.css`),
  ),
];
export const STYLE = STYLES.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');
export const STYLE_VERSION = createHash('sha256').update(STYLE).digest('hex').slice(0, 12);

/** A list has a section of its own. */
type ListSection = `list ${ListId}`;

export const sectionOf = (list: ListId): ListSection => `list ${list}`;

export interface Page {
  readonly title: string;
  /** of the navigation; the page it stands under */
  readonly section: 'home' | ListSection | 'search' | 'policy' | 'statistics' | 'data' | 'none';
  /** one sentence for search engines; without it, the site's own */
  readonly description?: string;
  /** answers a wrong address or a refusal: it stands nowhere itself */
  readonly refusal?: true;
  readonly body: Html;
}

const HOME = ['home', '/', '首页', 'Home'] as const;
const SECTIONS = [
  ['search', '/search', '查询', 'Search'],
  ['policy', '/policy', '政策', 'Policy'],
  ['statistics', '/statistics', '统计', 'Statistics'],
  ['data', '/open-data', '数据', 'Open data'],
] as const;

export function renderPage(reading: Reading, page: Page): string {
  const { context, say, to } = reading;
  const { names } = context.policy;
  const siteName = say(names.site, names.siteEn ?? `Public credit of ${names.cityEn}`);
  const name = html`<a href="${to('/')}">${heading(siteName)}</a>`;
  return html`<!doctype html>
<html lang="${say('zh-CN', 'en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="description" content="${page.description ?? say(`${names.city}企业和社会组织的公共信用信息：名单、良好信息、政策说明和开放数据。`, `Public credit information on organisations in ${names.cityEn}: lists, good records, the policy in plain words, open data.`)}">
<title>${page.section === 'home' ? siteName : `${page.title} · ${siteName}`}</title>
<link rel="stylesheet" href="/site.css?v=${STYLE_VERSION}">
<link rel="stylesheet" href="/display.css">
${relations(reading, page)}
</head>
<body>
<a class="skip" href="#content">${say('跳到正文', 'Skip to content')}</a>
${context.demo ? html`<p class="demo" role="note">演示站点：单位、名单和文书均为虚构，与任何城市、单位无关。 <span lang="en">Demonstration with invented data.</span></p>` : ''}
<header class="masthead">
<ul class="aids">
<li>${otherLanguage(reading)}</li>
<li><a href="${to('/display')}">${say('大字、高对比', 'Large type, contrast')}</a></li>
<li><a href="/my/">${say('我的信用', 'My record')}</a></li>
</ul>
${page.section === 'home' ? html`<h1 class="site-name">${name}</h1>` : html`<p class="site-name">${name}</p>`}
<p class="bearer">${say(`${names.creditOffice}主办`, 'Public credit information on organisations')}</p>
<nav aria-label="${say('主导航', 'Main')}"><ul>${sections(reading).map(
    ([section, address, words]) =>
      html`<li><a href="${to(address)}"${section === page.section ? html` aria-current="page"` : ''}>${words}</a></li>`,
  )}</ul></nav>
</header>
<main id="content">
${page.body}
</main>
<footer>
<p>${say(
    `本站只公示企业和社会组织的信用信息，不公示自然人的任何信息。名单由认定部门与${names.creditOffice}会签后发布，到期或依法撤下的即时停止展示。`,
    'This site publishes information on organisations only, and none on natural persons. Lists are signed by the departments that determined the entries; what expires or is withdrawn is gone at once.',
  )}</p>
<p>${say('依据：', 'Basis: ')}${reading.inForce.map(({ document }, index) => html`${index > 0 ? say('；', '; ') : ''}${reading.original(`《${document.title}》（${document.number}）`)}`)}</p>
<p class="printed">${say('本页打印于', 'Printed on ')}${reading.day(reading.today)}${say('，页面地址 ', ' from ')}${canonical(reading)}${say('。此后到期、修复或撤下的内容以网站为准。', '. What has expired, been repaired or withdrawn since is no longer on the site.')}</p>
<ul>
<li><a href="${to('/policy#objection')}">${say('如何提出异议', 'How to object')}</a></li>
<li><a href="${to('/questions')}">${say('常见问题', 'Questions')}</a></li>
<li><a href="${to('/accessibility')}">${say('无障碍说明', 'Accessibility')}</a></li>
<li><a href="${to('/open-data')}">${say('开放数据', 'Open data')}</a></li>
<li><a href="${to('/verify')}">${say('核验报告', 'Check a report')}</a></li>
</ul>
</footer>
</body>
</html>
`.text;
}

function sections(reading: Reading): (readonly [Page['section'], string, string])[] {
  const said = ([section, address, zh, en]: (typeof SECTIONS)[number] | typeof HOME) =>
    [section, address, reading.say(zh, en)] as const;
  const lists = reading.context.policy.lists.map(
    ({ id }) => [sectionOf(id), `/lists/${id}`, listHeading(reading, id)] as const,
  );
  return [said(HOME), ...lists, ...SECTIONS.map(said)];
}

/** What else belongs to the page: its one address, where it has one, and the feeds. */
function relations(reading: Reading, { refusal }: Page): Html {
  const { say } = reading;
  return html`${refusal ? '' : html`<link rel="canonical" href="${canonical(reading)}">`}
<link rel="alternate" type="application/atom+xml" href="/feeds/editions.atom" title="${say('新发布的名单', 'New editions')}">
<link rel="alternate" type="application/atom+xml" href="/feeds/notices.atom" title="${say('正在公示', 'Public notices')}">`;
}

/** One page, one address: without the words of a search and the like, with the number of the page. */
function canonical({ publicUrl, to, address }: Reading): string {
  const [path = '/', query = ''] = address.split('?');
  const page = new URLSearchParams(query).get('page');
  return `${publicUrl}${to(path)}${page === null || page === '1' ? '' : `?page=${page}`}`;
}

function otherLanguage({ language, address }: Reading): Html {
  return language === 'en'
    ? html`<a href="${addressIn('zh', address)}" hreflang="zh-CN" lang="zh-CN">中文</a>`
    : html`<a href="${addressIn('en', address)}" hreflang="en" lang="en">English</a>`;
}
