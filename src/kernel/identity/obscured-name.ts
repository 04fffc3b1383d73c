/**
 * Names made unrecognisable on purpose: 张某, 李**, 王XX, 赵○○, 李女士, 某公司. They match nobody, or worse, somebody else who is
 * named so in another report; the report has to name the person or the body as its document does.
 */

/** `perhaps`: a genuine name may look so (〇 is a character of names, 书记 a given name); somebody has to look. */
export type Obscured = 'certain' | 'perhaps';

const LONGEST = 120;

/** what stands in the place of a character: stars, crosses, circles, boxes, lines */
const MARK = /[*﹡∗✱✲⁎※×✕✖✗✘╳☓○◯◎□■▢◻◼☐△▲▽☆★#?_…‥〓]/u;
/** `●` between two parts is the dot of a name; alone, at the end or more than one it is a mask; so are dots and lines in a row */
const DISC = /●{2}|●$|^●|[.。-]{2}/u;
/** characters drawn like a box, a cross or a circle, and 叉, which is how a cross is read out */
const DRAWN = /[口囗乂㐅〇叉]{2}/u;
const LETTER = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]';
/** 张XX, 张x, X先生, 张A: one to three letters for what is left out; parts of a name are set apart by a dot */
/** Put together from parts; driven with hostile text like those written whole. */
export const LETTERS_FOR_CHARACTERS = new RegExp(
  `\\p{Script=Han}${LETTER}{1,3}(?!${LETTER})|(?<!${LETTER})${LETTER}{1,3}\\p{Script=Han}`,
  'u',
);
const ZEROS = /\p{Script=Han}0/u;
const CROSSES = /(?<!\p{L})(?:x{2,}|o{2,})(?!\p{L})/iu;
const BY_ADDRESS =
  /.(?:先生|女士|小姐|太太|夫人|大爷|大妈|大娘|大叔|大婶|大哥|大姐|大伯|阿姨|师傅|老师|老人|老太|老汉|奶奶|爷爷|婆婆)$/u;
const BY_POST = /.(?:同志|同学|书记|主任|经理|医生|护士|老板|局长|科长|处长|队长|站长|村长|会长|院长|校长)$/u;
const BY_FAMILY_ONLY = /姓(?:男子|女子|居民|市民|村民|群众|员工|先生|女士|志愿者|业主|司机|老人)$/u;
const NAMELESS =
  /^(?:匿名.{0,4}|无名氏?|佚名|隐名|未具名|不具名|不愿.{0,8}|保密|隐私|热心(?:市民|群众|网友|居民).{0,4}|好心人|路人.?|当事人|anonymous|no ?name)$/iu;

/** What might be left out of a Chinese name; nothing else of the name has to be looked at. */
const ORDINARY = /^(?!.*(?:[某口囗乂㐅〇叉]|姓[男女居市村群员先志业司老]))[\p{Script=Han}]{2,3}$/u;

/** Of a person's name as it was typed. */
export function obscuredPerson(raw: string): Obscured | undefined {
  if (raw.length > LONGEST) return undefined;
  const ordinary = ORDINARY.test(raw);
  if (ordinary && !BY_ADDRESS.test(raw) && !BY_POST.test(raw) && !NAMELESS.test(raw)) return undefined;
  const name = raw.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
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
    NAMELESS.test(name) ||
    onlyInitials(name)
  )
    return 'certain';
  return /[〇叉]/u.test(name) || BY_POST.test(name) ? 'perhaps' : undefined;
}

/** `J. D.`: nobody can be found by initials alone. */
function onlyInitials(name: string): boolean {
  const parts = name.split(/[.\s·-]+/u).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => /^\p{L}$/u.test(part) && !/\p{Script=Han}/u.test(part));
}

/** `#` counts buildings and shops; it hides nothing in the name of an organisation */
const ORGANISATION_MARK = /[*﹡∗✱✲⁎※×✕✖✗✘╳☓○◯□■▢◻◼☐△▲▽]|●{2}|口{2}|囗{2}|叉{2}/u;
/** 某 for the whole of the distinguishing part; as one character of it, it may be registered */
const CERTAIN_ORGANISATION =
  /^某|某某|(?<=[市省区县州镇乡村旗京津沪渝国])某|某(?=公司|企业|单位|集团|有限|股份|[工药]?厂|[商药饭酒]?店|超市|学校|医院|协会|合作社)/u;
const LETTER_FOR_NAME = /^(?:[A-Z]|[甲乙丙丁])(?:公司|企业|单位|厂|店|集团)$/u;

/** Of an organisation's name. */
export function obscuredOrganisation(raw: string): Obscured | undefined {
  if (raw.length > LONGEST) return undefined;
  const name = raw.normalize('NFKC');
  const hidden =
    CERTAIN_ORGANISATION.test(name) ||
    ORGANISATION_MARK.test(name) ||
    LETTER_FOR_NAME.test(name) ||
    /(?<![A-Za-z0-9])(?:x{2,}|o{2,})(?![A-Za-z0-9])/iu.test(name);
  return hidden ? 'certain' : undefined;
}
