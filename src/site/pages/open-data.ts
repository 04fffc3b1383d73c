/** Open data, explained: what there is, under which licence and duties, how programs read it, learn of changes and check what is signed. */
import { DATASETS, FILE_FORMATS } from '#contracts/vocabulary.ts';
import { type Html, html } from '#kernel/markup/html.ts';
import { type Edition, listEditions } from '../lists/store.ts';
import { API, LICENCE } from '../opendata/datasets.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { listTag, listTitle } from './words.ts';

const CONTENTS = [
  ['downloads', '下载', 'Downloads'],
  ['licence', '许可和义务', 'Licence and duties'],
  ['interface', '接口', 'Interface'],
  ['feeds', 'Atom 源', 'Feeds'],
  ['changes', '变化通知', 'Notification'],
  ['signature', '离线核验', 'Verify offline'],
] as const;

/** @param fingerprint of the publication key */
export async function openDataPage(reading: Reading, fingerprint: string): Promise<Page> {
  const { context, today, say } = reading;
  const editions = await listEditions(context.database, today);
  return {
    title: say('开放数据', 'Open data'),
    section: 'data',
    description: say(
      '各期名单、良好信息的下载、接口、订阅和离线核验。',
      'Lists and good records to download, to read by program, to subscribe to and to verify offline.',
    ),
    body: html`<article>
<h1>${say('开放数据', 'Open data')}</h1>
<p class="lead">${say('已发布的名单和良好信息可以下载和由程序读取，不需要申请，也不需要登录。', 'Published lists and good records may be downloaded and read by programs, without asking and without signing in.')}</p>
<nav class="contents" aria-label="${say('本页内容', 'On this page')}"><ul>${CONTENTS.map(([anchor, zh, en]) => html`<li><a href="#${anchor}">${say(zh, en)}</a></li>`)}</ul></nav>
${downloads(reading, editions)}
${duties(reading)}
${programs(reading)}
${feeds(reading)}
${changes(reading)}
${signature(reading, fingerprint)}
</article>`,
  };
}

