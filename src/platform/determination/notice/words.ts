/** What a prior notice says, passage by passage: the page to print and the PDF say the same because both say this. Pure. */

import type { DisclosureMode } from '#contracts/vocabulary.ts';
import type { Basis } from '#kernel/policy/list-basis.ts';
import type { Duration, PolicyDocument } from '#kernel/policy/policy.ts';
import type { Decision } from '../../database.ts';
import { periodOf } from './response-window.ts';

export interface LetterFacts {
  readonly number: string;
  readonly party: { readonly name: string; readonly numberTitle: string; readonly number: string };
  readonly document: PolicyDocument;
  /** what the document itself rests on */
  readonly bases: readonly Basis[];
  readonly clause: { readonly id: string; readonly text: string };
  readonly kindTitle: string;
  readonly matter: string;
  readonly decision: Decision | null;
  readonly department: string;
  readonly window: { readonly period: string; readonly citation: string; readonly endsOn: string | null };
  /** null: not served yet */
  readonly served: { readonly on: string; readonly method: string } | null;
  readonly disclosureMonths: number | null;
  readonly disclosureMode: DisclosureMode;
  readonly objection: Duration & { readonly citation: string };
  readonly site: string;
  readonly writtenOn: string;
}

/** Words, and days among them, which each form writes in its own way. */
export type Words = readonly (string | { readonly day: string })[];

export type Passage =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly words: Words }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, words: Words])[] };

export const NOTICE_TITLE = '不良信用信息认定事先告知书';
export const SIGNED_FOR = '受送达人签名或者盖章：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日';

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

const heading = (text: string): Passage => ({ kind: 'heading', text });
const paragraph = (...words: Words): Passage => ({ kind: 'paragraph', words });

export function addresseeOf({ party }: LetterFacts): string {
  return `${party.name}（${party.numberTitle}：${party.number}）：`;
}

export function noticePassages(facts: LetterFacts): readonly Passage[] {
  return [...opening(facts), ...decisionOf(facts), ...basis(facts), ...consequences(facts), ...rights(facts)];
}

/** Number and way of service, for the receipt below the letter. */
export function serviceOf({ served }: LetterFacts): Words {
  if (!served) return ['送达方式：□直接　□邮寄　□电子　□公告'];
  return [`送达方式：${SERVICE_METHODS[served.method] ?? served.method}　　送达日期：`, { day: served.on }];
}

function opening({ document, matter, kindTitle }: LetterFacts): Passage[] {
  return [
    paragraph(
      `有关单位报送了下列情况，拟按《${document.title}》（${document.number}）认定为不良信用信息。认定之前，现将事实、理由、依据和您的权利告知如下。`,
    ),
    heading('一、拟认定的事实'),
    {
      kind: 'facts',
      facts: [
        ['类别', [kindTitle]],
        ['具体事项', [matter]],
      ],
    },
  ];
}

function decisionOf({ decision }: LetterFacts): Passage[] {
  if (!decision) return [paragraph('（决定文书尚未登记。）')];
  return [
    paragraph('上述事实由下列已生效的文书认定：'),
    {
      kind: 'facts',
      facts: [
        ['文书', [decision.type]],
        ['文号', [decision.number]],
        ['作出机关', [decision.authority]],
        ['作出日期', [{ day: decision.date }]],
        ['法律依据', [decision.legalBasis]],
      ],
    },
  ];
}

function basis({ document, clause, bases }: LetterFacts): Passage[] {
  const resting = bases.map(
    ({ title, issuedOn, confirmed }) => `${title}${issuedOn ? `（${issuedOn}）` : ''}${confirmed ? '' : '（未核实）'}`,
  );
  return [
    heading('二、认定的依据'),
    paragraph(`${document.number}${clause.id}：${clause.text}`),
    ...(resting.length > 0 ? [paragraph(`该文件依据：${resting.join('；')}。`)] : []),
  ];
}

function consequences({ disclosureMonths, disclosureMode, site }: LetterFacts): Passage[] {
  const length =
    disclosureMonths === null ? '' : `，披露期 ${disclosureMonths} 个月，自上述决定作出之日起算，期满停止披露`;
  const where = disclosureMode === 'public' ? `（${site}）` : '';
  return [
    heading('三、认定之后'),
    paragraph(
      `认定后，该信息${DISCLOSURE[disclosureMode]}${where}${length}。没有其他依据的，不因本次认定采取通知未列明的措施。`,
    ),
  ];
}

function rights({ window, department, objection }: LetterFacts): Passage[] {
  const until: Words = window.endsOn === null ? [] : ['，即', { day: window.endsOn }, '（含当日）以前'];
  return [
    heading('四、您的权利'),
    paragraph(
      `您有权陈述和申辩。请自收到本告知书的次日起 ${window.period}内`,
      ...until,
      `，以书面或者口头方式向${department}提出，可以附证据。期限依据：${window.citation}。`,
    ),
    paragraph(
      '您提出的事实、理由和证据，我们会审查并答复；在期限届满或者审查完毕以前，不作认定。逾期没有提出的，我们将依法认定；认定以前收到的意见，仍会审查。',
    ),
    paragraph(
      `认定之后，您认为信息有错误、遗漏或者侵犯合法权益的，可以提出异议，需核查的在 ${periodOf(objection)}内处理（${objection.citation}）；纠正失信行为后，可以按规定申请信用修复。您也可以查询谁在何时因何目的查看过您的信息。`,
    ),
  ];
}
