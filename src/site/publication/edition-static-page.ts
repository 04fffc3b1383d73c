/** One edition as a page that needs nothing but itself: no site, no style sheet beside it, no script. */
import type { EditionDocument } from '#contracts/site.ts';
import { day, html } from '#kernel/markup/html.ts';
import type { SiteContext } from '../context.ts';

// no character of it needs escaping, so the escaping tag leaves it as it is
const STYLE_TEXT = `body{margin:2rem auto;max-width:64rem;padding:0 1rem;font:16px/1.7 serif;color:#1c1c1c}
h1{font-size:1.6rem;line-height:1.3}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid #ccc}
caption{text-align:left;padding:.5rem 0}code{word-break:break-all}.mark{color:#8a1c1c}.superseded{border:2px solid #555;background:#e8e8e8;padding:.5rem 1rem;font-weight:700}@media print{body{margin:0}}`;

/** @param listTitle what people call the list */
export function editionPage(
  { policy, demo }: Pick<SiteContext, 'policy' | 'demo'>,
  edition: EditionDocument,
  asOf: string,
  listTitle: string,
): string {
  const { manifest } = edition;
  const objections = new Set(edition.objections);
  const { supersededBy } = edition;
  const title = `${manifest.title}第${manifest.number}期${supersededBy === null ? '' : `（已由第${supersededBy}期取代）`}`;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE_TEXT}</style>
</head>
<body>
<main>
${demo ? html`<p>演示：单位、名单和文书均为虚构。</p>` : ''}
${supersededBy === null ? '' : html`<p class="superseded">本期是旧期，已由第${supersededBy}期取代，不能用来说明谁现在在榜。</p>`}
<h1>${title}（${listTitle}）</h1>
<p>${policy.names.creditOffice}，${day(manifest.publishedOn)}发布，公示期${day(manifest.noticeFrom)}至${day(manifest.noticeUntil)}。会签：${manifest.signedBy.map(({ department }) => department).join('、')}。</p>
<p>截至${day(asOf)}共 ${manifest.entries.length} 家${edition.withdrawn > 0 ? `，另有 ${edition.withdrawn} 家已到期、撤下或者不再列入，不再列出` : ''}。是否仍然有效，以网站为准。</p>
<p>发布时的内容摘要（SHA-256）<code>${edition.digest}</code></p>
<table>
<caption>名单</caption>
<thead><tr><th scope="col">序号</th><th scope="col">名称</th><th scope="col">统一社会信用代码</th><th scope="col">列入理由</th><th scope="col">具体事项</th><th scope="col">认定部门</th><th scope="col">认定日期</th><th scope="col">有效期至</th></tr></thead>
<tbody>${manifest.entries.map(
    (entry, index) => html`
<tr><td>${index + 1}</td><th scope="row"><bdi>${entry.name}</bdi>${objections.has(entry.entryId) ? html` <span class="mark">异议处理中</span>` : ''}</th><td>${entry.uscc}</td><td>${entry.groundTitle}</td><td><bdi>${entry.matter}</bdi></td><td>${entry.department}</td><td>${entry.determinedOn}</td><td>${entry.validUntil ?? '长期'}</td></tr>`,
  )}</tbody>
</table>
</main>
</body>
</html>
`.text;
}
