/** The letter itself: A4, no script, its one style named by its digest in the content security policy. Pure. */
import { createHash } from 'node:crypto';
import { day, type Html, html } from '#kernel/markup/html.ts';
import {
  addresseeOf,
  type LetterFacts,
  NOTICE_TITLE,
  noticePassages,
  type Passage,
  SIGNED_FOR,
  serviceOf,
  type Words,
} from './words.ts';

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

export function letterPage(facts: LetterFacts): string {
  const page = html`<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${NOTICE_TITLE} ${facts.number}</title><style>${PLACE}</style></head>
<body>
<main>
<p class="hint">${facts.served ? '已送达的告知书。' : '尚未登记送达。请打印后送达，再回到事项页登记送达日期和方式。'}用浏览器的“打印”（Ctrl+P）打印，或者在事项页下载 PDF，此行不会印出。本次查看已记入查询记录。</p>
<h1>${NOTICE_TITLE}</h1>
<p class="number">${facts.number}</p>
<p>${addresseeOf(facts)}</p>
<div class="body">${noticePassages(facts).map(passage)}</div>
<div class="signature"><p>${facts.department}（印章）</p><p>${day(facts.writtenOn)}</p></div>
<div class="receipt"><p>送达回证　　${written(serviceOf(facts))}</p><p>${SIGNED_FOR}</p></div>
</main>
</body>
</html>`;
  return `<!doctype html>\n${page.text.replace(PLACE, () => STYLE)}`;
}

/** Stands where the style goes: the template tag escapes, and a style is no text. */
const PLACE = '/* style */';

function passage(one: Passage): Html {
  switch (one.kind) {
    case 'heading':
      return html`<h2>${one.text}</h2>`;
    case 'paragraph':
      return html`<p>${written(one.words)}</p>`;
    case 'facts':
      return html`<dl>${one.facts.map(([label, words]) => html`<dt>${label}</dt><dd>${written(words)}</dd>`)}</dl>`;
  }
}

const written = (words: Words): (string | Html)[] =>
  words.map((part) => (typeof part === 'string' ? part : day(part.day)));
