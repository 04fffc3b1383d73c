/** The letter itself: A4, no script, its one style named by its digest in the content security policy. Pure. */
import { createHash } from 'node:crypto';
import { day, type Html, html } from '#kernel/markup/html.ts';
import type { Duration, PolicyDocument } from '#kernel/policy/policy.ts';
import type { Decision } from '../database.ts';
import { periodOf } from './response-window.ts';

export interface LetterFacts {
  readonly number: string;
  readonly party: { readonly name: string; readonly numberTitle: string; readonly number: string };
  readonly document: PolicyDocument;
  readonly clause: { readonly id: string; readonly text: string };
  readonly kindTitle: string;
  readonly matter: string;
  readonly decision: Decision | null;
  readonly department: string;
  readonly window: { readonly period: string; readonly citation: string; readonly endsOn: string | null };
  /** null: not served yet */
  readonly served: { readonly on: string; readonly method: string } | null;
  readonly disclosureMonths: number | null;
  readonly disclosureMode: 'public' | 'authorities' | 'authorisation';
  readonly objection: Duration & { readonly citation: string };
  readonly site: string;
  readonly writtenOn: string;
}

const STYLE = `
@page { size: A4; margin: 25mm 22mm; }
body { margin: 0 auto; max-width: 166mm; padding: 16mm 6mm; color: #000; background: #fff; font: 12pt/1.75 "FangSong", "STFangsong", "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
h1 { margin: 0 0 2mm; text-align: center; font-size: 20pt; letter-spacing: .1em; }
.number { margin: 0 0 6mm; text-align: center; }
p { margin: 0 0 2mm; text-align: justify; }
.body p { text-indent: 2em; }
dl { margin: 2mm 0 4mm; padding: 3mm 4mm; border: 1px solid #000; display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; }
dt, dd { margin: 0; }
dt::after { content: "："; }
dd { overflow-wrap: anywhere; }
h2 { margin: 4mm 0 1mm; font-size: 12pt; }
.signature { margin-top: 12mm; break-inside: avoid; }
.signature p { text-align: right; }
.receipt { margin-top: 12mm; padding-top: 4mm; border-top: 1px dashed #000; break-inside: avoid; }
.hint { margin-bottom: 8mm; padding: 2mm 4mm; background: #eef1f6; font-family: system-ui, sans-serif; font-size: 10pt; }
@media print { body { padding: 0; max-width: none; } .hint { display: none; } }
`;

/** No script at all; the style above and nothing else. */
export const LETTER_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const SERVICE_METHODS: Readonly<Record<string, string>> = {
  direct: '直接送达',
  post: '邮寄送达',
  electronic: '电子送达',
  'public-notice': '公告送达',
};
const DISCLOSURE: Readonly<Record<LetterFacts['disclosureMode'], string>> = {
  public: '依法公示',
  authorities: '仅供国家机关依法查询，不向社会公开',
  authorisation: '未经您授权不提供给他人查询',
};

export function letterPage(facts: LetterFacts): string {
  const page = html`<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>不良信用信息认定事先告知书 ${facts.number}</title><style>${PLACE}</style></head>
<body>
<main>
<p class="hint">${facts.served ? '已送达的告知书。' : '尚未登记送达。请打印后送达，再回到事项页登记送达日期和方式。'}用浏览器的“打印”（Ctrl+P）打印或者另存为 PDF，此行不会印出。本次查看已记入查询记录。</p>
<h1>不良信用信息认定事先告知书</h1>
<p class="number">${facts.number}</p>
<p>${facts.party.name}（${facts.party.numberTitle}：${facts.party.number}）：</p>
<div class="body">${[opening(facts), decisionOf(facts), basis(facts), consequences(facts), rights(facts)]}</div>
<div class="signature"><p>${facts.department}（印章）</p><p>${day(facts.writtenOn)}</p></div>
<div class="receipt"><p>送达回证　　${receipt(facts)}</p><p>受送达人签名或者盖章：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日</p></div>
</main>
</body>
</html>`;
  return `<!doctype html>\n${page.text.replace(PLACE, () => STYLE)}`;
}

/** Stands where the style goes: the template tag escapes, and a style is no text. */
const PLACE = '/* style */';

function opening({ document, matter, kindTitle }: LetterFacts): Html {
  return html`<p>有关单位报送了下列情况，拟按《${document.title}》（${document.number}）认定为不良信用信息。认定之前，现将事实、理由、依据和您的权利告知如下。</p>
<h2>一、拟认定的事实</h2>
<dl><dt>类别</dt><dd>${kindTitle}</dd><dt>具体事项</dt><dd>${matter}</dd></dl>`;
}

function decisionOf({ decision }: LetterFacts): Html {
  if (!decision) return html`<p>（决定文书尚未登记。）</p>`;
  return html`<p>上述事实由下列已生效的文书认定：</p>
<dl><dt>文书</dt><dd>${decision.type}</dd><dt>文号</dt><dd>${decision.number}</dd><dt>作出机关</dt><dd>${decision.authority}</dd><dt>作出日期</dt><dd>${day(decision.date)}</dd><dt>法律依据</dt><dd>${decision.legalBasis}</dd></dl>`;
}

function basis({ document, clause }: LetterFacts): Html {
  return html`<h2>二、认定的依据</h2>
<p>${document.number}第 ${clause.id} 条：${clause.text}</p>`;
}

function consequences({ disclosureMonths, disclosureMode, site }: LetterFacts): Html {
  const length = disclosureMonths === null ? '' : `，披露期 ${disclosureMonths} 个月，自认定之日起算，期满停止披露`;
  const where = disclosureMode === 'public' ? `（${site}）` : '';
  return html`<h2>三、认定之后</h2>
<p>认定后，该信息${DISCLOSURE[disclosureMode]}${where}${length}。没有其他依据的，不因本次认定采取通知未列明的措施。</p>`;
}

function rights({ window, department, objection }: LetterFacts): Html {
  const until = window.endsOn ? html`，即${day(window.endsOn)}（含当日）以前` : null;
  return html`<h2>四、您的权利</h2>
<p>您有权陈述和申辩。请自收到本告知书的次日起 ${window.period}内${until}，以书面或者口头方式向${department}提出，可以附证据。期限依据：${window.citation}。</p>
<p>您提出的事实、理由和证据，我们会审查并答复；在期限届满或者审查完毕以前，不作认定。逾期没有提出的，我们将依法认定；认定以前收到的意见，仍会审查。</p>
<p>认定之后，您认为信息有错误、遗漏或者侵犯合法权益的，可以提出异议，需核查的在 ${periodOf(objection)}内处理（${objection.citation}）；纠正失信行为后，可以按规定申请信用修复。您也可以查询谁在何时因何目的查看过您的信息。</p>`;
}

function receipt({ served }: LetterFacts): Html {
  if (!served) return html`送达方式：□直接　□邮寄　□电子　□公告`;
  return html`送达方式：${SERVICE_METHODS[served.method] ?? served.method}　　送达日期：${day(served.on)}`;
}