function downloads(reading: Reading, editions: readonly Edition[]): Html {
  const { say, to, day } = reading;
  const newest = new Map<string, number>();
  for (const { list, number } of editions) newest.set(list, Math.max(number, newest.get(list) ?? 0));
  const superseded = (edition: Edition) => newest.get(edition.list) !== edition.number;
  return html`<section aria-labelledby="downloads"><h2 id="downloads">${say('下载', 'Downloads')}</h2>
${
  editions.length === 0
    ? html`<p class="empty">${say('还没有发布过名单。', 'No list has been published yet.')}</p>`
    : html`<div class="table"><table class="plain"><caption>${say('各期名单', 'Editions')}</caption>
<thead><tr><th scope="col">${say('期次', 'Edition')}</th><th scope="col">${say('在榜', 'Listed')}</th><th scope="col">${say('全部', 'Whole')}</th><th scope="col">${say('与上一期相比的变化', 'Changes since the one before')}</th><th scope="col">${say('核验', 'To verify')}</th></tr></thead>
<tbody>${editions.map((edition) => {
        const address = `${API}/editions/${edition.list}/${edition.number}`;
        return html`<tr><th scope="row">${listTag(reading, edition.list)} <a href="${to(`/lists/${edition.list}/${edition.number}`)}">${say(`${edition.title}第${edition.number}期`, `${listTitle(reading, edition.list)}, No. ${edition.number}`)}</a><small>${day(edition.published_on)}${superseded(edition) ? say(`，已由第${newest.get(edition.list)}期取代`, `, superseded by No. ${newest.get(edition.list)}`) : ''}</small></th>
<td data-label="${say('在榜', 'Listed')}">${edition.shown}</td>
<td data-label="${say('全部', 'Whole')}">${formats(`${address}/entries`)}</td>
<td data-label="${say('变化', 'Changes')}">${formats(`${address}/changes`)}</td>
<td data-label="${say('核验', 'To verify')}"><a href="${address}/edition.zip">${say('签名包', 'Signed package')}</a> <a href="${address}/files">${say('校验值', 'Checksums')}</a></td></tr>`;
      })}</tbody></table></div>`
}
<div class="table"><table class="plain"><caption>${say('良好信息、撤下清单、期限遵守情况', 'Good records, withdrawals, deadlines kept')}</caption>
<thead><tr><th scope="col">${say('数据', 'Data')}</th><th scope="col">${say('全部', 'Whole')}</th><th scope="col">${say('变化', 'Changes')}</th><th scope="col">${say('核验', 'To verify')}</th></tr></thead>
<tbody>
<tr><th scope="row">${say('企业和社会组织良好信息', 'Good records of organisations')}<small>${say('目前有效、依法公开的', 'in force and public')}</small></th><td data-label="${say('全部', 'Whole')}">${formats(`${API}/records`)}</td><td data-label="${say('变化', 'Changes')}">${formats(`${API}/records/changes`)}</td><td data-label="${say('核验', 'To verify')}"><a href="${API}/records/files">${say('校验值', 'Checksums')}</a></td></tr>
<tr><th scope="row">${say('撤下清单', 'Withdrawals')}<small>${say('只有编号的摘要，不写是谁', 'digests of ids; nobody is named')}</small></th><td data-label="${say('全部', 'Whole')}">${formats(`${API}/withdrawals`)}</td><td></td><td data-label="${say('核验', 'To verify')}"><a href="${API}/withdrawals/files">${say('校验值', 'Checksums')}</a></td></tr>
<tr><th scope="row">${say('期限遵守情况', 'Deadlines kept')}<small>${say('按月、按部门，只有数', 'by month and department; counts only')}</small></th><td data-label="${say('全部', 'Whole')}">${formats(`${API}/punctuality`)}</td><td></td><td data-label="${say('核验', 'To verify')}"><a href="${API}/punctuality/files">${say('校验值', 'Checksums')}</a></td></tr>
</tbody></table></div>
<p>${say('每个文件都是全部内容，不截断。用 Excel 打开的，请下载 XLSX：有的统一社会信用代码全是数字，Excel 直接打开 CSV 会把末几位变成 0。CSV 用 UTF-8 编码并带 BOM，供程序读取；以等号等开头的文字前加了撇号，以免被当作公式。结构说明：', 'Every file is whole; nothing is cut. For Excel take XLSX: some codes are all digits, and Excel turns their last ones into zeros when it opens a CSV. CSV is UTF-8 with a byte order mark; text that begins like a formula is preceded by an apostrophe. What the columns mean: ')}${DATASETS.map(
    (name) => html`<a href="${API}/schemas/${name}.json">${name}</a> `,
  )}${say('（JSON Schema），CSV 旁另有', '(JSON Schema); beside each CSV there is ')}<code>…csv-metadata.json</code>${say('（CSV on the Web）。', ' (CSV on the Web).')}</p>
</section>`;
}

const formats = (address: string): Html =>
  html`${FILE_FORMATS.map((format) => html`<a href="${address}.${format}">${format.toUpperCase()}</a> `)}`;

function duties({ say, context }: Reading): Html {
  return html`<section aria-labelledby="licence"><h2 id="licence">${say('许可和义务', 'Licence and duties')}</h2>
<p>${say('数据按', 'The data may be used under ')}<a href="${LICENCE}">${say('知识共享署名 4.0（CC BY 4.0）', 'Creative Commons Attribution 4.0')}</a>${say(`提供，注明“来源：${context.policy.names.site}”和截至日期即可使用，包括商业使用。`, ', also commercially, if you name this site and the day.')}</p>
<ul>
<li>${say('到期、修复、撤销的内容随时从网站和全部下载文件中撤下，旧期次也不例外。持有旧文件的，请对照撤下清单（写明日期和原因类别）及时删除：把“条目编号”或者“记录编号”做 SHA-256，与清单相符的就是已经撤下的。', 'What expires, is repaired or revoked leaves the site and every download, older editions included. Who holds an older file must delete it too: the SHA-256 of its entry or record id is in the list of withdrawals.')}</li>
<li>${say('有异议标注的，展示时一并标明。', 'Where an objection is marked, show the mark.')}</li>
<li>${say('名称不能证明身份，请用统一社会信用代码比对。', 'A name is no proof of identity: match by code.')}</li>
<li>${say('不得用来增加或者加重名单以外的限制。', 'No restriction beyond those named may be based on it.')}</li>
<li>${say('登记机关的名录不在此再次开放，请向登记机关取得。', 'The directory of registered organisations is not republished here.')}</li>
</ul></section>`;
}

