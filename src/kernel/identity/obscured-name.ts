/**
 * Names made unrecognisable on purpose: 张某, 李**, 王XX, 赵○○, 李女士, 某公司. They match nobody, or worse, somebody else who is
 * named so in another report; the report has to name the person or the body as its document does.
 */

/** `perhaps`: a genuine name may look so (〇 is a character of names, 书记 a given name); somebody has to look. */
export type Obscured = 'certain' | 'perhaps';

const LONGEST = 120;

/** what stands in the place of a character: stars, crosses, circles, boxes, lines */
const MARK = /[*﹡∗✱✲⁎※×✕✖✗✘╳☓○◯◎□■▢◻◼☐△▲▽☆★#?_…‥〓\p{Me}]/u;
/** `●` between two parts is the dot of a name; alone, at the end or more than one it is a mask; so are dots and lines in a row */
const DISC = /●{2}|●$|^●|(?<!\p{L}{2})●|●(?!\p{L}{2})|[.。-]{2}/u;
/** characters drawn like a box, a cross or a circle, 叉, which is how a cross is read out, and 厶, an old form of 某 */
const DRAWN = /[口囗乂㐅〇叉厶乄ㄨメ〆]{2}/u;
const LETTER = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]';
/** 张XX, 张x, X先生, 张A: one to three letters for what is left out; parts of a name are set apart by a dot */
/** Put together from parts; driven with hostile text like those written whole. */
export const LETTERS_FOR_CHARACTERS = new RegExp(
  `\\p{Script=Han}${LETTER}{1,3}(?!${LETTER})|(?<!${LETTER})${LETTER}{1,3}\\p{Script=Han}`,
  'u',
);
const ZEROS = /\p{Script=Han}0/u;
/** Oo is a Burmese name, where there is another beside it */
const CROSSES = /(?<!\p{L})(?:x{2,}|o{3,}|oo(?!(?<=\p{Script=Latin}{2} oo)$))(?!\p{L})/iu;
/** 张 x x */
const LETTERS_APART = new RegExp(`\\p{Script=Han} ${LETTER}(?!${LETTER})`, 'u');
const BY_ADDRESS =
  /.(?:先生|女士|小姐|太太|夫人|大爷|大妈|大娘|大叔|大婶|大哥|大姐|大伯|阿姨|师傅|老师|老人|老太|老汉|奶奶|爷爷|婆婆)$/u;
const BY_POST = /.(?:志愿者|同志|同学|书记|主任|经理|医生|护士|老板|局长|科长|处长|队长|站长|村长|会长|院长|校长)$/u;
const BY_FAMILY_ONLY = /姓(?:男子|女子|居民|市民|村民|群众|员工|先生|女士|志愿者|业主|司机|老人)$/u;
const BY_GROUP =
  /^(?:一[位名个].{0,8}|(?:网友|网民|患者|病人|病患|伤者|群众|市民|村民|居民|业主|志愿者|原告|被告|被告人|嫌疑人|犯罪嫌疑人)(?:\p{Script=Han}{0,3}))$|^姓\p{Script=Han}$|.(?:不详|不明|待查|未知|隐去|略去)$/u;
/** 老王, 小李, 王总, 张氏: how somebody is called; as a name it is rare */
const CALLED = /^(?:[老小]\p{Script=Han}|\p{Script=Han}[总局队处哥姐姨嫂婶叔伯爷奶氏])$/u;
const BY_POST_FIRST = /^(?:医生|护士|老师|经理|警官|民警|书记)\p{Script=Han}{1,2}$/u;
const TITLED = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam)(?:\. ?| )(?:\p{L}+\.?( )?)/iu;
const NAMELESS =
  /^(?:化名|网名|昵称|名字|称呼|name|nobody|匿名.{0,4}|无名氏?|佚名|隐名|未具名|不具名|不愿.{0,8}|保密|隐私|热心(?:市民|群众|网友|居民).{0,4}|好心人|路人.?|当事人|anonymous|no ?name)$/iu;

