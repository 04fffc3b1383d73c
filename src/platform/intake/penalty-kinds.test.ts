/** The national penalty form names kinds of penalty where other tables name the document. */
import { expect, test } from 'vitest';
import { documentSaid } from './penalty-kinds.ts';

const kind = {
  decisionTypes: [
    { id: 'penalty', title: '行政处罚决定书', citation: 'x' },
    { id: 'warning', title: '给予警告的行政处罚决定书', citation: 'x' },
  ],
};
const plain = { decisionTypes: kind.decisionTypes.slice(0, 1) };

test.each([
  ['警告', '给予警告的行政处罚决定书'],
  ['给予警告', '给予警告的行政处罚决定书'],
  ['警告、罚款', '行政处罚决定书'],
  ['罚款', '行政处罚决定书'],
  ['罚款；没收违法所得', '行政处罚决定书'],
  ['处以罚款', '行政处罚决定书'],
  // what names a document is left as it is, also where nobody knows it
  ['行政处罚决定书', '行政处罚决定书'],
  ['判决书', '判决书'],
  ['警告信', '警告信'],
  ['', ''],
])('%s is %s', (cell, document) => expect(documentSaid(cell, kind)).toBe(document));

test('a kind without a document of its own for warnings takes them as penalties; one without penalties takes them as they are', () => {
  expect(documentSaid('警告', plain)).toBe('行政处罚决定书');
  expect(documentSaid('警告', { decisionTypes: [] })).toBe('警告');
});
