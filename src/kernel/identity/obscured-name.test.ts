/** Names nobody can be found by, and two in one cell: refused or looked at; genuine names that come near them are not. */
import { describe, expect, test } from 'vitest';
import { checkOrganisationName, whyNoOrganisationName } from './organisation-name.ts';
import { checkPersonName, whyNoName } from './person-name.ts';

describe('persons', () => {
  test.each([
    ...['张XX', '张xx', '张ＸＸ', '张X', '张Х', 'XX', 'x x', '张A', '张三A', 'A先生', '张ⅩⅩ', '张00'],
    ...['王某', '王某某', '李某甲', '某先生', '李**', '李*', '张*三', '张＊＊', '张✱✱', '张_ _', '张__', '张……'],
    ...['王○○', '赵□□', '陈××', '张✕✕', '张〇〇', '张●●', '张口口', '王叉叉', '张囗囗'],
    ...[
      '匿名',
      '匿名者',
      '无名氏',
      '佚名',
      '隐名',
      '不愿透露姓名',
      '热心市民王先生',
      '王姓男子',
      '路人甲',
      'Anonymous',
    ],
    ...['李女士', '欧阳先生', '张三先生', '孙大爷', '刘阿姨', '王师傅', 'J. D.'],
  ])('%s is made unrecognisable', (name) => {
    expect(checkPersonName(name)).toEqual({ ok: false, reason: 'name.invalid' });
    expect(whyNoName(name)).toBe('name.obscured');
  });

  test.each([
    ...['张三,李四', '张三，李四', '张三、李四', '张三/李四', '张三；李四', '张三;李四', '张三\n李四', '张三\r\n李四'],
    ...['张三&李四', '张三|李四', '张三＋李四', '张三-李四', '张三 、 李四', '张三,李四,王五', '张三：李四'],
    ...[
      '张三等',
      '张三等人',
      '张三等3人',
      '张三等三人',
      '张三等１２名',
      '张三夫妇',
      'John Smith/Jane Doe',
      'John Smith & Jane Doe',
    ],
  ])('%j is more than one', (name) => {
    expect(checkPersonName(name)).toEqual({ ok: false, reason: 'name.invalid' });
    expect(whyNoName(name)).toBe('name.several');
  });

  test.each([
    ['张三 李四', 'several'],
    ['张三　李四', 'several'],
    ['张三\t李四', 'several'],
    ['张三 李四 王五', 'several'],
    ['张三和李四', 'several'],
    ['张三与李四', 'several'],
    ['王平等', 'several'],
    ['John Smith, Jane Doe', 'several'],
    ['John Smith and Jane Doe', 'several'],
    ['李〇明', 'obscured'],
    ['李书记', 'obscured'],
  ])('%j may be: somebody looks', (name, doubt) => expect(checkPersonName(name)).toMatchObject({ ok: true, doubt }));

  test.each([
    ['张 三', '张三'],
    ['张三 丰', '张三丰'],
    ['张\n三', '张三'],
    ['欧阳 修文', '欧阳修文'],
    ['和珅', '和珅'],
    ['高和平', '高和平'],
    ['李永和', '李永和'],
    ['阿卜杜拉·买买提', '阿卜杜拉·买买提'],
    ['让-雅克', '让-雅克'],
    ['乔治·W·布什', '乔治·W·布什'],
    ['J.K.罗琳', 'J.K.罗琳'],
    ['Xavier', 'Xavier'],
    ['Xu Xin', 'Xu Xin'],
    ['Malcolm X', 'Malcolm X'],
    ['Smith, John', 'Smith, John'],
    ['Jean-Luc Picard', 'Jean-Luc Picard'],
    ['José Ortega y Gasset', 'José Ortega y Gasset'],
  ])('%j is one person, written out', (typed, name) => {
    const verdict = checkPersonName(typed);
    expect(verdict).toMatchObject({ ok: true, name });
    expect(verdict).not.toHaveProperty('doubt');
  });

  test('what is longer than any name is not looked at', () =>
    expect(checkPersonName('张'.repeat(100_000))).toEqual({ ok: false, reason: 'name.invalid' }));
});

describe('organisations', () => {
  test.each([
    ...[
      '某公司',
      '某某公司',
      '某某药房有限公司',
      '郑州某建筑公司',
      'XX公司',
      'xx有限公司',
      '郑州ＸＸ商贸有限公司',
      '××公司',
    ],
    ...['郑州*公司', '○○公司', '口口公司', 'A公司', '甲公司'],
  ])('%s is made unrecognisable', (name) => {
    expect(checkOrganisationName(name).ok).toBe(false);
    expect(whyNoOrganisationName(name)).toBe('name.obscured');
  });

  test.each([
    ...['郑州甲一有限公司、郑州乙二有限公司', '郑州甲一有限公司,郑州乙二厂', '郑州甲一有限公司/郑州乙二有限公司'],
    ...['郑州甲一有限公司\n郑州乙二有限公司', '郑州甲一有限公司等3家', '郑州甲一有限公司等'],
  ])('%j is more than one', (name) => {
    expect(checkOrganisationName(name).ok).toBe(false);
    expect(whyNoOrganisationName(name)).toBe('name.several');
  });

  test.each(['郑州甲一有限公司 郑州乙二有限公司', '郑州甲一有限公司和郑州乙二有限公司'])('%s may be', (name) =>
    expect(checkOrganisationName(name)).toMatchObject({ ok: true, doubt: 'several' }),
  );

  test.each([
    ...[
      '郑某超强医疗器械股份有限公司',
      '郑州市X光机厂',
      '中国石油第1#加油站',
      '郑州 甲一有限公司',
      '河南和兴商贸有限公司',
    ],
    ...['测试食品（集团）有限公司郑州分公司', 'A.P. Møller, Ltd'],
  ])('%s is one, written out', (name) => {
    const verdict = checkOrganisationName(name);
    expect(verdict.ok).toBe(true);
    expect(verdict).not.toHaveProperty('doubt');
  });

  test('a date is no name', () => expect(checkOrganisationName('2020年3月5日').ok).toBe(false));
});