/** What might be left out of a Chinese name; nothing else of the name has to be looked at. */
const ORDINARY = /^(?!.*(?:[某口囗乂㐅〇叉厶乄]|姓[男女居市村群员先志业司老]))[\p{Script=Han}]{2,3}$/u;
const ORDINARY_YET = new RegExp(
  [BY_ADDRESS, BY_POST, BY_GROUP, CALLED, BY_POST_FIRST, NAMELESS].map((form) => `(?:${form.source})`).join('|'),
  'u',
);

/** Of a person's name as it was typed. */
export function obscuredPerson(raw: string): Obscured | undefined {
  if (raw.length > LONGEST) return undefined;
  if (ORDINARY.test(raw) && !ORDINARY_YET.test(raw)) return undefined;
  const name = raw.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
  const titled = byTitle(name);
  if (
    name.includes('某') ||
    MARK.test(name) ||
    DISC.test(name) ||
    DRAWN.test(name) ||
    ZEROS.test(name) ||
    CROSSES.test(name) ||
    LETTERS_FOR_CHARACTERS.test(name) ||
    BY_ADDRESS.test(name) ||
    BY_FAMILY_ONLY.test(name) ||
    BY_GROUP.test(name) ||
    NAMELESS.test(name) ||
    titled === 'certain' ||
    onlyInitials(name)
  )
    return 'certain';
  if (titled !== undefined) return titled;
  return [/[〇叉厶]| oo$/iu, BY_POST, CALLED, BY_POST_FIRST, LETTERS_APART].some((form) => form.test(name))
    ? 'perhaps'
    : undefined;
}

/** `Mr. Wang` is anybody, `Mr. John Smith` one person with a title before the name. */
function byTitle(name: string): Obscured | undefined {
  const title = TITLED.exec(name);
  if (title === null) return undefined;
  return title[1] === undefined ? 'certain' : 'perhaps';
}

/** `J. D.`: nobody can be found by initials alone. */
function onlyInitials(name: string): boolean {
  const parts = name.split(/[.\s·-]+/u).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => /^\p{L}$/u.test(part) && !/\p{Script=Han}/u.test(part));
}

/** `#` counts buildings and shops; it hides nothing in the name of an organisation */
const ORGANISATION_MARK =
  /[*﹡∗✱✲⁎※×✕✖✗✘╳☓○◯□■▢◻◼☐△▲▽]|●{2}|口{2}|囗{2}|叉{2}|〇{2}|_{2}|…|\.{3}|#{2}|(?<!\d)0{2,3}(?=公司|企业|有限|单位)|[хХχΧоОοΟ]{2}/u;
/** 某 for the whole of the distinguishing part; as one character of it, it may be registered */
const CERTAIN_ORGANISATION =
  /^某|某某|(?<=[市省区县州镇乡村旗京津沪渝国])某|某(?=公司|企业|单位|集团|有限|股份|[工药]?厂|[商药饭酒]?店|超市|学校|医院|协会|合作社)/u;
const LETTER_FOR_NAME = /^(?:[A-Z]|[甲乙丙丁])(?:公司|企业|单位|厂|店|集团)$/iu;
const NAMELESS_ORGANISATION =
  /^(?:(?:本|我|该|我们|贵|一家|某家|有家|匿名|无名|未知|不知名|爱心|热心|测试|test)(?:公司|企业|单位|机构|商户|商家|人士|厂|店)|(?:不愿|未)(?:透露|具名|公开).{0,12})$/iu;

/** Of an organisation's name. */
export function obscuredOrganisation(raw: string): Obscured | undefined {
  if (raw.length > LONGEST) return undefined;
  const name = raw.normalize('NFKC');
  const hidden =
    CERTAIN_ORGANISATION.test(name) ||
    ORGANISATION_MARK.test(name) ||
    LETTER_FOR_NAME.test(name) ||
    NAMELESS_ORGANISATION.test(name) ||
    /(?<![A-Za-z0-9])(?:x{2,}|o{2,})(?![A-Za-z0-9])/iu.test(name);
  return hidden ? 'certain' : undefined;
}