function programs({ say, lists }: Reading): Html {
  const example = lists.all[0]?.id ?? 'LIST';
  const rows: readonly (readonly [string, string, string])[] = [
    [`${API}/editions`, '全部期次', 'all editions'],
    [`${API}/editions/${example}/1`, '一期的全部内容和摘要', 'one edition, whole, with its digest'],
    [`${API}/editions/${example}/1/files`, '一期的文件、大小和 SHA-256', 'its files, their sizes and SHA-256'],
    [
      `${API}/records/changes.json?since=0`,
      '某一位置以来的变化；下次从文件中的 position 开始',
      'changes since a position; go on from the position in the file',
    ],
    [
      `${API}/organisations/91…`,
      '一个代码：登记名称、良好信息、目前在榜和公示的情况',
      'one code: registered name, good records, current entries and proposals',
    ],
  ];
  return html`<section aria-labelledby="interface"><h2 id="interface">${say('接口', 'Interface')}</h2>
<dl class="facts interface">${rows.map(([path, zh, en]) => html`<div><dt><code>GET ${path}</code></dt><dd>${say(zh, en)}</dd></div>`)}</dl>
<p>${say('完整说明见', 'In full: ')}<a href="/api/site/docs">${say('接口文档（OpenAPI 3.1）', 'OpenAPI 3.1')}</a>${say('。地址中的 v1 是版本，含义有变才换新号。', '. The v1 in the addresses is the version; a change of meaning gets a new one.')}</p>
<ul>
<li>${say('答复带有强 ETag，请在下次请求时用 If-None-Match 带回，没有变化只答 304。', 'Answers carry a strong ETag: send it back as If-None-Match, and an unchanged answer is 304.')}</li>
<li>${say('超过频率限制答 429，Retry-After 写明多少秒以后再试。大量数据请下载文件，不用逐个查询。', 'Too many requests are answered 429 with Retry-After. For much data take the files.')}</li>
<li>${say('办不到的，按 RFC 9457 说明是什么、怎么办，code 供程序判断。', 'Refusals are RFC 9457 problems with a stable code.')}</li>
</ul>
<p>${say('期次的内容摘要，是对', 'The digest of an edition is the SHA-256 of the JSON of ')}<code>manifest</code>${say('按键名排序、不含空格的 JSON 文本所做的 SHA-256。条目有到期或撤下的，', ' with sorted keys and no spaces. Where entries have left, ')}<code>complete</code>${say('为', ' is ')}<code>false</code>${say('，与摘要不相符是正常的。', ' and the digest covers more than is shown.')}</p>
</section>`;
}

function feeds({ say, lists }: Reading): Html {
  const rows: readonly (readonly [string, string, string])[] = [
    ['/feeds/editions.atom', '新发布的名单', 'new editions'],
    ['/feeds/notices.atom', '正在公示', 'public notices'],
    ...lists.all.map(
      ({ id, plainTitle, plainTitleEn }) =>
        [`/feeds/${id}.atom`, `${plainTitle}和${plainTitle}公示`, `${plainTitleEn} and its notices`] as const,
    ),
  ];
  return html`<section aria-labelledby="feeds"><h2 id="feeds">${say('Atom 源', 'Feeds')}</h2>
<ul>${rows.map(([path, zh, en]) => html`<li><a href="${path}">${say(zh, en)}</a> <code>${path}</code></li>`)}
<li>${say('某一个代码的变化，以及正在公示、拟把它列入名单的', 'changes about one code, and the open notices that propose it')} <code>/organisations/${say('代码', 'CODE')}/changes.atom</code></li></ul></section>`;
}

