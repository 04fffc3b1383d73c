/** Two people, or two organisations, in one cell: which of them the number belongs to, nobody can say. */
import { BLANKS } from './strange-characters.ts';

/** `certain`: set apart by a mark, a line break or 等. `perhaps`: by a blank or an “and”, which genuine names may hold. */
export type Several = 'certain' | 'perhaps';

const LONGEST = 200;
/** 丨 and ꓹ are letters that look like a line and a comma; a quote after a Chinese character belongs to no name */
const MARKS = /[,，、;；:：/／\\|｜丨︱ˎꓹ&＆+＋\r\n]|(?<=\p{Script=Han})['’‘`"“”]/u;
const DASHES = /[-－‐‑‒–—~～]+/u;
const DOTS = /[·•‧∙⋅・･∘.．。]/u;
const HAN_TWICE = /\p{Script=Han}.*\p{Script=Han}/u;
const HAN = /\p{Script=Han}/u;
const AND_OTHERS = /^.{2,}等(?:[0-9０-９一二三四五六七八九十百两数几多]{0,4}(?:人|名|位|户)|同志|各位)$/u;
const AND_OTHERS_SHORT = /^.{2,}等$/u;
/** 王平等 is a name */
const ENDS_LIKE_OTHERS = /[平均高上同何]等$/u;
const FAMILY = /^\p{Script=Han}{2,4}(?:夫妇|夫妻|父子|父女|母子|母女|兄弟|兄妹|姐妹|姐弟|一家|全家|两口子)$/u;
const FAMILY_NAME =
  '[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]';
const JOINED = new RegExp(
  `^${FAMILY_NAME}\\p{Script=Han}{1,2}(?:以及|和|与|及|跟|暨|或|同|代|偕|携|并)${FAMILY_NAME}\\p{Script=Han}{1,2}$`,
  'u',
);
const STARTS_LIKE_CHINESE = new RegExp(`^\\s*${FAMILY_NAME}\\p{Script=Han}{1,2}\\s*$`, 'u');
/** 张三李四, 王小明李小红: two names that have lost what stood between them. 文, 江 and 龙 begin a second name less often than they end one. */
const RUN_TOGETHER = new RegExp(
  `^${FAMILY_NAME}\\p{Script=Han}(?:(?![文江龙])${FAMILY_NAME}\\p{Script=Han}|(?:\\p{Script=Han}?${FAMILY_NAME}\\p{Script=Han}{2}|\\p{Script=Han}${FAMILY_NAME}\\p{Script=Han}))$`,
  'u',
);
const LATIN_WORD = /^\p{Script=Latin}{2}/u;
/** Put together from parts; driven with hostile text like those written whole. */
export const NAME_PATTERNS = [JOINED, STARTS_LIKE_CHINESE, RUN_TOGETHER] as const;
/** 欧阳 修文 is one person, written with a blank behind the family name */
const COMPOUND_FAMILY_NAMES = new Set(
  '欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰'.split(
    ' ',
  ),
);

/** Nearly every name: too short for two, nothing in it that sets apart (丨 is a letter that looks like a line), no 等 at its end. */
const OF_ONE = /^[\u4e00-\u4e27\u4e29-\u9fff]{2,3}(?<!等)$/u;

/** Of a person's name as it was typed, blanks and line breaks included. */
export function severalPeople(raw: string): Several | undefined {
  if (OF_ONE.test(raw)) return undefined;
  if (raw.length > LONGEST) return undefined;
  const name = raw.trim();
  return HAN.test(name) ? severalChinese(name) : severalForeign(name);
}

function severalChinese(name: string): Several | undefined {
  if (named(name.split(MARKS)) > 1) return 'certain';
  const dashed = name.split(DASHES).filter((part) => HAN_TWICE.test(part));
  // 玛丽-安娜 is one person, 张三-李四 are two
  if (dashed.length > 1) return dashed.every((part) => STARTS_LIKE_CHINESE.test(part)) ? 'certain' : 'perhaps';
  if (AND_OTHERS.test(name) || FAMILY.test(name)) return 'certain';
  if (AND_OTHERS_SHORT.test(name)) return ENDS_LIKE_OTHERS.test(name) ? 'perhaps' : 'certain';
  const words = name.split(/\s+/u);
  if (words.length > 1 && !COMPOUND_FAMILY_NAMES.has(words[0]!)) {
    const whole = words.filter((word) => /^\p{Script=Han}{2,4}$/u.test(word));
    if (whole.length > 1) return 'perhaps';
  }
  // 阿里·买买提 is one person, 张三·李四 hardly
  const dotted = name.split(DOTS);
  if (dotted.length > 1 && dotted.every((part) => STARTS_LIKE_CHINESE.test(part))) return 'perhaps';
  const joined = name.replaceAll(BLANKS, '');
  const runTogether = RUN_TOGETHER.test(joined) && !COMPOUND_FAMILY_NAMES.has(joined.slice(0, 2));
  return JOINED.test(joined) || runTogether || words.some((word) => LATIN_WORD.test(word)) ? 'perhaps' : undefined;
}

/** how many parts could be somebody's Chinese name */
const named = (parts: readonly string[]): number => parts.filter((part) => HAN_TWICE.test(part)).length;

/** `Smith, John` is one person; `John Smith, Jane Doe` may be two. */
function severalForeign(name: string): Several | undefined {
  const parts = name.split(/[;；/／\\|｜&＆+＋]/u).filter((part) => (part.match(/\p{L}/gu)?.length ?? 0) > 2);
  if (parts.length > 1) return 'certain';
  const wordy = name.split(/[,，\r\n]+/u).filter((part) => part.trim().split(/\s+/u).length > 1);
  return wordy.length > 1 || /\sand\s/iu.test(name) ? 'perhaps' : undefined;
}

const ENDING =
  /(?:公司|集团|厂|店|铺|行|社|部|院|所|站|场|馆|中心|学校|大学|学院|中学|小学|幼儿园|协会|学会|商会|基金会|合伙企业|俱乐部|超市|餐厅|工作室|委员会|企业)\)?$/u;
