/**
 * Characters that programs put into cells and people do not see, or see as another: invisible marks, radicals and compatibility forms
 * for the character they are drawn like, and the private codes in which programs of the GBK time wrote eighty rare characters.
 */

/**
 * Nothing is seen of them: soft hyphen, joiners, marks and isolates of the writing direction, fillers (letters by their class), variation
 * selectors, tags, the byte-order mark. What spaces the text out is not among them.
 */
const INVISIBLE =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}';
const SOME_INVISIBLE = new RegExp(`[${INVISIBLE}]`, 'gu');
/** for classes of other patterns that must not see them either */
export const BLANKS = new RegExp(`[\\s\\u3000${INVISIBLE}]+`, 'gu');

/** @returns the text without characters that nobody sees; itself where there are none */
export const withoutInvisible = (text: string): string => text.replaceAll(SOME_INVISIBLE, '');

/** A radical, a compatibility ideograph, or a private code of the GBK time. */
const DRAWN_ALIKE = /[\u2e80-\u2fdf\uf900-\ufaff\u{2f800}-\u{2fa1f}\ue7c7\ue7c8\ue815-\ue864]/gu;

/** Radicals that are drawn like a whole character and that Unicode gives no equivalent for; text copied from a PDF has them. */
const RADICALS: ReadonlyMap<string, string> = new Map(
  '⺠民 ⺒巳 ⺓幺 ⺩王 ⺼肉 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻭齿 ⻮齿 ⻯竜 ⻰龙 ⻱龟 ⺝月 ⺥爪 ⺫目 ⺬示 ⺯糸 ⺰纟 ⺱罓 ⻌辶 ⻐钅 ⻟飠 ⻠饣'
    .split(' ')
    .map((pair) => [pair[0]!, pair[1]!] as const),
);

/** What FE50 to FEA0 of GBK mean, in their order from U+E815 on (GB 18030-2005, appendix E; 2022 for the last of them). */
const GBK_EIGHTY = [
  ...'⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹',
  ...'䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻',
] as const;
const PRIVATE_FIRST = 0xe815;

function drawnLike(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 0xe7c7) return 'ḿ';
  if (code === 0xe7c8) return 'ǹ';
  if (code >= PRIVATE_FIRST && code < PRIVATE_FIRST + GBK_EIGHTY.length) return GBK_EIGHTY[code - PRIVATE_FIRST]!;
  return RADICALS.get(character) ?? character.normalize('NFKC');
}

/** @returns the text in the characters everybody writes; itself where there is nothing to exchange */
export const inCommonCharacters = (text: string): string => text.replaceAll(DRAWN_ALIKE, drawnLike);
