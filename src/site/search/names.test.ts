import { expect, test } from 'vitest';
import { bigrams, initialsOf, searchName } from './names.ts';

test.each([
  ['宇通客车（郑州）有限公司', '宇通客车郑州有限公司'],
  ['宇通客车(郑州)有限公司', '宇通客车郑州有限公司'],
  ['ＡＢＣ　食品 有限公司', 'ABC食品有限公司'],
  ['“龙湖”·物流', '龙湖物流'],
  ['\u202e公司\u200b', '公司'],
  ["'; DROP TABLE", 'DROPTABLE'],
])('%j is found as %j', (name, folded) => expect(searchName(name)).toBe(folded));

test.each([
  ['郑州宇通客车', 'ZZYTKC'],
  ['重庆长安', 'CQCA'],
  ['中国银行', 'ZGYH'],
  ['TCL王牌2厂', 'TCLWP2C'],
  ['ABC', 'ABC'],
])('%s is typed %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

test('two neighbours each, also beyond the basic plane', () => {
  expect(bigrams('郑州郑州')).toEqual(['郑州', '州郑']);
  expect(bigrams('𠮷野家')).toEqual(['𠮷野', '野家']);
  expect(bigrams('郑')).toEqual([]);
});
