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
    ...[
      '王厶厶',
      '王乄乄',
      '王ㄨㄨ',
      '王\u20dd',
      '姓王',
      '化名',
      '患者甲',
      '网友小明',
      '志愿者小李',
      '一位市民',
      '王不详',
      '王待查',
    ],
    ...['Mr. X', 'Mr Wang', 'Ms. Li', 'Zhang XX', 'Zhang ooo', 'Name', 'OO'],
    ...['李女士', '欧阳先生', '张三先生', '孙大爷', '刘阿姨', '王师傅', 'J. D.'],
  ])('%s is made unrecognisable', (name) => {
    expect(checkPersonName(name)).toEqual({ ok: false, reason: 'name.invalid' });
    expect(whyNoName(name)).toBe('name.obscured');
  });

  test.each([
    ...['张三,李四', '张三，李四', '张三、李四', '张三/李四', '张三；李四', '张三;李四', '张三\n李四', '张三\r\n李四'],
    ...["张三'李四", '张三“李四”', '张三丨李四', '张三ꓹ李四', '张三ˎ李四', '张三兄弟', '张三姐妹'],
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
    ['张三·李四', 'several'],
    ['张三.李四', 'several'],
    ['张三\u200b李四', 'several'],
    ['张三李四', 'several'],
    ['张 三 李 四', 'several'],
    ['王小明李小红', 'several'],
    ['王小明李四', 'several'],
    ['张三代李四', 'several'],
    ['张三或李四', 'several'],
    ['张三 Li Si', 'several'],
    ['老王', 'obscured'],
    ['张总', 'obscured'],
    ['张 x x', 'obscured'],
    ['张氏', 'obscured'],
    ['王志愿者', 'obscured'],
    ['医生王', 'obscured'],
    ['Mr. John Smith', 'obscured'],
    ['Aung Oo', 'obscured'],
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
    ['古丽·买买提·艾力', '古丽·买买提·艾力'],
    ['王李小明', '王李小明'],
    ['欧阳文林', '欧阳文林'],
    ['王子文龙', '王子文龙'],
    ['夏侯方明', '夏侯方明'],
    ['马克·O’哈拉', '马克·O’哈拉'],
    ['王小二', '王小二'],
    ['Msizi Dlamini', 'Msizi Dlamini'],
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
    ...[
      '河南〇〇公司',
      '河南____公司',
      '河南……公司',
      '河南###公司',
      '河南ХХ公司',
      '河南00公司',
      'x公司',
      '本公司',
      '匿名企业',
      '一家公司',
      '不愿透露名称的企业',
    ],
    ...['郑州*公司', '○○公司', '口口公司', 'A公司', '甲公司'],
  ])('%s is made unrecognisable', (name) => {
    expect(checkOrganisationName(name).ok).toBe(false);
    expect(whyNoOrganisationName(name)).toBe('name.obscured');
  });

  test.each([
    ...['郑州甲一有限公司、郑州乙二有限公司', '郑州甲一有限公司,郑州乙二厂', '郑州甲一有限公司/郑州乙二有限公司'],
    ...[
      '郑州甲一有限公司丨郑州乙二有限公司',
      '郑州甲一有限公司——郑州乙二有限公司',
      '1.郑州甲一有限公司2.郑州乙二有限公司',
    ],
    ...['Alpha Co., Ltd.; Beta Inc.', 'Alpha Ltd / Beta Ltd'],
    ...['郑州甲一有限公司\n郑州乙二有限公司', '郑州甲一有限公司等3家', '郑州甲一有限公司等'],
  ])('%j is more than one', (name) => {
    expect(checkOrganisationName(name).ok).toBe(false);
    expect(whyNoOrganisationName(name)).toBe('name.several');
  });

  test.each([
    '郑州甲一有限公司郑州乙二有限公司',
    '郑州甲一有限公司-郑州乙二有限公司',
    '郑州甲一医院和郑州乙二医院',
    '郑州甲一有限公司、郑州乙二有限公司联合体',
    '郑州甲一有限公司 郑州乙二有限公司',
    '郑州甲一有限公司和郑州乙二有限公司',
  ])('%s may be', (name) => expect(checkOrganisationName(name)).toMatchObject({ ok: true, doubt: 'several' }));

  test.each([
    ...[
      '郑某超强医疗器械股份有限公司',
      '郑州市X光机厂',
      '中国石油第1#加油站',
      '郑州 甲一有限公司',
      '河南和兴商贸有限公司',
    ],
    ...[
      '郑州甲一连锁有限公司和平一分店',
      '郑州甲一有限公司中原分公司和兴营业部',
      '郑州甲一（原乙二有限公司）有限公司',
      '郑州00后餐饮店',
    ],
    ...[
      '郑州市甲区教育和体育局',
      'Alpha Co., Ltd.',
      '3M中国有限公司',
      '河南XO酒业有限公司',
      'AA租车有限公司',
      '我爱我家房地产有限公司',
    ],
    ...['测试食品（集团）有限公司郑州分公司', 'A.P. Møller, Ltd'],
  ])('%s is one, written out', (name) => {
    const verdict = checkOrganisationName(name);
    expect(verdict.ok).toBe(true);
    expect(verdict).not.toHaveProperty('doubt');
  });

  test('a date is no name', () => expect(checkOrganisationName('2020年3月5日').ok).toBe(false));
});