const ORGANISATION_MARKS = /[,，、;；/／\\|｜丨&＆+＋\r\n]|——|(?<!\d)\d{1,2}[.、]/u;
/** such marks stand in genuine names, too */
const PERHAPS_MARKS = /[\s·•—–-]/u;
const AND = /以及|和|与|及|暨/u;
const FIRM = /(?:公司|集团|合作社|事务所)$/u;
const FIRMS_ABROAD = /[;/|&+\r\n]/u;
const ABROAD = /\b(?:ltd|inc|corp|co|llc|plc|gmbh|limited|company)\.?\s*$/iu;
/** 和平 and 和兴 are where many of them stand */
const BRANCH = /(?:分店|分公司|分行|支行|营业[部厅]|门市部|经营部|服务社|服务站)$/u;
const BRACKETED = /\([^()]{0,60}\)/gu;
const LIMITED = /有限(?:责任)?公司/u;
const FIRMS_AND_OTHERS =
  /等[0-9一二三四五六七八九十百两数几多]{0,4}(?:家|个|户)(?:公司|企业|单位|商户)?$|(?:公司|集团|合作社|事务所)等$/u;

/** Of an organisation's name; what stands in brackets belongs to the name before it. */
export function severalOrganisations(raw: string): Several | undefined {
  if (raw.length > LONGEST) return undefined;
  const name = raw.normalize('NFKC').trim();
  if (ended(name.split(ORGANISATION_MARKS)) > 1 || FIRMS_AND_OTHERS.test(name)) return 'certain';
  if (name.split(FIRMS_ABROAD).filter((part) => ABROAD.test(part)).length > 1) return 'certain';
  const perhaps =
    firmsJoined(name) ||
    firmsRunTogether(name) ||
    ended(name.split(PERHAPS_MARKS)) > 1 ||
    (!BRANCH.test(name) && ended(name.split(AND)) > 1);
  return perhaps ? 'perhaps' : undefined;
}

/** `甲公司和某某乙公司`; what follows the “and” is long enough to be a firm of its own */
function firmsJoined(name: string): boolean {
  if (!FIRM.test(name)) return false;
  const parts = name.split(AND);
  const first = parts.findIndex((part) => FIRM.test(part));
  return parts.slice(first + 1).join('').length >= 6;
}

/** `甲科技有限公司乙商贸有限公司`: two of them, each with a name before it; a branch has but one */
function firmsRunTogether(name: string): boolean {
  return (
    name.length <= LONGEST &&
    name
      .replaceAll(BRACKETED, '')
      .split(LIMITED)
      .slice(0, -1)
      .filter((part) => part.length >= 4).length > 1
  );
}

const ended = (parts: readonly string[]): number =>
  parts.filter((part) => part.trim().length > 3 && ENDING.test(part.trim())).length;
