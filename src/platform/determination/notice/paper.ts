/** The prior notice as a paper (PDF): to serve, to sign for, to file. Pure but for the type set. */
import { type Block, printPaper } from '#documents/paper/index.ts';
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

/** The letter of one day is one file, whenever it is taken: what is served can be compared with what was filed. */
export function letterPaper(facts: LetterFacts): Promise<Buffer> {
  return printPaper({
    title: NOTICE_TITLE,
    number: facts.number,
    issuer: facts.department,
    issuedAt: new Date(`${facts.writtenOn}T00:00:00Z`),
    blocks: [
      { kind: 'addressee', text: addresseeOf(facts) },
      ...noticePassages(facts).map(blockOf),
      { kind: 'signature', lines: [`${facts.department}（印章）`, written([{ day: facts.writtenOn }])] },
      { kind: 'heading', text: '送达回证' },
      { kind: 'paragraph', flush: true, text: written(serviceOf(facts)) },
      { kind: 'paragraph', flush: true, text: SIGNED_FOR },
    ],
  });
}

function blockOf(passage: Passage): Block {
  switch (passage.kind) {
    case 'heading':
      return passage;
    case 'paragraph':
      return { kind: 'paragraph', text: written(passage.words) };
    case 'facts':
      return { kind: 'facts', facts: passage.facts.map(([label, words]) => [label, written(words)]) };
  }
}

const written = (words: Words): string =>
  words.map((part) => (typeof part === 'string' ? part : chineseDay(part.day))).join('');

/** `2020-04-29` → `2020年4月29日` */
function chineseDay(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return `${year}年${month}月${dayOfMonth}日`;
}