function changes({ say }: Reading): Html {
  return html`<section aria-labelledby="changes"><h2 id="changes">${say('一个代码有变化时得到通知', 'To be told when something about a code changes')}</h2>
<p>${say('不用反复抓取。登记一个 https 地址，该代码的公示内容一有变化就会收到一条消息，拟把它列入名单的公示开始和结束也算。消息只说有变化、到哪里看，不说是什么变化：', 'There is no need to scrape. Subscribe an https address, and it gets a message whenever something shown about the code changes, and when a notice that proposes it begins or ends. The message says that and where to read it, never what:')}</p>
<ol>
<li><code>POST ${API}/organisations/${say('代码', 'CODE')}/subscriptions</code> <code>{"address":"https://…"}</code>${say('，得到订阅编号和密钥（只给这一次）。', ' answers an id and a secret, once.')}</li>
<li>${say('该地址会收到', 'The address receives ')}<code>xinheng.subscription.requested</code>${say('，须答 200，内容为', ' and must answer 200 with ')}<code>{"challenge":"${say('原样写回', 'the same')}"}</code>${say('。24 小时内没有确认的作废。', ' within a day.')}</li>
<li>${say('以后每次变化收到一条', 'From then on each change is one ')}<code>xinheng.organisation.changed</code>${say('，是按 Standard Webhooks 签名的 CloudEvents 消息。请用密钥验签，用 webhook-id 去重。', ', a CloudEvent signed as in Standard Webhooks: check it with the secret, and drop a webhook-id seen before.')}</li>
<li>${say('5 秒内没有答复 2xx 的，逐步延长间隔重试；连续三条始终送不到、或者答 410 的，订阅自动结束。不跟随跳转，不向内网地址发送。', 'Without a 2xx within five seconds it is tried again at growing intervals; three messages in a row that never arrive, or a 410, end the subscription. Redirects are not followed, private addresses not called.')}</li>
<li>${say('退订：', 'To end it: ')}<code>DELETE …/subscriptions/${say('编号', 'ID')}</code>${say('，请求头', ' with ')}<code>Authorization: Bearer ${say('密钥', 'SECRET')}</code>${say('。', '.')}</li>
</ol></section>`;
}

function signature({ say }: Reading, fingerprint: string): Html {
  return html`<section aria-labelledby="signature"><h2 id="signature">${say('离线核验', 'Verify offline')}</h2>
<p>${say('每一期都可以下载签名包：网页、表格、数据和清单，附 Ed25519 签名。解开以后一条命令即可核验，不需要联网；有改动的，会指出第一个不相符的文件。本网站出具的报告同样带有签名。', 'Every edition can be taken as a signed package of plain files. One command checks it without a network and names the first file that does not fit. Reports issued here are signed as well.')}</p>
<p>${say('公钥须从本页取得，不用包里或文件里的：那一把只说明没有缺损，不说明是谁签的。', 'Take the key from this page, not from the package or file: that one shows that nothing is damaged, not who signed it.')}</p>
<p><code>npx xinheng edition verify ${say('目录', 'FOLDER')} --key xinheng-publication-key.pem</code><br><code>npx xinheng report verify ${say('文件', 'FILE')}.pdf --key xinheng-publication-key.pem</code></p>
<dl class="facts">
<div><dt>${say('公钥', 'Public key')}</dt><dd><a href="/.well-known/xinheng-publication-key.pem">/.well-known/xinheng-publication-key.pem</a></dd></div>
<div><dt>${say('公钥指纹', 'Fingerprint')}</dt><dd><code class="digest">${fingerprint}</code></dd></div>
</dl></section>`;
}
